"""The net drawn: which weights have a line, what a shade says of an output, which units are twins."""

import numpy as np
import pytest

from nets.figures.deck.network import (
    ABOVE_ZERO_LINE,
    BELOW_ZERO_LINE,
    MOST_LINES,
    MOST_NODES,
    SHADES,
    Pictures,
    gradient_drawing,
    n_drawn,
    net_drawing,
)
from nets.figures.deck.twins import twins
from nets.figures.wire import wire
from nets.models.gates import gate_names, values_with_gate, with_gate
from nets.models.parameters import initialise, weights_of
from nets.settings import PRESETS, Settings


def weights(settings, n_features=2, n_classes=2):
    return weights_of(settings, features=[f"x{k}" for k in range(n_features)], classes=[*"abcdefgh"][:n_classes])


def drawn(settings, *, params=None, n_features=2, n_classes=2, **more):
    matrices = weights(settings, n_features, n_classes)
    if params is None:
        params = {name: value[0] for name, value in initialise(matrices, runs=[settings]).items()}
    return net_drawing(settings, matrices, params, n_classes=n_classes, **more), params


def values_drawn(drawing):
    return np.concatenate([one.values.ravel()[one.lines] for one in drawing.matrices])


def test_columns_are_inputs_units_and_classes_by_name_and_every_weight_of_a_small_net_has_a_line():
    drawing, params = drawn(Settings(hidden_units=3, bias="every"), n_classes=3)
    assert [column.names for column in drawing.columns] == [("x0", "x1", "1"), ("h1", "h2", "h3", "1"), ("a", "b", "c")]
    assert [one.values.tolist() for one in drawing.matrices] == [params["W1"].tolist(), params["W2"].tolist()]
    assert [len(one.lines) for one in drawing.matrices] == [9, 12]
    assert drawing.notes == ()


def test_of_many_weights_the_strongest_have_lines_and_the_note_says_so():
    drawing, params = drawn(PRESETS["Modern"])
    sizes = np.sort(np.abs(np.concatenate([value.ravel() for value in params.values()])))
    assert np.sort(np.abs(values_drawn(drawing))) == pytest.approx(sizes[-MOST_LINES:])
    assert drawing.notes[0].startswith(f"The {MOST_LINES} strongest of {len(sizes):,} weights are drawn")


def test_a_weight_that_is_no_number_has_no_line_and_one_of_zero_has():
    settings = Settings(hidden_units=2, hidden_layers=1)
    params = {"W1": np.array([[0.0, np.nan, 2.0], [np.inf, -1e300, -3.0]]), "W2": np.array([[1.0, 0.0], [0.5, 0.0]])}
    drawing, _ = drawn(settings, params=params)
    assert sorted(values_drawn(drawing)) == [-3.0, 0.0, 0.0, 0.0, 0.5, 1.0, 2.0]
    assert any("no longer finite numbers" in note for note in drawing.notes)
    assert drawing.bounds.line == 3.0


def test_wide_layers_and_many_inputs_show_the_first_and_the_bias():
    settings = Settings(hidden_units=50, bias="every")
    drawing, params = drawn(settings, n_features=70)
    for column, last in zip(drawing.columns[:2], ("x31", "h32"), strict=True):
        assert len(column.names) == MOST_NODES + 1
        assert column.names[-2:] == (last, "1")
    assert n_drawn(weights(settings, 70)) == [33, 33, 2]
    inner = params["W1"][:MOST_NODES, [*range(MOST_NODES), 70]]
    np.testing.assert_array_equal(drawing.matrices[0].values, inner)
    assert any(f"{MOST_NODES} are drawn" in note for note in drawing.notes)


def test_the_one_output_of_a_sigmoid_has_the_second_class_s_name_and_colour():
    both, _ = drawn(Settings())
    one, _ = drawn(Settings(output="sigmoid"))
    assert one.columns[-1].names == both.columns[-1].names[1:]
    assert one.columns[-1].colours == both.columns[-1].colours[1:]


