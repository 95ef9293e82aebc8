"""The chain of an RNN: from one step's loss back through the earlier states."""

from dataclasses import dataclass

import numpy as np

from nets.autodiff.jacobians.backward import BackwardPass, LocalDerivative, product, row_gradients
from nets.autodiff.jacobians.output import through_output
from nets.autodiff.jacobians.time_steps import is_cut, step_jacobians
from nets.autodiff.net import Net
from nets.autodiff.unrolled import unrolled
from nets.autodiff.written import notation
from nets.models.parameters import CELL_ACTIVATION
from nets.queries.autodiff.chain import Chain, ChainQuery, Term


@dataclass(frozen=True)
class _TimeSteps:
    """All T steps: W_H's input read (T, H+D+1), sums = W_H read (T, G H), the states (T, N H) after each step.

    Jacobians of the states: by_sums and by_drive (T, N H, G H) for the parts of the sums from h and from x, between
    (T, N H, N H) for the state before, 0 where the gradient is cut.
    """

    read: np.ndarray
    sums: np.ndarray
    states: np.ndarray
    by_sums: np.ndarray
    by_drive: np.ndarray
    between: np.ndarray
    logits: np.ndarray


def rnn_chain(net: Net, query: ChainQuery) -> Chain:
    """Through -log p, softmax or sigmoid, and W_Y to the chosen row's state, `n_back` steps back, and into that step's
    sums.

    A step of the softmax and the tanh cell is two factors: of h by the sums a, and of a by the state before. One of
    a gated cell is one.
    """
    steps = _steps_of(net, query.row)
    n_steps, n_units = len(steps.read), net.settings.hidden_units
    back = BackwardPass()
    label = int(net.examples.targets[query.row])
    loss = through_output(back, net.settings, steps.logits, label=label, sums=str(n_steps))
    seen = np.append(steps.states[-1, :n_units], np.ones(int(net.settings.bias == "every")))
    of_output = Term(n_steps, back.reaching, seen)
    reaching = _from_output(net, back, steps)
    last = n_steps - 1 - min(query.n_back, n_steps - 1)
    added, terms, n_factors = [], [], 0
    for step in range(n_steps - 1, -1, -1):
        to_sums, to_drive = reaching @ steps.by_sums[step], reaching @ steps.by_drive[step]
        read = steps.read[step]
        parts = [np.outer(to_sums, read[:n_units]), np.outer(to_drive, read[n_units:])]
        added.append(np.concatenate(parts, axis=1))
        if step >= last:
            terms.append(Term(step + 1, to_drive, read))
        if step > last:
            _whole_step(net, back, steps, step)
        elif step == last:
            _into_sums(net, back, steps, step)
            n_factors = len(back.factors)
            _through_sums(net, back, steps, step, whole=True)
        reaching = reaching @ steps.between[step]
    by_tape = row_gradients(net, query.row)
    to_output = [np.outer(of_output.reaching, of_output.read)]
    products = [
        product("W_H", n_factors, terms=terms, added=added, tape=by_tape["W_H"]),
        product("W_Y", 2, terms=[of_output], added=to_output, tape=by_tape["W_Y"]),
    ]
    return Chain(loss, n_steps, back.factors, products)


def _steps_of(net: Net, row: int) -> _TimeSteps:
    inputs = net.inputs_of(net.steps_to(row))
    steps = unrolled(net.settings, net.weights(), inputs[None])
    n_units = net.settings.hidden_units
    before = np.concatenate([step.before[:, :n_units].numpy() for step in steps])
    states = np.concatenate([step.state.numpy() for step in steps])
    read = np.concatenate([before, inputs.numpy()], axis=1)
    by_sums, by_drive, by_state = step_jacobians(net, steps)
    weights = net.params["W_H"].astype(float)
    recurrent = np.pad(weights[:, :n_units], ((0, 0), (0, states.shape[1] - n_units)))
    between = by_sums @ recurrent + by_state
    between[[step for step in range(len(steps)) if is_cut(net, step)]] = 0
    return _TimeSteps(read, read @ weights.T, states, by_sums, by_drive, between, steps[-1].logits[0].numpy())


