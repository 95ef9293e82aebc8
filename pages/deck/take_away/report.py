"""A report: one HTML file with the table in brief, settings, pictures, scores and diagnosis, that opens without a
network. The words come from here, the pictures are made in the browser.
"""

from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import streamlit as st

from nets.figures.deck.scores import class_grid, overall_grid
from nets.figures.grid import Grid
from nets.metrics import split_scores
from nets.settings.taking_part import told
from nets.training.client.view import View
from nets.workspace.events.text import changes_told, trained_by
from nets.workspace.workspace import OWN_FILE
from pages.shared.components.download import CSS
from pages.shared.components.live_updates import new_number
from pages.shared.components.picture.picture import themes
from pages.shared.session import Session

KEY = "report"
MOST_NAMES = 40  # of inputs or classes that are listed
LIBRARIES = ("tensorflow", "numpy", "pandas")
HELP = (
    "One HTML file of the net at this epoch: the table in brief, settings, the pictures of the panels that are shown, "
    "scores and diagnosis. It opens in any browser without a network."
)
WITHOUT = "The address does not carry your table: give “Save tape” along, a file that has all of it."
PAUSE_FIRST = "Pause first: a report is of one epoch."

_component = st.components.v2.component(
    "tape_deck_report", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), css=CSS, isolate_styles=False
)


@dataclass(frozen=True)
class Section:
    """A heading, facts (a name and a value each), sentences, and tables."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    sentences: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()


def report(session: Session) -> None:
    """The button. While epochs are trained it makes none: words and pictures would be of different ones."""

    def data() -> dict[str, Any]:
        view = session.tape.view()
        is_still = view.snapshot is not None and not view.moving
        sections = _sections(session, view) if is_still else ()
        return {
            "label": "Report",
            "help": HELP if is_still else PAUSE_FIRST,
            "title": f"{session.loaded.table.name}, {view.settings.net.upper()}, epoch {view.epoch:,}",
            "sections": [asdict(section) for section in sections],
            "colours": themes()["light"],
            "disabled": not is_still,
        }

    _component(key=KEY, width="content", height="content", data={"number": new_number(), **data()})
    session.feed.add(KEY, data, often="watched")


def _sections(session: Session, view: View) -> tuple[Section, ...]:
    made = (_table, _net, _done, _outcome, _diagnosis, _again)
    found = [make(session, view) for make in made]
    return tuple(section for section in found if section.facts or section.sentences or section.grids)


def _table(session: Session, view: View) -> Section:
    loaded, dataset = session.loaded, session.loaded.dataset
    n_validation = int(loaded.is_validation.sum())
    split = f", {n_validation:,} of them validation rows" if n_validation else ", all of them trained on"
    counts = [f"{name} {n:,}" for name, n in dataset.class_counts.items()]
    facts = (
        ("Table", loaded.table.name),
        ("Rows", f"{dataset.n_rows:,}{split}"),
        (f"Inputs ({len(dataset.features):,})", _listed(list(dataset.features))),
        ("Label", dataset.label),
        (f"Classes ({len(counts):,})", _listed(counts)),
    )
    notes = dict.fromkeys(note.sentence for note in (*loaded.table.notes, *dataset.notes))
    return Section("Table", facts, tuple(notes))


def _net(session: Session, view: View) -> Section:
    settings = view.settings
    shapes = [f"{weight.name} {weight.shape[0]}×{weight.shape[1]}" for weight in session.loaded.weights(settings)]
    return Section("Net and settings", (("Weights", ", ".join(shapes)), *told(settings)))


def _done(session: Session, view: View) -> Section:
    events = view.events.before(view.end)
    changes = tuple((f"Epoch {epoch:,}", what) for epoch, what in changes_told(events))
    return Section("Changed on the way", changes, (f"Trained by {trained_by(events)}.",) if changes else ())


def _outcome(session: Session, view: View) -> Section:
    loaded, classes = session.loaded, session.loaded.dataset.classes
    split = split_scores(
        view.snapshot.predicted[0],
        loaded.dataset.targets,
        n_classes=len(classes),
        is_validation=loaded.is_validation,
    )
    loss = f"{view.snapshot.loss[0]:.6g}"
    facts = (("Epoch", f"{view.epoch:,} of {view.settings.epochs:,}"), ("Loss, mean −log p(label) in nats", loss))
    if loaded.n_validation:
        facts = (*facts, ("Validation loss", f"{view.snapshot.scores[0, 1]:.6g}"))
    return Section("Outcome", facts, (), (overall_grid(split, classes=classes), class_grid(split, classes=classes)))


def _diagnosis(session: Session, view: View) -> Section:
    return Section("Diagnosis", (), tuple(remark.sentence for remark in session.checkup.remarks(view)))


def _again(session: Session, view: View) -> Section:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    facts = (("SHA-256 of the prepared table", session.run.data), ("Made with", libraries))
    return Section("How to make it again", facts, (WITHOUT,) if session.choice == OWN_FILE else ())


def _listed(names: list[str]) -> str:
    more = f", and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more
