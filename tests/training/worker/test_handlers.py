"""A trainer answers whatever is asked of it in nets/queries, or says why not."""

import msgspec
import pytest

from nets.errors import Code, Refusal
from nets.processes.serialization import encode
from nets.queries.query import Declined, Query
from nets.settings import Settings
from nets.training.worker.handlers import answer
from tests.autodiff.nets import net_of


class RowCount(msgspec.Struct, frozen=True, tag=True):
    n_rows: int


class RowCountQuery(Query[RowCount], frozen=True):
    times: int

    def answer(self, net):
        if self.times == 0:
            raise Refusal(Code.TOO_MANY, "Ask for one row at least.")
        if self.times < 0:
            raise ArithmeticError
        return RowCount(net.examples.n_rows // self.times * self.times)


def ask(query):
    net = net_of(Settings())
    params = {name: value[None] for name, value in net.params.items()}
    return query.answer_from(answer(encode(query), Settings(), params, net.examples))


def test_a_new_query_needs_no_more_than_its_own_class():
    assert ask(RowCountQuery(2)) == RowCount(8)


def test_what_a_query_refuses_is_declined_in_its_sentence():
    assert ask(RowCountQuery(0)) == Declined("Ask for one row at least.")


def test_a_query_that_fails_is_declined_and_logged(caplog):
    assert isinstance(ask(RowCountQuery(-1)), Declined)
    assert "RowCountQuery" in caplog.text


def test_an_answer_to_another_query_is_none_to_this_one():
    with pytest.raises(msgspec.ValidationError):
        RowCountQuery(1).answer_from(encode(RowCountQuery(1)))
