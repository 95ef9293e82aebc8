"""Predict, then reveal: say what the next step will do, then take it and see."""

from dataclasses import dataclass

import streamlit as st

from pages.autodiff.shown import Shown
from pages.shared.heading import heading
from pages.shared.text import plain

GUESS = "predict_guess"
UP, DOWN = "up", "down"


@dataclass(frozen=True)
class Guess:
    """What was foreseen, and how the net stood then; kept for this visit alone."""

    tape: str
    epoch: int
    cost: float
    weight: float
    row_is_right: bool
    cost_goes: str
    weight_goes: str
    row_turns: str


def predict(shown: Shown) -> None:
    """Three questions about the next step, and the step itself as the answer."""
    heading("Predict, then reveal", "say what the next step will do, then take it; nothing is kept about anyone")
    snapshot = shown.view.snapshot
    if snapshot is None:
        st.caption("The questions appear as soon as the trainer has looked at the net.")
        return
    name, i, j = _weight(shown)
    weight = f"{name}[{i + 1}, {j + 1}]"
    with st.container(horizontal=True, gap="large"):
        cost_goes = st.radio("The cost goes", [DOWN, UP], horizontal=True, index=None, key="predict_cost")
        weight_goes = st.radio(
            f"The weight {weight} goes", [DOWN, UP], horizontal=True, index=None, key="predict_weight"
        )
        row_turns = st.radio(
            f"Row {shown.row + 1} is then", ["right", "wrong"], horizontal=True, index=None, key="predict_row"
        )
    ready = None not in (cost_goes, weight_goes, row_turns) and not shown.view.moving
    over = shown.view.epoch >= shown.settings.epochs or shown.view.state in ("diverged", "failed")
    if st.button("Reveal: take the step", key="predict_reveal", type="primary", disabled=not ready or over):
        st.session_state[GUESS] = Guess(
            shown.session.tape.id,
            shown.view.epoch,
            float(snapshot.cost[0]),
            float(snapshot.params[name][0, i, j]),
            _is_right(shown),
            cost_goes,
            weight_goes,
            row_turns,
        )
        shown.session.step()
        st.rerun()
    if over:
        st.caption("The tape has no step left: press Reset, or take more epochs.")
    guess = st.session_state.get(GUESS)
    if guess and guess.tape == shown.session.tape.id and guess.epoch + 1 == shown.view.epoch and not shown.view.moving:
        _reveal(shown, guess, float(snapshot.params[name][0, i, j]), weight)


def _weight(shown: Shown) -> tuple[str, int, int]:
    """The weight that is asked about: another one at each epoch, the same for everybody."""
    weight = shown.weights[shown.view.epoch % len(shown.weights)]
    guess = st.session_state.get(GUESS)
    n = shown.view.epoch
    if guess and guess.tape == shown.session.tape.id and guess.epoch + 1 == n and not shown.view.moving:
        weight, n = shown.weights[guess.epoch % len(shown.weights)], guess.epoch
    n_rows, n_columns = weight.shape
    return weight.name, n % n_rows, (n // n_rows) % n_columns


def _is_right(shown: Shown) -> bool:
    return int(shown.view.snapshot.probs[0, shown.row].argmax()) == int(shown.dataset.targets[shown.row])


def _reveal(shown: Shown, guess: Guess, weight: float, name: str) -> None:
    cost = float(shown.view.snapshot.cost[0])
    probs = shown.view.snapshot.probs[0, shown.row]
    label = plain(shown.dataset.classes[shown.dataset.targets[shown.row]], 30)
    is_right = _is_right(shown)
    for said, was, sentence in (
        (guess.cost_goes, UP if cost > guess.cost else DOWN, f"The cost went from {guess.cost:.6f} to {cost:.6f}."),
        (
            guess.weight_goes,
            UP if weight > guess.weight else DOWN,
            f"{name} went from {guess.weight:.6f} to {weight:.6f}, against its gradient (see Who pushes).",
        ),
        (
            guess.row_turns,
            "right" if is_right else "wrong",
            f"Row {shown.row + 1} was {'right' if guess.row_is_right else 'wrong'} and is "
            f"{'right' if is_right else 'wrong'}: p({label}) is {probs[shown.dataset.targets[shown.row]]:.3f}.",
        ),
    ):
        st.markdown(f"{':green[✓]' if said == was else ':red[✗]'} You said {said}. {sentence}")
