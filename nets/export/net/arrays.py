"""The weights as arrays: numpy's .npz, a CSV, and a C header."""

import numpy as np
import pandas as pd

from nets.data.csv.write import csv_of
from nets.export.bundle import npz_of
from nets.export.net.parts import Parts

FORMULAS = {  # of what other libraries have in several forms
    "gelu": "x (1 + erf(x / sqrt 2)) / 2, not the form with tanh",
    "leaky_relu": "x where x > 0, else 0.01 x",
    "sine": "sin x, without a factor",
}


def npz(parts: Parts) -> bytes:
    """Every weight by its name, and beside it the names of its rows and columns; what the hidden units and the output
    are; means and scales of the inputs, and what stands for one that is missing.
    """
    arrays = {name: np.asarray(value) for name, value in parts.params.items()}
    for weight in parts.weights:
        arrays[f"{weight.name}_rows"] = np.array(weight.rows, str)
        arrays[f"{weight.name}_columns"] = np.array(weight.columns, str)
    arrays |= {
        "classes": np.array(parts.classes, str),
        "hidden": np.array(_hidden_in_words(parts), str),
        "output": np.array(parts.settings.output, str),
        "inputs": np.array([each.name for each in parts.inputs], str),
        "mean": np.array([each.mean for each in parts.inputs]),
        "scale": np.array([each.scale for each in parts.inputs]),
    }
    if parts.fill is not None:
        arrays["fill"] = parts.fill
    return npz_of(arrays)


def csv(parts: Parts) -> bytes:
    """A line for each weight: its matrix, the unit it feeds, the input it reads, and its value."""
    lines = [
        (weight.name, row, column, str(value))
        for weight in parts.weights
        for row, values in zip(weight.rows, np.asarray(parts.params[weight.name]), strict=True)
        for column, value in zip(weight.columns, values, strict=True)
    ]
    return csv_of(pd.DataFrame(lines, columns=["matrix", "to", "from", "weight"]))


def header(parts: Parts) -> bytes:
    """The weights, means, scales and class names as constants of C."""
    lines = [
        "/* A net of Tape Deck. Rows of a weight are units, columns are what they read, the last one the bias where",
        "   NAME_BIAS is 1. An input x goes in as (x - mean) / scale.",
        f"   Hidden units: {_hidden_in_words(parts)}. */",
        "#ifndef TAPE_DECK_NET_H",
        "#define TAPE_DECK_NET_H",
        "",
        f"#define NET_INPUTS {len(parts.inputs)}",
        f"#define NET_CLASSES {len(parts.classes)}",
        f"#define NET_IS_{parts.settings.net.upper()} 1",
        f"#define NET_HIDDEN_IS_{_hidden(parts).upper()} 1",
        f"#define NET_OUTPUT_IS_{parts.settings.output.upper()} 1",
        "",
        f"static const char *const net_classes[NET_CLASSES] = {{{_texts(parts.classes)}}};",
        f"static const char *const net_inputs[NET_INPUTS] = {{{_texts(each.name for each in parts.inputs)}}};",
        f"static const float net_mean[NET_INPUTS] = {{{_numbers(parts.mean)}}};",
        f"static const float net_scale[NET_INPUTS] = {{{_numbers(parts.scale)}}};",
    ]
    if parts.fill is not None:
        lines += [
            "/* An input that is missing is this number, before it is scaled. */",
            f"static const float net_fill[NET_INPUTS] = {{{_numbers(parts.fill)}}};",
        ]
    for weight in parts.weights:
        n_rows, n_columns = weight.shape
        rows = ",\n".join(f"    {{{_numbers(row)}}}" for row in np.asarray(parts.params[weight.name], np.float32))
        lines += [
            "",
            f"#define {weight.name}_BIAS {int(weight.has_bias)}",
            f"static const float {weight.name}[{n_rows}][{n_columns}] = {{",
            rows,
            "};",
        ]
    return "\n".join([*lines, "", "#endif", ""]).encode()


def _hidden_in_words(parts: Parts) -> str:
    name = _hidden(parts)
    return f"{name}: {FORMULAS[name]}" if name in FORMULAS else name


def _hidden(parts: Parts) -> str:
    return parts.settings.cell if parts.settings.net == "rnn" else parts.settings.activation


def _numbers(values: np.ndarray) -> str:
    return ", ".join(f"{_decimal(value)}f" for value in values.tolist())


def _decimal(value: float) -> str:
    """The number with nine digits, which give a float back, and a point or an exponent."""
    shown = f"{value:.9g}"
    return shown if {*shown} & {*".e"} else f"{shown}.0"


def _texts(texts) -> str:
    return ", ".join(f'"{c_text(each)}"' for each in texts)


def c_text(value: str) -> str:
    """The text inside quotation marks of C: letters and digits as they are, all else as octal bytes of UTF-8."""
    return "".join(
        chr(byte) if (chr(byte).isalnum() and byte < 128) or byte == 32 else f"\\{byte:03o}"
        for byte in value.encode("utf-8", "backslashreplace")
    )
