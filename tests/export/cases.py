"""Runs to be taken elsewhere: between them every value of every setting, and every kind of change of a tape."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np

from nets.data.csv.parse import read
from nets.data.datasets.samples import FOLDER
from nets.data.prepare.chosen import Chosen
from nets.data.prepare.split import prepared
from nets.data.prepare.suggest import suggested_options
from nets.export.recipe import Recipe
from nets.settings import PRESETS, Settings, settings_from
from nets.training.protocol.events import Events, SettingsChange, WeightsChange
from nets.training.protocol.examples import examples_of

N_EPOCHS = 50
MODERN = msgspec.structs.asdict(PRESETS["Modern"])
IRIS = {
    "csv": "iris.csv",
    "scale": "standard",
    "activation": "tanh",
    "init": "glorot",
    "bias": "every",
    "learning_rate": 0.1,
}
LECTURE_RNN = {"csv": "lecture_rnn.csv", "net": "rnn", "hidden_units": 4, "learning_rate": 0.3}
SLOW = {"rmsprop": 0.01, "adam": 0.01, "adamw": 0.01}  # learning rates of what is not plain descent
ACTIVATIONS = ("softmax", "tanh", "relu", "leaky_relu", "sigmoid", "gelu", "linear", "sine")
OPTIMISERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw")
CELLS = ("softmax", "elman", "gru", "lstm")
INITS = ("uniform", "he", "orthogonal", "zeros")

EARLY = {"validation_split": 0.3, "early_stopping": 3, "learning_rate": 0.5}
STRATIFIED = {**EARLY, "validation_by": "stratified"}
PENALTIES = {"schedule": "cosine", "clip": 0.3, "l1": 0.001, "l2": 0.002, "weight_decay": 0.1}


def _stepped(**values) -> dict[str, dict]:
    """Iris by each optimiser, with these settings too."""
    return {name: {**IRIS, "optimiser": name, "learning_rate": SLOW.get(name, 0.1), **values} for name in OPTIMISERS}


# A few runs that have between them every value of every choice: those that CI compares.
QUICK: Mapping[str, dict] = {
    "lecture": {"csv": "lecture_mlp.csv"},
    "lecture rnn": {"csv": "lecture_rnn.csv", "net": "rnn"},
    "tanh, momentum": {**IRIS, "optimiser": "momentum", **PENALTIES},
    "relu, nesterov": {
        **IRIS,
        "activation": "relu",
        "init": "he",
        "optimiser": "nesterov",
        "schedule": "step",
        "epochs": 47,
    },
    "leaky relu, rmsprop": {
        **IRIS,
        "activation": "leaky_relu",
        "hidden_units": "8x6",
        "init": "orthogonal",
        "optimiser": "rmsprop",
        **PENALTIES,
        "learning_rate": 0.01,
    },
    "gelu, adam": {
        **IRIS,
        "activation": "gelu",
        "optimiser": "adam",
        "learning_rate": 0.01,
        "dropout": 0.3,
        "hidden_layers": 2,
        "batch": 40,
    },
    "sine, adamw": {
        **IRIS,
        "activation": "sine",
        "optimiser": "adamw",
        "learning_rate": 0.01,
        "batch": 16,
        "clip": 1.0,
    },
    "sigmoid units": {**IRIS, "activation": "sigmoid", "init": "zeros", "class_weights": "1,3,2", **STRATIFIED},
    "linear": {
        **IRIS,
        "activation": "linear",
        "bias": "inputs",
        **EARLY,
        "validation_by": "sequences",
        "early_stopping": 0,
    },
    "last rows": {**IRIS, **EARLY, "validation_by": "last", "class_weights": "balanced"},
    "float64": {
        **IRIS,
        "precision": "float64",
        "optimiser": "adam",
        "learning_rate": 0.03,
        "l2": 0.001,
        "schedule": "cosine",
    },
    "sigmoid output": {"csv": "spiral.csv", "output": "sigmoid", "activation": "tanh", "init": "he", "bias": "every"},
    "elman": {**LECTURE_RNN, "cell": "elman", "tbptt_length": 3, "tbptt_state": "reset", "batch": 2, "bias": "every"},
    "gru": {**LECTURE_RNN, "cell": "gru", "tbptt_length": 3, "init": "glorot", "l2": 0.01},
    "lstm": {**LECTURE_RNN, "cell": "lstm", "init": "orthogonal", "output": "sigmoid", **EARLY},
}
CASES: Mapping[str, dict] = {
    **QUICK,
    **{f"activation {name}": {**IRIS, "activation": name, "hidden_layers": 2} for name in ACTIVATIONS},
    **{f"cell {name}": {**LECTURE_RNN, "cell": name, "init": "glorot", "bias": "every"} for name in CELLS},
    **{f"init {name}": {**IRIS, "init": name} for name in INITS},
    **{f"init {name} lstm": {**LECTURE_RNN, "init": name, "cell": "lstm"} for name in INITS},
    **_stepped(),
    **{f"{name}, all penalties": values for name, values in _stepped(**PENALTIES).items()},
    **{f"{name}, batches": values for name, values in _stepped(batch=16).items()},
    "step": {**IRIS, "schedule": "step"},
    "step, 47 epochs": {**IRIS, "schedule": "step", "epochs": 47},
    "dropout": {**IRIS, "dropout": 0.3, "hidden_units": "8x6"},
    "linear model": {**IRIS, "hidden_layers": 0},
    "four layers": {**IRIS, "hidden_units": "7x5x6x4"},
    "stopped early": {**IRIS, **STRATIFIED},
    "random split": {**IRIS, **EARLY, "learning_rate": 0.1, "split_seed": 4},
    "class weights, batches": {**IRIS, "class_weights": "1,3,2", "batch": 16},
    "class weights, stopped early": {**IRIS, "class_weights": "1,3,2", **STRATIFIED},
    "float64 gru": {**LECTURE_RNN, "precision": "float64", "cell": "gru"},
    "modern": {**MODERN, "csv": "iris.csv", "epochs": N_EPOCHS},
    "modern rnn": {**MODERN, "csv": "lecture_rnn.csv", "net": "rnn", "epochs": N_EPOCHS},
    "bptt cut lstm": {**LECTURE_RNN, "tbptt_length": 3, "cell": "lstm"},
    "bptt cut softmax": {**LECTURE_RNN, "tbptt_length": 4},
    "rnn stopped early": {**LECTURE_RNN, **EARLY, "cell": "elman"},
    "rnn class weights": {**LECTURE_RNN, "class_weights": "balanced"},
    "diverges": {**IRIS, "learning_rate": 1e6, "activation": "relu"},
}


def recipe_of(values: Mapping, *, table: Path | None = None, chosen: Chosen | None = None) -> Recipe:
    """The recipe of a case; its `csv` is a sample unless a table is given."""
    values = {"epochs": N_EPOCHS, **values}
    path = table or FOLDER / values["csv"]
    values.pop("csv", None)
    settings, raw = settings_from(values), path.read_bytes()
    found = read(raw, name=path.name)
    options, _ = suggested_options(found, chosen=chosen or Chosen())
    ready = prepared(found, settings, options=options)
    return Recipe(found, ready.dataset, examples_of(ready, settings), Events(settings), raw, path.name)


def changed(recipe: Recipe, **values) -> Settings:
    """The settings a recipe begins with, some of them others."""
    return msgspec.structs.replace(recipe.events.first, **values)


def with_changes() -> dict[str, Recipe]:
    """Recipes of tapes on which something was done."""
    iris = recipe_of(IRIS)
    cosine = recipe_of({**IRIS, "schedule": "cosine", "optimiser": "momentum"})
    adam = recipe_of({**IRIS, "epochs": 30, "optimiser": "adam", "batch": 16, "learning_rate": 0.01})
    lstm = recipe_of({**LECTURE_RNN, "cell": "lstm", "bias": "every", "init": "he"})
    wide = recipe_of({**IRIS, "epochs": 6, "hidden_units": 50})
    early = recipe_of({**IRIS, "validation_split": 0.3, "early_stopping": 5, "learning_rate": 0.5})
    given = {
        "rate and weights": (
            iris,
            WeightsChange(0, "W1", (0.7,), (2, 1)),
            WeightsChange(10, "W2", (0.5,), (0, 5)),
            SettingsChange(44, changed(iris, learning_rate=0.01)),
        ),
        "epochs of a schedule": (
            cosine,
            SettingsChange(20, changed(cosine, epochs=60, learning_rate=0.2)),
            SettingsChange(30, changed(cosine, epochs=55)),
        ),
        "a matrix, and after the last epoch": (
            adam,
            WeightsChange(7, "W2", tuple(np.linspace(-1, 1, 18).tolist())),
            WeightsChange(30, "W2", (0.5,), (0, 5)),
        ),
        "weights of an LSTM": (
            lstm,
            WeightsChange(7, "W_H", tuple(np.linspace(-1, 1, 96).tolist())),
            WeightsChange(9, "W_H", (0.3,), (1, 2)),
            WeightsChange(9, "W_H", (0.3,), (1, 5)),
            WeightsChange(9, "W_Y", (0.3,), (1, 4)),
        ),
        "a matrix beside the script": (wide, WeightsChange(3, "W1", tuple(np.linspace(-1, 1, 250).tolist()))),
        "stopped early all the same": (
            early,
            WeightsChange(7, "W2", (3.0,), (0, 5)),
            SettingsChange(9, changed(early, learning_rate=0.01)),
        ),
    }
    return {
        name: replace(recipe, events=Events(recipe.events.first, tuple(later)))
        for name, (recipe, *later) in given.items()
    }