def _from_output(net: Net, back: BackwardPass, steps: _TimeSteps) -> np.ndarray:
    """Through z = W_Y h; returns the gradient at the state. An LSTM's memory is part of it that W_Y does not read."""
    t, n_units = len(steps.read), net.settings.hidden_units
    to_state = np.zeros((len(steps.logits), steps.states.shape[1]))
    to_state[:, :n_units] = net.params["W_Y"][:, :n_units]
    with_one = net.settings.bias == "every"
    back.through(
        LocalDerivative(
            f"z{t} = W_Y [h{t}; 1]" if with_one else f"z{t} = W_Y h{t}",
            rf"z_{{{t}}} = W_Y\,[h_{{{t}}}; 1]" if with_one else rf"z_{{{t}}} = W_Y\,h_{{{t}}}",
            of=f"z_{{{t}}}",
            by=_state(net, t),
            output=steps.logits,
            jacobian=to_state,
            formula=r"W_Y \text{, its columns for } h" if with_one or to_state.shape[1] > n_units else "W_Y",
            unit="product",
        )
    )
    return back.reaching


def _whole_step(net: Net, back: BackwardPass, steps: _TimeSteps, step: int) -> None:
    """From the state after a step to the one before it."""
    if CELL_ACTIVATION[net.settings.cell]:
        _into_sums(net, back, steps, step)
        _through_sums(net, back, steps, step, whole=False)
        return
    after, before = _state(net, step + 1), _state(net, step)
    back.through(
        LocalDerivative(
            f"{notation.letters(after)} from {notation.letters(before)}",
            rf"{after} = \mathrm{{{net.settings.cell.upper()}}}({before}, x_{{{step + 1}}})",
            of=after,
            by=before,
            output=steps.states[step],
            jacobian=steps.between[step],
            formula=r"0 \text{ (cut)}" if is_cut(net, step) else r"\text{a whole step, by the tape}",
            unit="step",
        )
    )


def _into_sums(net: Net, back: BackwardPass, steps: _TimeSteps, step: int) -> None:
    """Through h = f(a)."""
    k, cell = step + 1, net.settings.cell
    unit = CELL_ACTIVATION[cell]
    h, a = _state(net, k), f"a_{{{k}}}"
    gated = unit is None
    back.through(
        LocalDerivative(
            f"{notation.letters(h)} = {cell.upper() if gated else unit}(a{k})",
            f"{h} = {notation.function(cell.upper() if gated else unit)}({a})",
            of=h,
            by=a,
            output=steps.states[step],
            jacobian=steps.by_drive[step],
            formula=r"\text{the cell's, by the tape}" if gated else notation.activation_jacobian(unit, h, a),
            unit="step" if gated else unit,
        )
    )


def _through_sums(net: Net, back: BackwardPass, steps: _TimeSteps, step: int, *, whole: bool) -> None:
    """Through a = W_H [h; x; 1], to all of that (`whole`) or to h alone."""
    k, n_units = step + 1, net.settings.hidden_units
    weights = net.params["W_H"].astype(float)
    cut = not whole and is_cut(net, step)
    part = weights if whole else weights[:, :n_units] * (not cut)
    read = rf"[h_{{{step}}}; x_{{{k}}}; 1]"
    back.through(
        LocalDerivative(
            f"a{k} = W_H [h{step}; x{k}; 1]",
            rf"a_{{{k}}} = W_H\,{read}",
            of=f"a_{{{k}}}",
            by=read if whole else f"h_{{{step}}}",
            output=steps.sums[step],
            jacobian=part,
            formula=r"0 \text{ (cut)}" if cut else "W_H" if whole else r"W_H \text{, its columns for } h",
            unit="product",
        )
    )


def _state(net: Net, t: int) -> str:
    """The state after step t: h, or for the LSTM h and its memory together."""
    return f"s_{{{t}}}" if net.settings.cell == "lstm" else f"h_{{{t}}}"
