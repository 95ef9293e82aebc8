"""The chain rule by hand: its product is the tape's number, for every unit, cell and optimiser."""

import itertools

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from nets.autodiff.net import Net
from nets.autodiff.row_contributions import row_contributions
from nets.errors import Refusal
from nets.models import optimisers
from nets.queries.autodiff.chain import MOST_UNITS, ChainQuery
from nets.queries.autodiff.row_contributions import RowContributionsQuery
from nets.settings import Settings
from nets.training.engine.run import Run
from tests.autodiff.nets import every_net, log_p_of_all, logits_of_all, name, net_of, table


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_the_product_of_the_factors_is_the_tape_s_gradient(settings):
    net = net_of(settings, table(n_groups=3 if settings.net == "rnn" else 1))
    for row in (0, 5, 11):
        found = ChainQuery(row).answer(net)
        assert [product.weight for product in found.products] == list(net.params)
        for product in found.products:
            assert product.difference < 1e-12
            assert product.whole.shape == net.params[product.weight].shape
            assert len(product.norms) == (found.n_steps if product.weight == "W_H" else 1)


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_each_factor_takes_on_what_reaches_it_and_leads_to_its_matrix(settings):
    net = net_of(settings, table())
    found = ChainQuery(9, n_back=3).answer(net)
    reaching = np.ones(1)
    for factor in found.factors:
        assert factor.jacobian.shape == (len(factor.output), len(factor.reaching))
        assert factor.reaching == pytest.approx(reaching @ factor.jacobian)
        reaching = factor.reaching
    assert found.factors[0].output == pytest.approx([found.loss])
    for product in found.products:
        last = product.terms[-1]
        assert found.factors[product.n_factors - 1].reaching == pytest.approx(last.reaching)
        if settings.cell != "gru":  # whose candidate has the state's part of its sum multiplied on the way
            assert product.at_once == pytest.approx(np.outer(last.reaching, last.read))


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_the_outputs_are_those_of_the_forward_pass_in_its_order(settings):
    net = net_of(settings, table())
    factors = ChainQuery(9, n_back=2).answer(net).factors
    assert factors[2].output == pytest.approx(logits_of_all(net)[9])
    for later, earlier in itertools.pairwise(factors):
        if later.unit == "product" and settings.net == "mlp":
            assert later.output == pytest.approx(later.jacobian @ earlier.output)


@pytest.mark.parametrize("cell", ["softmax", "elman", "gru", "lstm"])
def test_the_terms_of_all_earlier_steps_sum_to_the_whole(cell):
    settings = Settings(net="rnn", cell=cell, hidden_units=4, init="glorot")
    net = net_of(settings, table())
    terms = [ChainQuery(7, n_back=n).answer(net).products[0].at_once for n in range(8)]
    whole = ChainQuery(7).answer(net).products[0]
    assert sum(terms) == pytest.approx(whole.whole, abs=1e-14)
    assert whole.norms[::-1] == pytest.approx([np.linalg.norm(term) for term in terms])


def test_where_the_gradient_is_cut_the_chain_is_cut_too():
    settings = Settings(net="rnn", cell="elman", hidden_units=4, init="glorot", tbptt_length=3)
    net = net_of(settings, table())
    found = ChainQuery(4, n_back=3).answer(net)
    assert not found.products[0].at_once.any()
    assert found.products[0].difference < 1e-12
    assert [factor.formula for factor in found.factors if not factor.jacobian.any()] == [r"0 \text{ (cut)}"]
    terms = row_contributions(net, RowContributionsQuery("W_H", 1, 1, 4))
    wholes = [ChainQuery(row).answer(net).products[0].whole[1, 1] for row in range(12)]
    assert terms.terms * 12 == pytest.approx(wholes)


