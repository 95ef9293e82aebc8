"""Which files a net can be taken elsewhere as, what each is for, and what cannot be carried over."""

from collections.abc import Mapping
from dataclasses import dataclass

from nets.errors import Code, SettingsError
from nets.export.net.parts import Parts, about

MOST_IN_HEADER = 10_000  # weights: some 120 kB of text


@dataclass(frozen=True)
class Kind:
    """`title` and `sentence` are for the screen; the file's name ends with `ending`. `by_keras`: Keras makes it, so it
    is made in a trainer. `fill` is where the numbers stand that gaps are filled with, "" where the file fills them.
    """

    title: str
    sentence: str
    ending: str
    fill: str = "`fill` of the .json"
    by_keras: bool = False


SCALED = "What is done to the inputs (means and scales) is inside; the names of the classes are beside it."
NET_KINDS: Mapping[str, Kind] = {
    "npz": Kind(
        "npz",
        "The weights as numpy arrays, by the names on the screen, with means, scales and classes.",
        ".npz",
        "the array `fill`",
    ),
    "csv": Kind("CSV", "A line for each weight: its matrix, the unit it feeds, what it reads, and its value.", ".csv"),
    "onnx": Kind(
        "ONNX",
        "Runs in ONNX Runtime and whatever else reads ONNX, in float32. Scaling, gaps that are filled, class names and "
        "settings are inside.",
        ".onnx",
        "",
    ),
    "keras-file": Kind(
        "Keras", f"Loads with keras.models.load_model, without code of your own. {SCALED}", ".keras", by_keras=True
    ),
    "litert": Kind("LiteRT", f"For phones and microcontrollers. {SCALED}", ".tflite", by_keras=True),
    "header": Kind("C header", "The weights, means, scales and class names as constants of C.", ".h", "`net_fill`"),
}


def check_kind(kind: str, parts: Parts) -> None:
    """Raises `SettingsError`, naming what cannot be carried over."""
    settings = parts.settings
    has_hidden = settings.net == "mlp" and bool(settings.widths)
    if kind == "keras-file" and has_hidden and settings.activation == "sine":
        raise SettingsError(
            Code.NOT_CARRIED_OVER,
            "The activation sine cannot be carried over to a Keras file: Keras has no layer for it, and would ask for "
            "code of your own when it loads the file. Take ONNX, which has it.",
        )
    n_weights = sum(weight.shape[0] * weight.shape[1] for weight in parts.weights)
    if kind == "header" and n_weights > MOST_IN_HEADER:
        raise SettingsError(
            Code.NOT_CARRIED_OVER,
            f"A C header is for the smallest nets, of {MOST_IN_HEADER:,} weights at most; this one has {n_weights:,}. "
            "Take npz or LiteRT, or fewer hidden units.",
        )


def about_kind(kind: str, parts: Parts) -> str:
    """What a file of this kind is for, and where gaps of the table were filled, what is to be done with a gap."""
    found = NET_KINDS[kind]
    if parts.fill is None or not found.fill:
        return found.sentence
    return f"{found.sentence} It does not fill gaps: put the numbers of {found.fill} in their place."


def light_file(kind: str, parts: Parts) -> bytes:
    """The file of a kind that needs no Keras."""
    from nets.export.net import arrays  # noqa: PLC0415 - with pandas and onnx; a page that is opened need not wait
    from nets.export.net.onnx import onnx_file  # noqa: PLC0415

    return {"npz": arrays.npz, "csv": arrays.csv, "onnx": onnx_file, "header": arrays.header}[kind](parts)


def with_names(kind: str, content: bytes, parts: Parts, *, stem: str) -> dict[str, bytes]:
    """The file by its name, and beside it what says how to use it where it cannot say that itself."""
    name = f"{stem}{NET_KINDS[kind].ending}"
    return (
        {name: content} if kind in ("npz", "onnx", "header") else {name: content, f"{stem}.json": about(parts).encode()}
    )
