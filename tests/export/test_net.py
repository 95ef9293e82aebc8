"""A net in a file has the probabilities of the app on the table."""

import csv
import functools
import io
import json

import numpy as np
import onnx
import onnxruntime
import pytest
import tensorflow as tf

from nets.data.prepare.chosen import Chosen
from nets.errors import Code, SettingsError
from nets.export.export import SCRIPTS, Trained, exported, net_bundle
from nets.export.net.arrays import c_text
from nets.export.net.files import NET_KINDS, about_kind
from nets.export.net.keras_file import file_of
from nets.models import mlp, rnn
from nets.models.heads import head_of
from tests.export.cases import CELLS, IRIS, LECTURE_RNN, recipe_of

WITHIN = 5e-6
MLPS = {
    "lecture": {"csv": "lecture_mlp.csv"},
    **{
        name: {**IRIS, "activation": name, "hidden_units": "7x5"}
        for name in ("tanh", "relu", "leaky_relu", "sigmoid", "gelu", "sine")
    },
    "bias at the inputs": {**IRIS, "bias": "inputs"},
    "no hidden layer": {**IRIS, "hidden_layers": 0},
    "sigmoid output": {"csv": "spiral.csv", "output": "sigmoid", "activation": "tanh", "precision": "float64"},
}
RNNS = {cell: {**LECTURE_RNN, "cell": cell, "bias": "every", "init": "he", "scale": "standard"} for cell in CELLS}
RNNS["sigmoid output of an rnn"] = {**LECTURE_RNN, "output": "sigmoid", "cell": "gru"}
CASES = {**MLPS, **RNNS}


def with_weights(recipe):
    """The recipe with weights drawn for it, biases too, and the probabilities that the app's models have by them."""
    generator = np.random.default_rng(5)
    params = {each.name: generator.normal(size=each.shape).astype(np.float32) for each in recipe.weights}
    found = Trained(recipe, np.array([1.0]), 1.0, params, 0)
    model, head = (rnn if recipe.is_rnn else mlp), head_of(recipe.settings)
    inputs = np.concatenate([recipe.dataset.inputs, np.ones((recipe.dataset.n_rows, 1))], axis=1)
    weights = {name: tf.constant(value[None], tf.float64) for name, value in params.items()}
    _, logits = model.forward(recipe.settings, weights, tf.constant(inputs[None] if recipe.is_rnn else inputs))
    return found, head.probabilities(logits, axis=-1).numpy().reshape(recipe.dataset.n_rows, -1)


@functools.cache
def net(case):
    """A net, its table as it is given to a file, and the probabilities that the app has."""
    recipe = recipe_of(CASES[case])
    found, probs = with_weights(recipe)
    raw = recipe.dataset.inputs * found.parts.scale + found.parts.mean
    return found, (raw[None] if recipe.is_rnn else raw).astype(np.float32), probs


@pytest.mark.parametrize("case", CASES)
def test_onnx_runtime_has_the_app_s_probabilities(case):
    found, inputs, probs = net(case)
    bundle = net_bundle(found, "onnx")
    session = onnxruntime.InferenceSession(bundle.content)
    (told,) = session.run(None, {"inputs": inputs})
    assert told.reshape(probs.shape) == pytest.approx(probs, abs=WITHIN)
    held = session.get_modelmeta().custom_metadata_map
    assert held["classes"].split("\n") == [*found.recipe.dataset.classes]
    assert [each["name"] for each in json.loads(held["net"])["inputs"]] == [*found.recipe.dataset.features]


@pytest.mark.parametrize("case", [case for case in CASES if case != "sine"])
def test_a_keras_file_loads_without_code_and_has_them(case, tmp_path):
    import keras

    found, inputs, probs = net(case)
    path = tmp_path / "net.keras"
    path.write_bytes(file_of("keras-file", found.parts, n_steps=found.n_steps))
    told = keras.models.load_model(path, safe_mode=True).predict(inputs, verbose=0).reshape(len(probs), -1)
    told = np.concatenate([1 - told, told], axis=1) if told.shape[1] == 1 else told
    assert told == pytest.approx(probs, abs=WITHIN)


@pytest.mark.filterwarnings("ignore::UserWarning")  # of the interpreter, that it will move
@pytest.mark.parametrize("case", ["lecture", "leaky_relu", "gelu", "sine", "gru", "lstm", "sigmoid output"])
def test_litert_has_them_too(case):
    found, inputs, probs = net(case)
    interpreter = tf.lite.Interpreter(model_content=file_of("litert", found.parts, n_steps=found.n_steps))
    (given,), (out,) = interpreter.get_input_details(), interpreter.get_output_details()
    rows = inputs if found.recipe.is_rnn else inputs[:, None]
    interpreter.allocate_tensors()
    told = []
    for row in rows:
        interpreter.set_tensor(given["index"], row.reshape(given["shape"]))
        interpreter.invoke()
        told.append(interpreter.get_tensor(out["index"]).reshape(-1, out["shape"][-1]))
    told = np.concatenate(told)
    told = np.concatenate([1 - told, told], axis=1) if told.shape[1] == 1 else told
    assert told == pytest.approx(probs, abs=WITHIN)


