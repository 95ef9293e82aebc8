"""The worksheet: its answers are the numbers of the step, and its first half has none of them."""

import numpy as np
import pytest

from nets.autodiff.asked.chain import ChainOf
from nets.autodiff.chain import chain
from nets.autodiff.worksheet import BLANK, worksheet
from nets.settings import Settings
from tests.autodiff.nets import net_of


def sheet(net, row=2):
    found = chain(net, ChainOf(row))
    weights = {name: value.astype(float) for name, value in net.params.items()}
    return found, worksheet(found, title="t", inputs=[("x1", 1.0)], label="no", weights=weights, learning_rate=0.5)


@pytest.mark.parametrize("settings", [Settings(), Settings(net="rnn")], ids=["mlp", "rnn"])
def test_the_answers_are_one_step_of_gradient_descent_and_the_questions_are_blank(settings):
    net = net_of(settings)
    found, text = sheet(net)
    questions, answers = text.split("## Answers")
    for product in found.products:
        after = net.params[product.weight] - 0.5 * product.whole
        lines = answers.split(f"{product.weight} after the step\n\n")[1].splitlines()[2 : 2 + len(after)]
        printed = np.array([[float(cell) for cell in line.strip("|").split("|")] for line in lines])
        assert printed == pytest.approx(after, abs=5e-5)
    assert f"p = softmax(z{'_3' if settings.net == 'rnn' else '2'}) = {BLANK}" in questions
    assert f"{found.loss:.4f}" in answers


def test_a_matrix_too_large_for_paper_is_not_written_out():
    _, text = sheet(net_of(Settings(hidden_units=64)))
    assert "W1, 64 × 3" in text
    assert "too many for paper" not in text
    _, text = sheet(net_of(Settings(hidden_units=64, hidden_layers=2)))
    assert "(4,096 numbers: too many for paper)" in text
