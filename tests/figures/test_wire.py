"""A figure arrives in the browser as it was: JSON that any parser takes, arrays to the last bit."""

import base64
import json

import numpy as np
import pytest

from nets.figures.deck.loss import LossCurve, loss_figure
from nets.figures.deck.recurrence import Moments, recurrence_figure
from nets.figures.deck.weights import weight_figure
from nets.figures.wire import wire


def unpack(spec):
    kind = {"f4": "<f4", "f8": "<f8", "i4": "<i4", "i2": "<i2", "i1": "<i1", "u1": "<u1"}[spec["dtype"]]
    flat = np.frombuffer(base64.b64decode(spec["bdata"]), kind)
    return flat.reshape([int(n) for n in spec["shape"].split(",")]) if "shape" in spec else flat


@pytest.mark.parametrize("kind", ["float64", "float32", "int32", "int16", "int8", "uint8", "int64", ">f8", "uint32"])
@pytest.mark.parametrize("shape", [(6,), (2, 3), (0,)])
def test_arrays_come_back_bit_for_bit(kind, shape):
    array = np.arange(np.prod(shape), dtype=kind).reshape(shape)
    np.testing.assert_array_equal(unpack(wire(array)), array)


def test_nan_travels_in_an_array_and_is_refused_outside_one():
    np.testing.assert_array_equal(unpack(wire(np.array([np.nan, np.inf]))), [np.nan, np.inf])
    with pytest.raises(ValueError, match="outside an array"):
        wire({"zmax": float("nan")})


def test_a_view_that_is_not_contiguous_is_sent_in_its_own_order():
    array = np.arange(12.0).reshape(3, 4).T[:, ::2]
    np.testing.assert_array_equal(unpack(wire(array)), array)


@pytest.mark.parametrize(
    "panel",
    [
        loss_figure(LossCurve(epochs=np.zeros(0, int), losses=np.zeros(0)), n_epochs=5, log=False, tape="a"),
        loss_figure(
            LossCurve(epochs=np.arange(3), losses=np.array([1, np.nan, np.inf]), diverged_at=1),
            n_epochs=5,
            log=True,
            tape="a",
        ),
        weight_figure(np.full((2, 2), np.nan), rows=["a", "b"], columns=["c", "d"]),
        recurrence_figure(
            Moments(np.full((2, 1), np.nan), inputs=np.full((2, 1), np.nan)), units=["h1"], features=["x"]
        ),
    ],
)
def test_every_figure_is_strict_json_even_when_its_numbers_are_not_numbers(panel):
    text = json.dumps(wire(panel.figure), allow_nan=False)
    assert "NaN" not in text