def test_shades_run_from_the_least_output_there_can_be_to_the_largest_and_the_highest_y_is_on_top():
    outputs = np.array([[-1.0, 0.0, 1.0, 0.5, np.nan, 0.0]] * 2)
    pictures = Pictures([outputs], (2, 3))
    drawing, _ = drawn(Settings(activation="tanh", hidden_units=2), pictures=pictures)
    top, bottom = drawing.columns[1].pictures[0].reshape(2, 3)
    assert bottom.tolist() == [0, SHADES // 2, SHADES]
    assert top.tolist() == [round(0.75 * SHADES), SHADES + 1, SHADES // 2]
    softmax, _ = drawn(Settings(hidden_units=2), pictures=pictures)
    assert (softmax.bounds.low, softmax.bounds.high, softmax.bounds.beyond) == (0, 1, False)


def test_an_activation_without_bounds_has_a_scale_even_about_zero_that_a_few_large_outputs_do_not_stretch():
    outputs = np.concatenate([np.linspace(-1, 1.9, 199), [500.0]])[None]
    settings = Settings(activation="relu", hidden_units=1)
    first, _ = drawn(settings, pictures=Pictures([outputs], (10, 20)))
    assert first.bounds.low == -first.bounds.high
    assert 1 < first.bounds.high <= 2
    assert first.bounds.beyond
    smaller, _ = drawn(settings, pictures=Pictures([outputs / 2], (10, 20)), before=first.bounds)
    assert smaller.bounds.high == first.bounds.high  # a colour means the same number while the net learns


def test_a_strip_of_some_rows_says_of_how_many_and_one_of_all_rows_nothing():
    layers, labels = [np.zeros((5, 150))], np.repeat([0, 1, 12], 50)
    some, _ = drawn(Settings(), pictures=Pictures(layers, (1, 150), labels, 4000))
    assert some.notes == ("A unit's strip has 150 of the 4,000 rows, spread evenly.",)
    assert some.row_labels[[0, 50, 149]].tolist() == [0, 1, 0]  # the colours of the classes come round
    assert drawn(Settings(), pictures=Pictures(layers, (1, 150), labels, 150))[0].notes == ()


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_twins_are_units_with_equal_incoming_weights_up_to_a_thousandth_of_their_own_size(size):
    values = size * np.array([[1.0, 2.0], [3.0, 4.0], [1.0, 2.001], [1.0, -2.0], [3.0, 4.0], [1.0, 2.1]])
    assert twins(values) == [[0, 2], [1, 4]]


def test_twins_are_named_and_units_that_are_no_numbers_are_none():
    settings = Settings(hidden_units=4)
    w1 = np.array([[1.0, 2, 3], [np.nan, 0, 0], [1, 2, 3], [np.nan, 0, 0]])
    drawing, _ = drawn(settings, params={"W1": w1, "W2": np.ones((2, 4))})
    assert drawing.notes[-1].endswith("h1 and h3.")
    zeros, _ = drawn(Settings(init="zeros", hidden_layers=2, hidden_units=16))
    assert len(zeros.notes) == 1  # nothing of the strongest, where no weight has a line
    assert "h1.1, h1.2, h1.3, h1.4, h1.5, h1.6 and 10 more; h2.1" in zeros.notes[-1]
    assert drawn(Settings())[0].notes == ()


@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_of_a_cell_with_gates_the_weights_of_the_chosen_gate_are_drawn_and_named_by_their_place_in_the_whole(cell):
    settings = Settings(net="rnn", cell=cell, hidden_units=3, init="glorot")
    whole = weights(settings)
    params = {name: value[0] for name, value in initialise(whole, runs=[settings]).items()}
    names = gate_names(settings)
    for gate in range(len(names)):
        chosen = with_gate(whole, gate)
        drawing = net_drawing(settings, chosen, values_with_gate(chosen, params), n_classes=2)
        first, last = drawing.matrices
        assert first.values.tolist() == params["W_H"][3 * gate : 3 * gate + 3].tolist()
        assert last.values.tolist() == params["W_Y"].tolist()
        assert (first.first_row, last.first_row) == (3 * gate, 0)
        assert len(drawing.columns[1].names) == 3
    assert len(params["W_H"]) == 3 * len(names)


def test_units_that_are_alike_in_one_gate_are_no_twins():
    settings = Settings(net="rnn", cell="gru", hidden_units=3, init="glorot")
    chosen = with_gate(weights(settings), 0)
    alike = {"W_H": np.ones((9, 6)), "W_Y": np.ones((2, 3))}
    assert net_drawing(settings, chosen, values_with_gate(chosen, alike), n_classes=2).notes == ()
    assert gate_names(Settings(net="rnn")) == gate_names(Settings()) == ()


def test_of_an_rnn_with_many_units_what_is_read_is_drawn_and_each_column_knows_its_place_in_the_matrix():
    settings = Settings(net="rnn", hidden_units=40, cell="elman", init="glorot")
    drawing, params = drawn(settings, n_features=2)
    names, (first, _) = drawing.columns[0].names, drawing.matrices
    assert (len(names), names[0], names[-4:]) == (33, "h1[t-1]", ("h30[t-1]", "x0", "x1", "1"))
    assert first.values.tolist() == params["W_H"][:32, first.columns].tolist()


def test_of_an_rnn_the_inputs_begin_with_the_state_before_and_each_unit_has_its_states():
    states = np.zeros((5, 7))
    pictures = Pictures([states], (1, 7), np.arange(7) % 2)
    drawing, _ = drawn(Settings(net="rnn"), pictures=pictures)
    assert drawing.columns[0].names[:2] == ("h1[t-1]", "h2[t-1]")
    assert drawing.columns[1].pictures.shape == states.shape


def test_what_a_file_says_is_sent_as_text_that_is_short_and_numbers_as_numbers():
    matrices = weights_of(Settings(), features=["<b>" * 100, "y"], classes=["no", "ya"])
    params = {name: value[0] for name, value in initialise(matrices, runs=[Settings()]).items()}
    sent = wire(net_drawing(Settings(), matrices, params, n_classes=2).data())
    assert sent["columns"][0]["names"][0] == ("<b>" * 20)[:59] + "…"
    assert sent["matrices"][0]["values"]["dtype"] == "f4"


@pytest.mark.parametrize(("theme", "page"), [(0, "#ffffff"), (1, "#0e1117")])
def test_lines_of_either_sign_stand_out_from_the_page_and_from_each_other_without_colour(theme, page):
    def luminance(colour):
        parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    def contrast(one, other):
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    below, above = (
        token.removeprefix("light-dark(").removesuffix(")").split(", ")[theme]
        for token in (BELOW_ZERO_LINE, ABOVE_ZERO_LINE)
    )
    assert min(contrast(below, page), contrast(above, page)) >= 3
    assert contrast(below, above) >= 1.2


def test_gradients_are_drawn_on_a_scale_of_their_own_and_make_no_unit_a_twin():
    settings = Settings(hidden_units=3)
    drawing, params = drawn(settings)
    gradients = {name: np.full_like(value, 0.002) for name, value in params.items()}
    gradients["W1"][0, 0] = -0.004
    of_gradients = gradient_drawing(settings, weights(settings), gradients, n_classes=2, before=drawing.bounds)
    assert (drawing.quantity, of_gradients.quantity) == ("weight", "gradient")
    assert of_gradients.bounds.line == 0.005
    assert np.allclose(values_drawn(of_gradients), np.concatenate([gradients["W1"].ravel(), gradients["W2"].ravel()]))
    assert of_gradients.notes == ()
    assert "gradients of the weights" in of_gradients.label
