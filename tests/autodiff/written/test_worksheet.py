"""The worksheet: its answers follow from what is given on it, by sums anybody can do, and its first half has none."""

import numpy as np
import pytest

from nets.autodiff.written.worksheet import ANSWERS, BLANK, Row, gradients_of, worksheet
from nets.errors import Refusal
from nets.models.parameters import weights_of
from nets.queries.autodiff.chain import ChainQuery
from nets.settings import Settings
from tests.autodiff.nets import net_of, table


def sheet(net, row=2, n_back=0, learning_rate=0.5):
    """The chain of a row, and its worksheet."""
    features = [f"x{n + 1}" for n in range(net.examples.inputs.shape[1])]
    classes = [f"c{n + 1}" for n in range(net.examples.n_classes)]
    settings = Settings(
        **{name: getattr(net.settings, name) for name in Settings.__struct_fields__ if name != "learning_rate"},
        learning_rate=learning_rate,
    )
    found = ChainQuery(row, n_back).answer(net)
    given = Row("One update", features, net.examples.inputs[row], classes, int(net.examples.targets[row]))
    weights = {name: value.astype(float) for name, value in net.params.items()}
    named = weights_of(settings, features=features, classes=classes)
    return found, worksheet(found, given, settings=settings, weights=weights, named=named)


def tables(text):
    """Every table of the text by the line before it, pieces put side by side again, without the names of rows."""
    found, title, lines = {}, "", [*text.splitlines(), ""]
    for n, line in enumerate(lines):
        if line and not line.startswith("|"):
            title = line
        if line.startswith("|---"):
            rows = []
            for each in lines[n + 1 :]:
                if not each:
                    break
                cells = [cell.strip().replace("−", "-") for cell in each.strip("|").split("|")]
                rows.append([float(cell) for cell in cells if not cell.startswith("**")])
            piece = np.array(rows)
            found[title] = np.concatenate([found[title], piece], axis=1) if title in found else piece
    return found


def softmax(z):
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def test_the_lecture_s_mlp_can_be_worked_out_from_what_is_given():
    _, text = sheet(net_of(Settings()))
    given, answers = text.split("## To work out")[0], text.split(ANSWERS)[1]
    known = tables(given)
    x, w1, w2 = known["The inputs $x$, with the constant 1"][0], known["$W_{1}$, 5 × 3"], known["$W_{2}$, 2 × 5"]
    label = int(given.split("which is class ")[1][0]) - 1
    h = softmax(w1 @ x)
    p = softmax(w2 @ h)
    to_z2 = p - np.eye(2)[label]
    to_h = to_z2 @ w2
    to_z1 = to_h * h - (to_h @ h) * h
    found = tables(answers)
    assert found[r"$\ell = -\log p_{label}$"] == pytest.approx(-np.log(p[[label]])[None], abs=1e-4)
    assert found[r"$h = \mathrm{softmax}(z_{1})$"][0] == pytest.approx(h, abs=1e-4)
    assert found[r"$\partial \ell / \partial W_{2}$, 2 × 5"] == pytest.approx(np.outer(to_z2, h), abs=1e-4)
    assert found[r"$\partial \ell / \partial W_{1}$, 5 × 3"] == pytest.approx(np.outer(to_z1, x), abs=1e-4)
    after = found[r"$W_{1} - \eta\,\partial \ell / \partial W_{1}$"]
    assert after == pytest.approx(w1 - 0.5 * np.outer(to_z1, x), abs=1e-4)


@pytest.mark.parametrize("row", [2, 7])
def test_that_of_a_sigmoid_output_can_be_worked_out_too(row):
    _, text = sheet(net_of(Settings(output="sigmoid")), row=row)
    given, answers = text.split("## To work out")[0], text.split(ANSWERS)[1]
    known = tables(given)
    x, w1, w2 = known["The inputs $x$, with the constant 1"][0], known["$W_{1}$, 5 × 3"], known["$W_{2}$, 1 × 5"]
    y = int(given.split("so $y = ")[1][0])
    h = softmax(w1 @ x)
    p = 1 / (1 + np.exp(-w2 @ h))
    found = tables(answers)
    loss = -y * np.log(p) - (1 - y) * np.log(1 - p)
    assert found[r"$\ell = -y\,\log p - (1 - y)\,\log(1 - p)$"] == pytest.approx(loss[None], abs=1e-4)
    assert found[r"$p = \mathrm{sigmoid}(z_{2})$"] == pytest.approx(p[None], abs=1e-4)
    assert found[r"$\partial \ell / \partial W_{2}$, 1 × 5"] == pytest.approx(np.outer(p - y, h), abs=1e-4)
    assert "After the first two, it is $p - y$" in answers


@pytest.mark.parametrize("n_back", [0, 2])
def test_the_lecture_s_rnn_can_be_worked_out_over_the_steps_that_are_asked_for(n_back):
    _, text = sheet(net_of(Settings(net="rnn")), row=4, n_back=n_back)
    given, answers = text.split("## To work out")[0], text.split(ANSWERS)[1]
    known = tables(given)
    first = 5 - n_back
    title = f"The state before, $h_{{{first - 1}}}$, taken as a constant: the gradient is cut there"
    h = known[title][0]
    w_h, w_y = (next(value for key, value in known.items() if f"${name}$" in key) for name in ("W_H", "W_Y"))
    reads, states = [], []
    for step in range(first, 6):
        x = known[f"The inputs at step {step}, $x_{{{step}}}$ and the constant 1"][0]
        reads.append(np.append(h, x))
        h = softmax(w_h @ reads[-1])
        states.append(h)
    label = int(given.split("which is class ")[1][0]) - 1
    to_z = softmax(w_y @ h) - np.eye(len(w_y))[label]
    reaching, of_w_h = to_z @ w_y, 0
    for read, h in zip(reversed(reads), reversed(states), strict=True):
        to_sums = reaching * h - (reaching @ h) * h
        of_w_h = of_w_h + np.outer(to_sums, read)
        reaching = to_sums @ w_h[:, :5]
    found = tables(answers)
    (title,) = [key for key in found if key.startswith(r"$\partial \ell / \partial W_H$")]
    assert found[title] == pytest.approx(of_w_h, abs=1e-4)
    assert found[r"$W_H - \eta\,\partial \ell / \partial W_H$"] == pytest.approx(w_h - 0.5 * of_w_h, abs=1e-4)


def test_from_the_first_step_on_the_gradient_is_the_whole():
    found, text = sheet(net_of(Settings(net="rnn")), row=2, n_back=2)
    assert "(the start)" in text
    assert gradients_of(found)["W_H"] == pytest.approx(found.products[0].whole)


@pytest.mark.parametrize(
    "settings",
    [Settings(), Settings(net="rnn"), Settings(activation="tanh", hidden_layers=2), Settings(output="sigmoid")],
)
def test_the_questions_have_a_blank_for_every_answer(settings):
    _, text = sheet(net_of(settings), learning_rate=0.25)
    questions, answers = text.split("## To work out")[1].split(ANSWERS)
    n_answers = sum(value.size for value in tables(answers).values())
    assert questions.count(BLANK) == n_answers > 50
    assert not any("0." in line for line in questions.splitlines() if BLANK in line)


def test_what_is_too_much_for_paper_is_said_so():
    with pytest.raises(Refusal, match="on paper 400 are enough"):
        sheet(net_of(Settings(hidden_units=64, hidden_layers=2)))
    with pytest.raises(Refusal, match="gated cell is too long for paper"):
        sheet(net_of(Settings(net="rnn", cell="gru"), table()))
