"""The panel One row through the net: the forward pass of one row with its numbers in the formulas."""

import streamlit as st

from nets.autodiff.written.blackboard import MOST_COLUMNS, MOST_ROWS, blackboard, is_abbreviated
from nets.queries.forward import Forward, ForwardQuery
from nets.queries.query import Declined
from nets.training.client.query_cache import Answer
from pages.deck.row.opening import KEY
from pages.shared.components.fragment import fed
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.rows.chosen import chosen_row, row_chooser
from pages.shared.session import Session

GLANCE_S = 0.3  # a page waits so long for the numbers, and draws them later if they take longer
MOST_NAMED = 12  # classes and inputs
HELP = (
    "Each line is a formula with this row's numbers, rounded to four digits from float64. Of an RNN it is one time "
    "step, from the state before it. A click on a line of Predictions, or on a step of Hidden state, chooses the row."
)
ABBREVIATED = f"Of matrices larger than {MOST_ROWS} × {MOST_COLUMNS} the first numbers and the last are written."


def is_awaited(session: Session) -> bool:
    """Whether the net stands still and its numbers have not come yet."""
    view = session.tape.view()
    if view.moving or view.snapshot is None or view.failure:
        return False
    answer = _asked(session, chosen_row(session))
    return answer is None or not answer.fresh


def row(session: Session) -> None:
    """The row, and what the net makes of it, line by line."""
    if session.feed.page_is_due:
        st.rerun()  # another row was chosen: other panels mark it
    with st.container(border=True, key=KEY, gap="xsmall"):
        heading("One row through the net", "the forward pass in numbers", help_=HELP)
        chosen = row_chooser(session)
        fed(_lines, key="row_lines", feed=session.feed, often="worked_out")(session, chosen)


def _lines(session: Session, chosen: int) -> None:
    view, dataset = session.tape.view(), session.loaded.dataset
    if view.snapshot is None:
        st.caption("It appears as soon as the trainer has evaluated the net.")
        return
    answer = _asked(session, chosen)
    if answer is None:
        st.caption("The trainer is working this out.")
        return
    if isinstance(answer.found, Declined):
        st.info(plain(answer.found.sentence, 400), icon=":material/info:")
        return
    found, label = answer.found, int(dataset.targets[chosen])
    size = r"\Large " if session.panels.alone == KEY else ""
    st.caption(_named(session, found))
    for line in blackboard(found, view.settings, label=label):
        words, formula = st.columns([1, 5], vertical_alignment="center")
        words.caption(line.words)
        formula.latex(size + line.formula)
    if found.loss is None:
        st.caption("This time step has no label that counts, hence no loss of its own.")
    notes = [] if answer.fresh else [f"As of epoch {answer.epoch:,}."]
    notes += [ABBREVIATED] if is_abbreviated(found) else []
    if view.settings.dropout and view.settings.net == "mlp":
        notes.append("Dropout is left out: it is in play in training alone.")
    if notes:
        st.caption(" ".join(notes))


def _asked(session: Session, chosen: int) -> Answer[Forward] | None:
    return session.tape.ask(ForwardQuery(chosen), part="row", wait_s=GLANCE_S)


def _named(session: Session, found: Forward) -> str:
    """What the places of x and of p stand for."""
    dataset = session.loaded.dataset
    inputs = ", ".join(plain(name, 20) for name in (*dataset.features[:MOST_NAMED], "1"))
    classes = ", ".join(f"{k} {plain(name, 20)}" for k, name in enumerate(dataset.classes[:MOST_NAMED], start=1))
    step = f"Time step {found.step:,}. " if session.tape.view().settings.net == "rnn" else ""
    dots = [" …" if len(names) > MOST_NAMED else "" for names in (dataset.features, dataset.classes)]
    return f"{step}x: {inputs}{dots[0]}. Classes: {classes}{dots[1]}."
