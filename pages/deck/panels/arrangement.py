"""Where the panels stand: rows of a grid of twelve columns, in another order where the window is low or narrow."""

from collections.abc import Sequence

from pages.deck.panels.deck_panel import LEFT, WHOLE, DeckPanel
from pages.shared.session import Session

LOW = "screen and (max-height: 800px)"
NARROW = "screen and (max-width: 1200px)"


def rows_of(widths: Sequence[int]) -> list[list[int]]:
    """The columns of each panel, row by row: as many as fit side by side, stretched until the row is full."""
    rows: list[list[int]] = []
    for width in widths:
        if not rows or sum(rows[-1]) + width > WHOLE:
            rows.append([])
        rows[-1].append(width)
    return [_stretched(row) for row in rows]


def _stretched(row: Sequence[int]) -> list[int]:
    ends = [round(WHOLE * sum(row[: k + 1]) / sum(row)) for k in range(len(row))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def arranged(panels: Sequence[DeckPanel], *, with_net_on_top: bool) -> list[DeckPanel]:
    """The panels in the order they are read: a small net and its map first, then what became of it; else the loss and
    the map.
    """
    if not with_net_on_top:
        return list(panels)
    first = {key: place for place, key in enumerate(("network", "decision", "loss", "confusion"))}
    return sorted(panels, key=lambda panel: first.get(panel.key, len(first)))


def style(panels: Sequence[DeckPanel], session: Session, *, with_net_on_top: bool) -> str:
    """The grid's style. In a low or narrow window the loss and the map come first: they are what is watched."""

    def width(panel: DeckPanel) -> int:
        return LEFT if with_net_on_top and panel.key == "network" else panel.width(session)

    def places(order: Sequence[DeckPanel]) -> str:
        columns = [n for row in rows_of([width(panel) for panel in order]) for n in row]
        return "\n".join(
            f":has(> .st-key-panel_{panel.key}) {{ order: {place}; grid-column: span {n}; }}"
            for place, (panel, n) in enumerate(zip(order, columns, strict=True))
        )

    stretched = ", ".join(
        f'.st-key-panel_{panel.key} [data-testid="stLayoutWrapper"]:has(.st-key-{panel.key})' for panel in panels
    )
    return (
        f"<style>{places(panels)}\n{stretched} {{ flex: 1 1 auto; }}\n"
        f"@media {LOW}, {NARROW} {{ {places(_loss_first(panels))} }}\n"
        f"@media {NARROW} {{ .st-key-panels > * {{ grid-column: 1 / -1 !important; }} }}</style>"
    )


def _loss_first(panels: Sequence[DeckPanel]) -> list[DeckPanel]:
    return sorted(panels, key=lambda panel: {"loss": 0, "decision": 1}.get(panel.key, 2))
