"""Backpropagation through time: the recurrent Jacobians, their products, and what truncation leaves out."""

import numpy as np

from nets.autodiff.jacobians.output import output_gradient
from nets.autodiff.jacobians.time_steps import is_cut, step_jacobians
from nets.autodiff.net import MOST_STEPS, Net
from nets.autodiff.unrolled import unrolled
from nets.errors import Code, Refusal
from nets.queries.autodiff.through_time import ThroughTime, ThroughTimeQuery

MOST_UNITS = 64


def through_time(net: Net, query: ThroughTimeQuery) -> ThroughTime:
    """How far back gradients reach in the first steps of one sequence.

    d loss_t / d s_k = (p_t - y_t)' W_Y  (d s_t / d s_(t-1)) ... (d s_(k+1) / d s_k).
    Raises `Refusal` for an MLP, which has no time, and for states too wide.
    """
    if net.settings.net != "rnn":
        raise Refusal(
            Code.NO_TIME, "An MLP has no time: choose the RNN on the left to see how far its losses reach back."
        )
    if net.settings.hidden_units > MOST_UNITS:
        raise Refusal(Code.TOO_WIDE, f"This is shown for up to {MOST_UNITS} hidden units: choose fewer.")
    chosen = len(net.steps_to(query.row)) - 1
    rows = _sequence(net, query.row)
    steps = unrolled(net.settings, net.weights(), net.inputs_of(rows)[None])
    n_units = net.settings.hidden_units
    by_sums, by_drive, by_state = step_jacobians(net, steps)
    width = by_state.shape[2]
    recurrent = np.pad(net.params["W_H"][:, :n_units].astype(float), ((0, 0), (0, width - n_units)))
    between = by_sums @ recurrent + by_state  # (T, N H, N H)
    for step in range(len(steps)):
        if is_cut(net, step):
            between[step] = 0
    before = np.concatenate([step.before[:, :n_units] for step in steps])  # (T, H)
    to_state = np.zeros((len(rows), width))
    to_state[:, :n_units] = _output_gradient(net, steps, rows) @ net.params["W_Y"][:, :n_units]
    reach, by_lag = _back(to_state, between, (by_sums, before), (by_drive, net.inputs_of(rows).numpy()))
    largest, smallest = _products(between, chosen)
    return ThroughTime(reach, largest, smallest, _left_out(by_lag), len(rows))


def _sequence(net: Net, row: int) -> np.ndarray:
    """The rows of the first steps of the sequence that this one is in, in order."""
    sequences, steps = net.places_of(np.arange(net.examples.n_rows))
    rows = np.flatnonzero((sequences == sequences[row]) & (steps < MOST_STEPS))
    return rows[np.argsort(steps[rows])]


def _output_gradient(net: Net, steps: list, rows: np.ndarray) -> np.ndarray:
    """d loss_t / d z_t, p - y, of each step's logits z_t, (T, O); 0 for validation rows
    and steps without a loss.
    """
    logits = np.concatenate([step.logits for step in steps])
    has_loss = net.examples.has_loss[rows] & ~net.is_validation[rows]
    return output_gradient(net.settings, logits, net.targets_of(rows).numpy()) * has_loss[:, None]


def _back(
    reaching: np.ndarray, between: np.ndarray, *parts: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """The norms (T, T), and of each lag the sum over t of loss_t's gradient for W_H at step t - lag.

    `parts` are those of W_H's columns, each with the state's Jacobian (T, N H, G H) for its sums and what it reads.
    """
    n_steps = len(reaching)
    reach = np.full((n_steps, n_steps), np.nan)
    by_lag = []
    for lag in range(n_steps):
        earlier = np.arange(n_steps - lag)  # the step k = t - lag
        reach[earlier + lag, earlier] = np.linalg.norm(reaching, axis=1)
        terms = [np.einsum("ts,tsg,tr->gr", reaching, by[earlier], read[earlier], optimize=True) for by, read in parts]
        by_lag.append(np.concatenate(terms, axis=1))
        reaching = np.einsum("ts,tsr->tr", reaching, between[earlier])[1:]
    return reach, by_lag


def _products(between: np.ndarray, t: int) -> tuple[np.ndarray, np.ndarray]:
    product = np.eye(between.shape[1])
    values = []
    for step in range(t, -1, -1):
        found = np.linalg.svd(product, compute_uv=False)
        values.append((found[0], found[-1]))
        product = product @ between[step]
    largest, smallest = np.array(values).T
    return largest, smallest


def _left_out(by_lag: list[np.ndarray]) -> np.ndarray:
    whole = sum(by_lag)
    so_far = np.cumsum(by_lag, axis=0)
    return np.linalg.norm(so_far - whole, axis=(1, 2)) / max(np.linalg.norm(whole), 1e-300)
