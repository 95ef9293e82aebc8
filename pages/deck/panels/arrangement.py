"""Where the panels stand: rows of a grid of twelve columns, in another order where the window is low or narrow."""

from collections.abc import Sequence

from pages.deck.panels.deck_panel import LEFT, WHOLE, DeckPanel
from pages.shared.session import Session

# What is read first; the others follow as they are declared.
ON_TOP = ("network", "decision", "loss", "confusion")
BESIDE_MAP = ("loss", "decision", "network", "weights", "confusion", "predictions")
WITHOUT_MAP = ("hidden", "loss", "confusion")

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
    the map, or the confusion where there is no map.
    """
    first = ON_TOP if with_net_on_top else BESIDE_MAP if _has_map(panels) else WITHOUT_MAP
    return _with_first(panels, first)


def style(panels: Sequence[DeckPanel], session: Session, *, with_net_on_top: bool) -> str:
    """The grid's style. In a low or narrow window the loss comes first, and what stands beside it: they are watched."""

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
    return _with_first(panels, ("loss", "decision" if _has_map(panels) else "confusion"))


def _has_map(panels: Sequence[DeckPanel]) -> bool:
    return any(panel.key == "decision" for panel in panels)


def _with_first(panels: Sequence[DeckPanel], keys: Sequence[str]) -> list[DeckPanel]:
    return sorted(panels, key=lambda panel: keys.index(panel.key) if panel.key in keys else len(keys))
