"""A script as a notebook: a cell for each part, and under the last the curve as it was in the app."""

import hashlib

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from nets.export.script.assemble import Script, spaced

WIDTH, HEIGHT, MARGIN = 640, 320, 48


def notebook_of(script: Script, losses: np.ndarray, last: float, *, is_whole: bool = True) -> bytes:
    """The notebook of a script; `losses` (n,) and the `last` one are what it prints, or begins to if not `is_whole`."""
    head, *parts = script.parts
    end = head.index('"""', 1)
    about = " ".join(line for line in (head[0].removeprefix('"""'), *head[1:end]) if line)
    cells = [new_markdown_cell(about), new_code_cell(_source(head[end + 1 :]))]
    cells += [new_code_cell(_source(part)) for part in parts]
    drawn = {"image/svg+xml": curve(losses), "text/plain": "the loss at each epoch"}
    outputs = [new_output("display_data", data=drawn)] if len(losses) else []
    if is_whole:
        told = "".join(f"{loss}\n" for loss in losses.tolist()) + f"loss {last}\n"
        outputs.insert(0, new_output("stream", name="stdout", text=told))
    cells[-1].outputs = outputs
    cells[-1].execution_count = 1
    for place, cell in enumerate(cells):
        cell.id = hashlib.sha256(f"{place} {cell.source}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    nbformat.validate(made)
    return nbformat.writes(made).encode()


def _source(lines) -> str:
    return "\n".join(spaced(lines)).strip("\n")


def curve(losses: np.ndarray) -> str:
    """The losses (n,) as a drawing: a line over the epochs from 0 up, in nats."""
    finite = losses[np.isfinite(losses)]
    top = float(finite.max()) if len(finite) and finite.max() > 0 else 1.0
    across, down = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    last = max(len(losses) - 1, 1)
    step = max(1, len(losses) // across)
    places = [*range(0, len(losses), step)]
    points = " ".join(
        f"{MARGIN + across * epoch / last:.1f},{MARGIN + down * (1 - losses[epoch] / top):.1f}"
        for epoch in places
        if np.isfinite(losses[epoch])
    )
    ticks = [
        f'<text x="{MARGIN - 6}" y="{MARGIN + down * (1 - share) + 4:.1f}" text-anchor="end">{top * share:.3g}</text>'
        for share in (0, 0.5, 1)
    ]
    ticks += [
        f'<text x="{MARGIN + across * share:.1f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{epoch}</text>'
        for share, epoch in ((0, 0), (0.5, round(last / 2)), (1, last))
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
        f'<g font-family="sans-serif" font-size="12" fill="#333">{"".join(ticks)}'
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 10}" text-anchor="middle">epoch</text>'
        f'<text x="{MARGIN}" y="24">loss in nats</text></g>'
        f'<path d="M{MARGIN} {MARGIN}V{HEIGHT - MARGIN}H{WIDTH - MARGIN}" fill="none" stroke="#999"/>'
        f'<polyline points="{points}" fill="none" stroke="#0b7a5b" stroke-width="2"/></svg>'
    )
