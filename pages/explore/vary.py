"""What varies: in words, and when opened the widgets to change it, with what the sweep would take."""

from typing import Any

import streamlit as st

from nets.errors import Refusal
from nets.settings import Field, Settings, fields
from nets.sweep.axis import NOT_VARIED, Axis, axis_from
from nets.sweep.names import title_of
from nets.sweep.panels.first_values import CHOICES, LOG_RANGE, RANGE, first_values, rewritten, way_of
from nets.sweep.sweep import MOST_AXES, MOST_SEEDS
from nets.workspace.exploration import Definition
from pages.explore.sweeping import Asked
from pages.shared.markdown import plain
from pages.shared.session import Session

NOTHING = "–"


def vary(session: Session, refusal: str | None) -> None:
    """The widgets, one line for each setting; `refusal` says why what they ask for cannot be had."""
    explore = session.explore
    with st.container(border=True, key="vary", gap="small"):
        st.markdown(
            "**Vary** :gray[one to three settings; all others are as in the sidebar]",
            help="A range goes in equal steps from one value to another, or by equal factors if it is logarithmic. "
            "Values are written with commas between them. Every combination is trained, from each seed.",
        )
        axes = _axes(explore.definition)
        for k in range(min(len(axes) + 1, MOST_AXES)):
            _line(session, k, axes[k] if k < len(axes) else None)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            session.given.show("seeds", explore.definition.n_seeds or 1, first=1)
            st.number_input(
                "Seeds",
                1,
                MOST_SEEDS,
                key="seeds",
                width=140,
                on_change=_change,
                args=(session, len(axes)),
                help="Each combination is trained from so many seeds, 0 and up, which vary weights, shuffles and "
                "dropout, never the rows. 1: as in the sidebar.",
            )
            if refusal:
                st.error(plain(refusal, 400), icon=":material/error:")


def _axes(definition: Definition) -> list[Axis]:
    return [axis_from(text) for text in definition.vary]


def _line(session: Session, k: int, axis: Axis | None) -> None:
    """The widgets of axis number k: which setting, and which values it takes."""
    known = {field.name: field for field in fields() if field.name not in NOT_VARIED}
    net = session.settings.net
    offered = [name for name, field in known.items() if field.net in (None, net) or (axis and name == axis.setting)]
    n_axes = len(session.explore.definition.vary)
    args = (session, max(n_axes, k + 1))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"axis_{k}"):
        session.given.show(f"vary_{k}_setting", axis.setting if axis else NOTHING, first=NOTHING)
        st.selectbox(
            "Setting" if k == 0 else f"Setting {k + 1}",
            [NOTHING, *offered],
            key=f"vary_{k}_setting",
            format_func=lambda name: "nothing" if name == NOTHING else known[name].title,
            width=200,
            on_change=_change,
            args=args,
        )
        if axis is None:
            return
        field = axis.field
        if field.choices:
            session.given.show(f"vary_{k}_choices", list(axis.values), first=[])
            st.pills(
                "Values",
                list(field.choices),
                selection_mode="multi",
                key=f"vary_{k}_choices",
                format_func=lambda value: field.choices[value],
                on_change=_change,
                args=args,
            )
            return
        _numbers(session, k, axis, args)


def _numbers(session: Session, k: int, axis: Axis, args: tuple[Any, ...]) -> None:
    """A range from one number to another, or a list of values."""
    is_range = ":" in axis.text
    session.given.show(f"vary_{k}_how", way_of(axis), first=None)
    st.segmented_control(
        "Values",
        [LOG_RANGE, RANGE, CHOICES],
        key=f"vary_{k}_how",
        required=True,
        on_change=_change,
        args=(*args, k),
    )
    if not is_range:
        session.given.show(f"vary_{k}_list", ",".join(map(str, axis.values)), first="")
        st.text_input("Which", key=f"vary_{k}_list", on_change=_change, args=args, help=axis.field.help)
        return
    low, high, _, steps = axis.text.split(":")
    for name, title, text in (("from", "From", low), ("to", "To", high), ("steps", "Steps", steps)):
        session.given.show(f"vary_{k}_{name}", text, first="")
        st.text_input(title, key=f"vary_{k}_{name}", width=90, on_change=_change, args=args)


def _change(session: Session, n: int, turned: int | None = None) -> None:
    """Ask for what the widgets of n axes say; those of axis `turned` are to be written the other way."""
    explore, state = session.explore, st.session_state
    before = {axis.setting: axis for axis in _axes(explore.definition)}
    texts = []
    for k in range(n):
        name = state.get(f"vary_{k}_setting", NOTHING)
        if name == NOTHING:
            continue
        field = next(field for field in fields() if field.name == name)
        text = _written(k, field, before.get(name), session.settings, is_turned=k == turned)
        if text:
            texts.append(f"{name}={text}")
    n_seeds = state.get("seeds", 1)
    try:
        explore.define(Definition(tuple(texts), n_seeds if n_seeds > 1 else None), session.settings)
        session.problem = None
    except Refusal as refusal:
        session.problem = refusal.sentence


def _written(k: int, field: Field, before: Axis | None, settings: Settings, *, is_turned: bool) -> str:
    """The values as the widgets of axis k say, or those that a setting begins with."""
    state = st.session_state
    if field.choices:
        chosen = state.get(f"vary_{k}_choices")
        return ",".join(chosen) if before and chosen else ",".join(field.choices)
    how = state.get(f"vary_{k}_how", LOG_RANGE)
    if before is None:
        return first_values(field, getattr(settings, field.name))
    if is_turned:
        return rewritten(before, how)
    if ":" in before.text:
        parts = [state.get(f"vary_{k}_{name}", "").strip() for name in ("from", "to", "steps")]
        return f"{parts[0]}:{parts[1]}:{'log' if before.is_log else 'lin'}:{parts[2]}"
    return state.get(f"vary_{k}_list", "")


def words_of(asked: Asked) -> str:
    """How many runs were left out and why, or ""."""
    n = asked.n_left_out
    if not n:
        return ""
    is_one = n == 1
    titles = " and ".join(title_of(axis) for axis in asked.sweep.axes)
    return (
        f"{n:,} combination{'' if is_one else 's'} of {titles} mean{'s' if is_one else ''} nothing, or the same as "
        f"another, and {'is' if is_one else 'are'} left out."
    )
