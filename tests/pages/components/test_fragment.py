"""Parts that are drawn anew alone: none has a neighbour that would move up in the browser while it is taken out."""

import pytest
from streamlit.testing.v1 import local_script_runner

PAGES = ["deck/page.py", "data/page.py", "autodiff/page.py"]


@pytest.fixture
def sent(monkeypatch):
    """The messages of the last run of a page, as they went to the browser."""
    messages = []
    parse = local_script_runner.parse_tree_from_messages

    def parse_and_keep(some):
        messages[:] = some
        return parse(some)

    monkeypatch.setattr(local_script_runner, "parse_tree_from_messages", parse_and_keep)
    return messages


def with_neighbours(messages):
    """The fragments that are not alone in their place, by path."""
    owner = {
        tuple(message.metadata.delta_path): message.delta.fragment_id
        for message in messages
        if message.WhichOneof("type") == "delta"
    }
    first = {path for path, mine in owner.items() if mine and owner.get(path[:-1]) != mine}
    assert first
    return [path for path in first if any(other[:-1] == path[:-1] and other != path for other in owner)]


@pytest.mark.parametrize("net", ["mlp", "rnn"])
@pytest.mark.parametrize("page", PAGES)
def test_a_fragment_is_alone_in_its_place(app, sent, page, net):
    app.segmented_control(key="net").set_value(net).run()
    app.switch_page(page).run()
    assert not app.exception
    assert with_neighbours(sent) == []