def test_gaps_and_one_hot_columns_are_part_of_an_onnx_net(tmp_path):
    path = tmp_path / "gaps.csv"
    rows = [f"{'ab'[k % 2]},{k * 1.5 if k % 4 else ''},{('red', 'blue')[k % 3 > 0]}" for k in range(20)]
    path.write_text("class,x,colour\n" + "\n".join(rows))
    chosen = Chosen(missing="median", categories="one-hot")
    found, probs = with_weights(recipe_of({"scale": "standard"}, table=path, chosen=chosen))
    given = [[k * 1.5 if k % 4 else np.nan, float(k % 3 > 0), float(k % 3 == 0)] for k in range(20)]
    session = onnxruntime.InferenceSession(net_bundle(found, "onnx").content)
    (told,) = session.run(None, {"inputs": np.array(given, np.float32)})
    assert told == pytest.approx(probs, abs=WITHIN)


def test_a_file_that_does_not_fill_gaps_says_so_and_has_the_numbers(tmp_path):
    path = tmp_path / "gaps.csv"
    path.write_text("class,x\n" + "\n".join(f"{'ab'[k % 2]},{k * 1.5 if k % 4 else ''}" for k in range(20)))
    found, _ = with_weights(recipe_of({"scale": "standard"}, table=path, chosen=Chosen(missing="median")))
    told = {kind: about_kind(kind, found.parts) for kind in NET_KINDS}
    assert [kind for kind in NET_KINDS if "does not fill gaps" not in told[kind]] == ["onnx"]
    assert not any("does not fill" in about_kind(kind, net("gelu")[0].parts) for kind in NET_KINDS)
    with np.load(io.BytesIO(net_bundle(found, "npz").content)) as arrays:
        assert arrays["fill"] == pytest.approx([15.0])
    assert "net_fill[NET_INPUTS] = {15.0f};" in net_bundle(found, "header").content.decode()
    for kind in ("keras-file", "litert", "csv"):
        *_, beside = net_bundle(found, kind, content=b"").files.values()
        assert json.loads(beside)["inputs"][0]["fill"] == 15.0


def test_npz_csv_and_header_have_the_weights_by_their_names():
    found, _, _ = net("gelu")
    with np.load(io.BytesIO(net_bundle(found, "npz").content)) as arrays:
        for name, value in found.params.items():
            assert (arrays[name] == value).all()
        assert [*arrays["W1_columns"]] == [*found.recipe.dataset.features, "1"]
        assert str(arrays["hidden"]) == "gelu: x (1 + erf(x / sqrt 2)) / 2, not the form with tanh"
        assert str(arrays["output"]) == "softmax"
    lines = [*csv.DictReader(io.StringIO(net_bundle(found, "csv").content.decode()))]
    first = lines[0]
    assert (first["matrix"], first["to"], first["from"]) == ("W1", "h1.1", found.recipe.dataset.features[0])
    assert [np.float32(line["weight"]) for line in lines] == [
        *np.concatenate([v.ravel() for v in found.params.values()])
    ]
    header = net_bundle(found, "header").content.decode()
    assert "static const float W1[7][5] = {" in header
    numbers = header.split("W1[7][5] = {")[1].split("};")[0].replace("{", "").replace("}", "").replace("f", "")
    assert [np.float32(each) for each in numbers.split(",")] == [*found.params["W1"].ravel()]


@pytest.mark.parametrize("text", ['"; system("x"); //', "*/", "??/", "\\", "\n", "ü", "%s", "#define"])
def test_hostile_names_are_texts_of_a_header(text):
    escaped = c_text(text)
    assert not {*escaped} & {*'"\n?*%#/;'}
    assert escaped.encode().decode("unicode_escape").encode("latin-1").decode() == text


def test_what_cannot_be_carried_over_is_refused_by_name():
    found, _, _ = net("sine")
    with pytest.raises(SettingsError, match="sine") as refused:
        net_bundle(found, "keras-file", content=b"")
    assert refused.value.code == Code.NOT_CARRIED_OVER
    large, _ = with_weights(recipe_of({**IRIS, "hidden_units": "200x100"}))
    with pytest.raises(SettingsError, match="21,"):
        net_bundle(large, "header")


@pytest.mark.parametrize("case", ["gelu", "lstm"])
def test_no_two_downloads_of_a_net_have_one_name(case):
    found, _, _ = net(case)
    bundles = [net_bundle(found, kind, content=b"made by Keras") for kind in NET_KINDS]
    bundles += [exported(found, kind, is_notebook=is_notebook) for kind in SCRIPTS for is_notebook in (False, True)]
    names = [bundle.one_file()[0] for bundle in bundles]
    assert len({*names}) == len(names) == len(NET_KINDS) + 2 * len(SCRIPTS)


def test_an_onnx_file_passes_the_checker():
    onnx.checker.check_model(onnx.load_from_string(net_bundle(net("lstm")[0], "onnx").content), full_check=True)
