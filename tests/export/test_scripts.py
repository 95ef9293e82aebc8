"""A script prints the losses of the app, to 1e-5 over 50 epochs."""

import functools
import subprocess
import sys
from collections import Counter

import pytest

from nets.export.export import exported
from nets.export.script.assemble import NAMES, script_of
from nets.export.training import trained
from nets.settings import fields
from tests.export.cases import CASES, QUICK, recipe_of, with_changes
from tests.export.scripts import largest_difference

WITHIN = 1e-5
IN_TENSORFLOW = ("lecture", "leaky relu, rmsprop", "sine, adamw", "sigmoid units", "float64", "gru", "lstm")
IN_KERAS = ("lecture", "tanh, momentum", "gelu, adam", "sigmoid units", "elman", "gru")
CHANGES = with_changes()


@functools.cache
def by_the_app(case):
    return trained(CHANGES[case] if case in CHANGES else recipe_of(QUICK[case]))


@pytest.mark.parametrize("case", [*QUICK, *CHANGES])
def test_in_numpy_the_curve_is_that_of_the_app(case, tmp_path):
    assert largest_difference(by_the_app(case), "numpy", tmp_path) <= WITHIN


@pytest.mark.parametrize("case", [*IN_TENSORFLOW, "rate and weights", "stopped early all the same"])
def test_in_tensorflow_it_is_too(case, tmp_path):
    assert largest_difference(by_the_app(case), "tensorflow", tmp_path) <= WITHIN


@pytest.mark.parametrize("case", [*IN_KERAS, "stopped early all the same"])
def test_in_keras_it_is_too(case, tmp_path):
    assert largest_difference(by_the_app(case), "keras", tmp_path) <= WITHIN


@pytest.mark.parametrize("library", NAMES)
def test_a_script_has_30_to_120_lines(library):
    recipes = {name: recipe_of(values) for name, values in CASES.items()} | CHANGES
    lengths = {name: script_of(each, library, stem="s").text.count("\n") for name, each in recipes.items()}
    assert {name: n for name, n in lengths.items() if not 30 <= n <= 120} == {}


def test_the_cases_have_every_value_of_every_choice():
    seen = Counter((name, value) for values in QUICK.values() for name, value in values.items())
    seen += Counter((field.name, field.default) for field in fields())
    assert {(field.name, value) for field in fields() for value in field.choices} <= {*seen}


def test_a_script_runs_by_itself_from_another_folder(tmp_path):
    found = by_the_app("lecture")
    bundle = exported(found, "numpy")
    for name, content in bundle.files.items():
        (tmp_path / name).write_bytes(content)
    done = subprocess.run([sys.executable, tmp_path / bundle.name], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == len(found.losses) + 1
    assert float(lines[-1].removeprefix("loss ")) == pytest.approx(found.last, abs=WITHIN)
