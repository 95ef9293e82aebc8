"""Functions that are compiled once, for one shape."""

import pytest
import tensorflow as tf

from nets.training.engine.compile import CompiledFunction


def test_other_numbers_of_the_same_shape_compile_nothing_and_another_shape_is_refused():
    traced = []

    def doubled(values):
        traced.append(values["a"].shape)
        return 2 * values["a"]

    function = CompiledFunction(doubled)
    assert function({"a": tf.constant([1.0, 2.0])}).numpy().tolist() == [2.0, 4.0]
    assert function({"a": tf.constant([3.0, 5.0])}).numpy().tolist() == [6.0, 10.0]
    assert len(traced) == 1
    with pytest.raises(TypeError, match=r"shape=\(2,\)"):
        function({"a": tf.constant([1.0])})
    assert len(traced) == 1
