"""The chain rule by hand: its product is the tape's number, for every unit and cell."""

import numpy as np
import pytest

from nets.autodiff.asked.chain import ChainOf
from nets.autodiff.asked.pushes import PushesOf
from nets.autodiff.chain import MOST_UNITS, chain
from nets.autodiff.pushes import pushes
from nets.errors import Refusal
from nets.settings import Settings
from tests.autodiff.nets import every_net, name, net_of, table


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_the_product_of_the_factors_is_the_tape_s_gradient(settings):
    net = net_of(settings, table(n_groups=3 if settings.net == "rnn" else 1))
    for row in (0, 5, 11):
        found = chain(net, ChainOf(row))
        assert [product.weight for product in found.products] == list(net.params)
        for product in found.products:
            assert product.difference < 1e-12
            assert product.whole.shape == net.params[product.weight].shape


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_each_factor_takes_on_what_reaches_it_and_has_the_shape_it_says(settings):
    net = net_of(settings, table())
    found = chain(net, ChainOf(9, n_back=3))
    reaching = np.ones(1)
    for factor in found.factors:
        assert factor.jacobian.shape == (len(factor.output), len(factor.reaching))
        assert factor.reaching == pytest.approx(reaching @ factor.jacobian)
        reaching = factor.reaching
    assert found.factors[0].output == pytest.approx([found.loss])


@pytest.mark.parametrize("cell", ["softmax", "elman", "gru", "lstm"])
def test_the_terms_of_all_earlier_steps_sum_to_the_whole(cell):
    settings = Settings(net="rnn", cell=cell, hidden_units=4, init="glorot")
    net = net_of(settings, table())
    terms = [chain(net, ChainOf(7, n_back=n)).products[0].at_once for n in range(8)]
    assert sum(terms) == pytest.approx(chain(net, ChainOf(7)).products[0].whole, abs=1e-14)


def test_where_the_gradient_is_cut_the_chain_is_cut_too():
    settings = Settings(net="rnn", cell="elman", hidden_units=4, init="glorot", window=3)
    net = net_of(settings, table())
    found = chain(net, ChainOf(4, n_back=3))
    assert not found.products[0].at_once.any()
    assert found.products[0].difference < 1e-12
    terms = pushes(net, PushesOf("W_H", 1, 1, 4))
    wholes = [chain(net, ChainOf(row)).products[0].whole[1, 1] for row in range(12)]
    assert terms.terms * 12 == pytest.approx(wholes)


def test_layers_too_wide_to_be_looked_at_are_refused_in_a_sentence():
    net = net_of(Settings(hidden_units=MOST_UNITS + 1), table())
    with pytest.raises(Refusal, match="up to 64 units"):
        chain(net, ChainOf(0))