OPTIMISERS = (
    Settings(optimiser="sgd", l1=0.01, l2=0.02, validation_split=0.3),
    Settings(optimiser="momentum", clip=0.05, schedule="cosine"),
    Settings(optimiser="nesterov", l2=0.1, activation="tanh", bias="every"),
    Settings(net="rnn", optimiser="rmsprop", l1=0.01, clip=0.1),
    Settings(net="rnn", cell="gru", optimiser="adam", l2=0.01, schedule="step"),
    Settings(net="rnn", cell="elman", optimiser="adamw", weight_decay=0.2, tbptt_length=3),
)


@pytest.mark.parametrize("settings", OPTIMISERS, ids=lambda settings: f"{settings.net}-{settings.optimiser}")
def test_the_mean_of_the_rows_chains_is_what_the_engine_s_step_is_made_of(settings):
    settings = msgspec.structs.replace(settings, hidden_units=4, init="glorot", precision="float64", learning_rate=0.1)
    examples = table(is_validation=(2, 5) if settings.validation_split else ())
    run = Run(settings, examples)
    before = {name: value[0] for name, value in run.evaluate().params.items()}
    net = Net(settings, before, examples)
    gradients = {
        name: np.mean([ChainQuery(row).answer(net).products[n].whole for row in net.training_rows], axis=0)
        + settings.l1 * np.sign(value)
        + 2 * settings.l2 * value
        for n, (name, value) in enumerate(before.items())
    }
    length = np.sqrt(sum((each**2).sum() for each in gradients.values()))
    scale = settings.clip / length if 0 < settings.clip < length else 1.0
    rate, decay = (tf.constant([[[each]]], tf.float64) for each in (0.1, settings.weight_decay))
    stepped = optimisers.update(
        settings.optimiser,
        net.weights(),
        {name: tf.constant(scale * each[None]) for name, each in gradients.items()},
        {name: tf.constant(slot) for name, slot in optimisers.first_slots(settings.optimiser, net.weights()).items()},
        step=optimisers.StepParams(learning_rate=rate, clip=0, l1=0, l2=0, weight_decay=decay, dropout=0),
        count=tf.constant(1),
    )[0]
    run.advance(1)
    for key, value in run.evaluate().params.items():
        assert value[0] == pytest.approx(stepped[key][0].numpy(), abs=1e-9)
        assert np.abs(value[0] - before[key]).max() > 1e-6


def test_a_probability_of_0_has_no_reciprocal_and_is_said_so():
    examples = table()
    net = net_of(Settings(init="glorot", hidden_layers=0), examples)
    large = {"W1": np.zeros((3, 4))}
    large["W1"][(examples.targets[0] + 1) % 3, -1] = 1e4
    with pytest.raises(Refusal, match="so near 0"):
        ChainQuery(0).answer(Net(net.settings, large, examples))


@pytest.mark.parametrize(("label", "bias"), [(0, 1e4), (1, -1e4)])
def test_nor_has_that_of_a_sigmoid_while_one_of_1_has(label, bias):
    net = net_of(Settings(output="sigmoid", hidden_layers=0), table())
    row = int(np.flatnonzero(net.examples.targets == label)[0])
    sure = {"W1": np.array([[0, 0, 0, bias]])}
    with pytest.raises(Refusal, match="avoids 1/p by softplus"):
        ChainQuery(row).answer(Net(net.settings, sure, net.examples))
    found = ChainQuery(row).answer(Net(net.settings, {"W1": -sure["W1"]}, net.examples))
    assert (found.loss, found.products[0].difference) == (0, 0)


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_behind_the_first_two_factors_the_gradient_is_p_less_y(settings):
    net = net_of(settings, table())
    found = ChainQuery(6).answer(net)
    p, y = found.factors[1].output, net.targets_of(np.array([6])).numpy()[0]
    assert found.factors[1].reaching == pytest.approx(p - y, abs=1e-15)
    assert found.factors[1].name.startswith(f"p = {settings.output}(z")
    assert found.loss == pytest.approx(-log_p_of_all(net)[6])


def test_layers_too_wide_to_be_looked_at_are_refused_in_a_sentence():
    net = net_of(Settings(hidden_units=MOST_UNITS + 1), table())
    with pytest.raises(Refusal, match="up to 64 hidden units"):
        ChainQuery(0).answer(net)
