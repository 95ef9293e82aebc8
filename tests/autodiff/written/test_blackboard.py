"""The forward pass of one row: its numbers are the model's own, and the formulas have them."""

import re

import msgspec
import numpy as np
import pytest

from nets.autodiff.written.blackboard import blackboard, column, is_abbreviated, matrix, number
from nets.errors import Refusal
from nets.queries.forward import ForwardQuery
from nets.settings import Settings
from tests.autodiff.nets import every_net, log_p_of_all, logits_of_all, name, net_of, table
from tests.lecture.golden import golden

ROW = 7


def found_for(settings, row=ROW, **kind):
    net = net_of(settings, table(n_groups=3 if settings.net == "rnn" else 1, **kind))
    return net, ForwardQuery(row).answer(net)


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_sums_probabilities_and_loss_are_those_of_the_model(settings):
    net, found = found_for(settings)
    assert found.layers[-1].sums == pytest.approx(logits_of_all(net)[ROW])
    assert found.loss == pytest.approx(-log_p_of_all(net)[ROW])
    label = int(net.examples.targets[ROW])
    assert found.probs[label] == pytest.approx(np.exp(-found.loss))
    assert found.probs.sum() == pytest.approx(1)


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_each_layer_reads_what_the_one_before_gives_and_a_product_is_its_matrix_s(settings):
    net, found = found_for(settings)
    for layer in found.layers:
        if settings.cell == "gru" and layer.weight == "W_H":
            continue  # its reset gate stands between the parts of the sum
        assert layer.sums == pytest.approx(net.params[layer.weight].astype(float) @ layer.read)
    for before, after in zip(found.layers, found.layers[1:], strict=False):
        assert after.read[: len(before.outputs)] == pytest.approx(before.outputs)


@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_the_gates_make_the_state(cell):
    _, found = found_for(Settings(net="rnn", cell=cell, hidden_units=4, init="orthogonal"))
    gates, layer = {gate.name: gate.values for gate in found.gates}, found.layers[0]
    if cell == "gru":
        made = gates["u"] * layer.read[:4] + (1 - gates["u"]) * gates["c"]
    else:
        assert gates["m"] == pytest.approx(gates["f"] * gates["before"] + gates["i"] * gates["c"])
        made = gates["o"] * np.tanh(gates["m"])
    assert layer.outputs == pytest.approx(made)


def written(settings, found, net):
    return blackboard(found, settings, label=int(net.examples.targets[ROW]))


@pytest.mark.parametrize("settings", every_net(), ids=name)
def test_every_formula_has_its_numbers_and_is_whole(settings):
    net, found = found_for(settings)
    lines = written(settings, found, net)
    assert f"= {number(found.loss)}" in lines[-1].formula
    assert number(found.probs[int(net.examples.targets[ROW])]) in lines[-1].formula
    for layer in found.layers[: -1 if settings.output == "sigmoid" else None]:
        assert any(line.formula.endswith(f"= {column(layer.outputs)}") for line in lines)
    for line in lines:
        assert line.words
        assert line.formula.count("{") == line.formula.count("}")
        assert line.formula.count(r"\begin{bmatrix}") == line.formula.count(r"\end{bmatrix}")
        assert "_{{" not in line.formula


def test_the_lecture_s_row_stands_as_on_the_blackboard():
    net = net_of(Settings())
    found = ForwardQuery(0).answer(net)
    lines = blackboard(found, Settings(), label=1)
    assert [line.formula.split(" = ")[:2] for line in lines] == [
        ["z_{1}", r"W_{1}\,x"],
        ["h", r"\mathrm{softmax}(z_{1})"],
        ["z_{2}", r"W_{2}\,h"],
        ["p", r"\mathrm{softmax}(z_{2})"],
        [r"\ell", r"-\log p(\text{class 2})"],
    ]
    assert matrix(net.params["W1"]) in lines[0].formula


def test_a_time_step_names_its_own_number_and_the_one_before():
    net = net_of(Settings(net="rnn"), golden("rnn").examples)
    found = ForwardQuery(4).answer(net)
    assert found.step == 5
    formulas = [line.formula for line in blackboard(found, net.settings, label=0)]
    assert formulas[0].startswith(r"a_{5} = W_H\,[h_{4}; x_{5}; 1] = ")
    assert formulas[1].startswith(r"h_{5} = \mathrm{softmax}(a_{5}) = ")
    assert formulas[2].startswith(r"z_{5} = W_Y\,h_{5} = ")


def test_a_step_of_a_cut_sequence_is_counted_from_the_cut():
    settings = Settings(net="rnn", tbptt_length=3, tbptt_state="reset")
    net = net_of(settings, golden("rnn").examples)
    found = ForwardQuery(4).answer(net)
    assert found.step == 2
    assert found.layers[-1].sums == pytest.approx(logits_of_all(net)[4])


def test_of_a_wide_net_the_first_numbers_and_the_last_are_written():
    values = np.arange(300.0).reshape(10, 30)
    written_out = matrix(values)
    numbers = [float(text) for text in re.findall(r"\d+", written_out)]
    assert numbers == [30 * i + j for i in (*range(6), 9) for j in (*range(6), 29)]
    assert written_out.count(r"\cdots") == 7
    assert written_out.count(r"\vdots") == 8


@pytest.mark.parametrize(("n_units", "n_features", "is_cut"), [(8, 7, False), (9, 7, True), (8, 8, True)])
def test_what_is_not_written_out_is_known(n_units, n_features, is_cut):
    _, found = found_for(Settings(hidden_units=n_units), n_features=n_features)
    assert is_abbreviated(found) == is_cut


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.123456, "0.1235"),
        (-12345.6, r"-1.235 \cdot 10^{4}"),
        (1e-9, r"1 \cdot 10^{-9}"),
        (0.0, "0"),
        (np.nan, r"\text{not a number}"),
        (-np.inf, r"-\infty"),
    ],
)
def test_a_number_has_four_digits(value, text):
    assert number(value) == text


def test_far_along_a_sequence_it_is_refused_in_a_sentence(monkeypatch):
    from nets.autodiff import forward

    monkeypatch.setattr(forward, "MOST_STEPS", 3)
    net = net_of(Settings(net="rnn"), golden("rnn").examples)
    assert ForwardQuery(2).answer(net).step == 3
    with pytest.raises(Refusal, match="The first 3 steps"):
        ForwardQuery(3).answer(net)


def test_a_time_step_without_a_label_that_counts_has_probabilities_and_no_loss():
    examples = table()
    targets = np.where(np.arange(12) % 3 == 2, examples.targets, -1)
    net = net_of(Settings(net="rnn"), msgspec.structs.replace(examples, targets=targets))
    assert ForwardQuery(8).answer(net).loss is not None
    found = ForwardQuery(7).answer(net)
    assert found.loss is None
    lines = blackboard(found, net.settings, label=-1)
    assert lines[-1].formula.startswith("p_{8} = ")
