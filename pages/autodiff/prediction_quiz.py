"""Predict, then reveal: say what the next step will do, then take it and see."""

from dataclasses import dataclass

import streamlit as st

from nets.autodiff.prediction_quiz import Outcome, Stand, outcome, quiz_weight, sign_of, stand_of
from nets.queries.autodiff.row_contributions import RowContributionsQuery
from pages.autodiff.shown import Shown
from pages.shared.markdown import plain

GUESS = "predict_guess"
NO_CLASS = "none flips"
MOST_ROWS = 8


@dataclass(frozen=True)
class Guess:
    """What the visitor predicted, and the net it was about; kept for this visit alone."""

    tape: str
    epoch: int
    stand: Stand
    weight: str
    gradient: float
    loss_goes: str
    sign: str
    flips: int  # a class, or -1 for none


def prediction_quiz(shown: Shown) -> None:
    """Three questions about the next step, and the step itself as the answer."""
    snapshot = shown.view.snapshot
    if snapshot is None:
        shown.wait("predict")
        return
    matrix, i, j = quiz_weight(shown.weights, shown.view.epoch)
    found = shown.ask(RowContributionsQuery(matrix.name, i, j, 0), part="predict")
    if found is None:
        return
    weight = f"{matrix.name}[{plain(matrix.rows[i], 20)}, {plain(matrix.columns[j], 20)}]"
    guess = st.session_state.get(GUESS)
    if guess and (guess.tape != shown.session.tape.id or guess.epoch + 1 != shown.view.epoch):
        guess = None
    over = shown.view.epoch >= shown.settings.epochs or shown.view.state in ("diverged", "failed")
    if over:
        st.caption("The tape has no step left: press Reset, rewind, or take more epochs.")
    else:
        _questions(shown, weight, found.gradient)
    if guess and not shown.view.moving:
        _reveal(shown, guess)


def _questions(shown: Shown, weight: str, gradient: float) -> None:
    n = shown.view.epoch  # in the keys, so that every step begins with no answer
    classes = shown.dataset.classes
    st.markdown(f"**The step from epoch {n:,} to {n + 1:,}**")
    with st.container(horizontal=True, gap="large", vertical_alignment="top"):
        loss_goes = st.radio("The loss goes", ["down", "up"], horizontal=True, index=None, key=f"predict_cost_{n}")
        sign = st.radio(
            f"The gradient ∂J/∂{weight} is",
            ["positive", "negative"],
            horizontal=True,
            index=None,
            key=f"predict_sign_{n}",
            help="Of the training rows' mean loss; a step moves the weight against it. See The chain and Who pushes.",
        )
        flips = st.selectbox(
            "Which class's rows change their prediction?",
            [-1, *range(len(classes))],
            index=None,
            format_func=lambda k: NO_CLASS if k < 0 else classes[k],
            placeholder="choose",
            key=f"predict_flips_{n}",
            width=360,
        )
    ready = None not in (loss_goes, sign, flips) and not shown.view.moving
    if st.button("Reveal: take the step", key="predict_reveal", type="primary", disabled=not ready):
        stand = stand_of(shown.view.snapshot)
        st.session_state[GUESS] = Guess(
            shown.session.tape.id, n, stand, weight, gradient, loss_goes, sign, flips
        )  # fmt: skip
        shown.session.step()
        st.rerun()
    if not ready:
        st.caption("Three answers, and the step can be taken.")


def _reveal(shown: Shown, guess: Guess) -> None:
    snapshot, dataset = shown.view.snapshot, shown.dataset
    after = stand_of(snapshot)
    came = outcome(guess.stand, after, targets=dataset.targets)
    is_right = guess.flips in came.of_classes if guess.flips >= 0 else not came.of_classes
    flips = plain(dataset.classes[guess.flips], 30) if guess.flips >= 0 else NO_CLASS
    st.markdown(f"**What the step to epoch {guess.epoch + 1:,} did**")
    for said, right, sentence in (
        (
            guess.loss_goes,
            guess.loss_goes == came.loss_went,
            f"The loss went {came.loss_went}, from {guess.stand.loss:.6f} to {after.loss:.6f}.",
        ),
        (
            guess.sign,
            guess.sign == sign_of(guess.gradient),
            f"∂J/∂{guess.weight} was {guess.gradient:+.3g}, {sign_of(guess.gradient)}.",
        ),
        (flips, is_right, _flips(shown, came, guess.stand, after)),
    ):
        st.markdown(f"{':green[✓]' if right else ':red[✗]'} You said {said}. {sentence}")


def _flips(shown: Shown, came: Outcome, before: Stand, after: Stand) -> str:
    if not len(came.flipped):
        return "No row changed its prediction."
    classes = shown.dataset.classes
    each = [
        f"row {row + 1} (label {plain(shown.dataset.label_of(row), 20)}): "
        f"{plain(classes[before.predicted[row]], 20)} → {plain(classes[after.predicted[row]], 20)}"
        for row in came.flipped[:MOST_ROWS]
    ]
    more = f", and {len(came.flipped) - MOST_ROWS:,} more" if len(came.flipped) > MOST_ROWS else ""
    n = len(came.flipped)
    return f"{n:,} {'row' if n == 1 else 'rows'} changed: {'; '.join(each)}{more}."
