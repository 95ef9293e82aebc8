"""A net as an ONNX graph, written node by node: the scaling of its inputs, its layers or its cell, and the end."""

from collections.abc import Callable, Mapping

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from nets.export.net.parts import Parts, about
from nets.models.parameters import Weight
from nets.settings.cases import cases_of

OPSET, IR = 20, 9  # the first with Gelu
FLOAT = TensorProto.FLOAT

# The node of an activation, and its attributes.
ACTIVATIONS: Mapping[str, tuple[str, dict]] = cases_of(
    "activation",
    {
        "softmax": ("Softmax", {"axis": -1}),
        "tanh": ("Tanh", {}),
        "relu": ("Relu", {}),
        "leaky_relu": ("LeakyRelu", {"alpha": 0.01}),
        "sigmoid": ("Sigmoid", {}),
        "gelu": ("Gelu", {}),
        "linear": ("Identity", {}),
        "sine": ("Sin", {}),
    },
)


class Graph:
    """Nodes and constants as they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        """The name of a constant."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, *inputs: str, to: str, more: tuple[str, ...] = (), **attributes) -> str:
        """The name of a node's first output."""
        self.nodes.append(helper.make_node(kind, inputs, [to, *more], **attributes))
        return to


def onnx_file(parts: Parts) -> bytes:
    """The graph: `inputs` (B, D), of an RNN (S, T, D), to `probabilities` (B, K), or (S, T, K). Class names, inputs and
    settings are in its metadata. It computes in float32.
    """
    graph, n_inputs, n_classes = Graph(), len(parts.inputs), len(parts.classes)
    rows = ["rows"] if parts.settings.net == "mlp" else ["sequences", "steps"]
    values = _scaled(graph, parts, "inputs")
    logits = (_rnn if parts.settings.net == "rnn" else _mlp)(graph, parts, values)
    _probabilities(graph, parts, logits)
    made = helper.make_graph(
        graph.nodes,
        "tape_deck",
        [helper.make_tensor_value_info("inputs", FLOAT, [*rows, n_inputs])],
        [helper.make_tensor_value_info("probabilities", FLOAT, [*rows, n_classes])],
        graph.constants,
    )
    model = helper.make_model(made, producer_name="Tape Deck", opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR
    helper.set_model_props(model, {"classes": "\n".join(parts.classes), "net": about(parts)})
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()


def _scaled(graph: Graph, parts: Parts, values: str) -> str:
    if parts.fill is not None:
        missing = graph.node("IsNaN", values, to="missing")
        values = graph.node("Where", missing, graph.constant("fill", parts.fill), values, to="filled")
    if not parts.is_scaled:
        return values
    less = graph.node("Sub", values, graph.constant("mean", parts.mean), to="centred")
    return graph.node("Div", less, graph.constant("scale", parts.scale), to="scaled")


def _layer(graph: Graph, parts: Parts, weight: Weight, values: str) -> str:
    """W x + b, for rows in the last axis but one."""
    kernel, bias = parts.kernel_and_bias(weight)
    sums = graph.node("MatMul", values, graph.constant(weight.name, kernel.T), to=f"{weight.name}_x")
    if bias is None:
        return sums
    return graph.node("Add", sums, graph.constant(f"{weight.name}_bias", bias), to=f"{weight.name}_sums")


def _mlp(graph: Graph, parts: Parts, values: str) -> str:
    kind, attributes = ACTIVATIONS[parts.settings.activation]
    *hidden, last = parts.weights
    for number, weight in enumerate(hidden, start=1):
        values = graph.node(kind, _layer(graph, parts, weight, values), to=f"H{number}", **attributes)
    return _layer(graph, parts, last, values)


def _rnn(graph: Graph, parts: Parts, values: str) -> str:
    """Time first, through the cell, and back."""
    w_h, w_y = parts.weights
    n = w_h.n_recurrent
    value = np.asarray(parts.params[w_h.name], np.float32)
    recurrent, kernel, bias = value[:, :n], value[:, n:-1], value[:, -1]
    steps = graph.node("Transpose", values, to="in_time", perm=[1, 0, 2])
    hidden = CELLS[parts.settings.cell](graph, steps, recurrent, kernel, bias)
    rows = graph.node("Transpose", hidden, to="hidden", perm=[1, 0, 2])
    return _layer(graph, parts, w_y, rows)


def _own_op(kind: str, order: tuple[int, ...], **attributes) -> Callable:
    """A cell that ONNX has as an operation; `order` are the app's gates in ONNX's order."""

    def cell(graph: Graph, steps: str, recurrent: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> str:
        n = recurrent.shape[1]
        rows = np.concatenate([np.arange(gate * n, (gate + 1) * n) for gate in order])
        both = np.concatenate([bias[rows], np.zeros(len(rows), np.float32)])
        arrays = {"W": kernel[rows][None], "R": recurrent[rows][None], "B": both[None]}
        names = [graph.constant(name, array) for name, array in arrays.items()]
        out = graph.node(kind, steps, *names, to="states", hidden_size=n, **attributes)
        axis = graph.constant("direction", np.array([1], np.int64))
        return graph.node("Squeeze", out, axis, to="in_time_hidden")

    return cell


def _softmax_cell(graph: Graph, steps: str, recurrent: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> str:
    """The lecture's cell, which is no operation of ONNX: a scan over the steps of softmax(U h + V x + b)."""
    n = recurrent.shape[1]
    drive = graph.node("MatMul", steps, graph.constant("V", kernel.T), to="V_x")
    drive = graph.node("Add", drive, graph.constant("b", bias), to="drive")
    shape = graph.node("Shape", drive, to="drive_shape", start=1, end=2)
    size = graph.node("Concat", shape, graph.constant("n_units", np.array([n], np.int64)), to="state_shape", axis=0)
    zero = helper.make_tensor("zero", FLOAT, [1], [0.0])
    start = graph.node("ConstantOfShape", size, to="start", value=zero)
    inner = Graph()
    before = inner.node("MatMul", "h", inner.constant("U", recurrent.T), to="U_h")
    sums = inner.node("Add", before, "z", to="sums")
    inner.node("Softmax", sums, to="after", axis=-1)
    inner.node("Identity", "after", to="kept")
    shape_of_state = ["sequences", n]
    info = helper.make_tensor_value_info
    body = helper.make_graph(
        inner.nodes,
        "step",
        [info("h", FLOAT, shape_of_state), info("z", FLOAT, shape_of_state)],
        [info("after", FLOAT, shape_of_state), info("kept", FLOAT, shape_of_state)],
        inner.constants,
    )
    graph.node("Scan", start, drive, to="last", more=("in_time_hidden",), body=body, num_scan_inputs=1)
    return "in_time_hidden"


CELLS: Mapping[str, Callable] = cases_of(
    "cell",
    {
        "softmax": _softmax_cell,
        "elman": _own_op("RNN", (0,), activations=["Tanh"]),
        "gru": _own_op("GRU", (0, 1, 2), linear_before_reset=1),
        "lstm": _own_op("LSTM", (0, 3, 1, 2)),
    },
)


def _probabilities(graph: Graph, parts: Parts, logits: str) -> None:
    if parts.settings.output == "softmax":
        graph.node("Softmax", logits, to="probabilities", axis=-1)
        return
    both = graph.node("Concat", graph.node("Neg", logits, to="other"), logits, to="logits", axis=-1)
    graph.node("Sigmoid", both, to="probabilities")
