"""Remarks on hidden units: alike, dead, saturated; and on gradients that vanish or explode over time."""

import numpy as np

from nets.diagnosis.evidence import LEARNT, Evidence
from nets.diagnosis.proposal import change, modern
from nets.diagnosis.remark import Code, Remark
from nets.diagnosis.units import Layer

ALIKE = 1e-4  # of the largest weight of the layer
MANY = 0.5  # of a layer's units, from which on it is the layer's fault
END = 0.99  # of the way to the end of an activation
ROWS = 0.95  # of the rows at which a unit is saturated
MOST_BACK = 10  # steps over which a gradient is followed
FEWEST_LOSSES = 4  # that reach so far back
VANISHED = 1e-3
EXPLODED = 10.0


def twin_units(evidence: Evidence) -> Remark | None:
    """Hidden units have the same weights, incoming and outgoing: they get the same gradient and stay the same."""
    if not evidence.snapshot.epoch or evidence.explained >= LEARNT or evidence.diverged_at is not None:
        return None
    for layer in evidence.layers:
        n_alike = _n_alike(layer)
        if n_alike:
            detail = f"{_share(n_alike, layer)} units of {layer.name} have equal weights and get equal gradients."
            is_zero = evidence.settings.init == "zeros"
            proposal = change(evidence.settings, "Glorot's initial weights", init="glorot") if is_zero else None
            return Remark(Code.TWIN_UNITS, "Units are alike and stay alike", detail, "weights", proposal)
    return None


def dead_relus(evidence: Evidence) -> Remark | None:
    """Half of a layer's relus or more are 0 for every row: they get no gradient."""
    if evidence.settings.activation != "relu" or evidence.settings.net == "rnn" or not evidence.snapshot.epoch:
        return None
    if evidence.explained >= LEARNT:
        return None
    for layer in evidence.layers:
        n_dead = int((layer.values <= 0).all(axis=0).sum())
        if n_dead >= MANY * layer.n_units:
            detail = (
                f"{_share(n_dead, layer)} units of {layer.name} answer 0 to each of {len(layer.values):,} rows, so no "
                "gradient reaches their weights."
            )
            return Remark(Code.DEAD_RELUS, "Dead relus", detail, "weights", modern(evidence.settings))
    return None


def saturated(evidence: Evidence) -> Remark | None:
    """Half of a layer's units or more stand at an end of their activation, and the net has not learnt."""
    if not evidence.has_failed or evidence.diverged_at is not None:
        return None
    for layer in evidence.layers:
        n_saturated = _n_saturated(layer)
        if n_saturated >= MANY * layer.n_units:
            detail = (
                f"{_share(n_saturated, layer)} {layer.activation} units of {layer.name} stand at an end of their range "
                "for nearly every row, where the gradient is about 0."
            )
            return Remark(Code.SATURATED, "Saturated units", detail, _panel(evidence), modern(evidence.settings))
    return None


def exploding(evidence: Evidence) -> Remark | None:
    """Back over the time steps the gradient grows more than tenfold, and the net has not learnt."""
    ratios = _ratios(evidence)
    if not len(ratios) or not ratios.max() > EXPLODED:
        return None
    n_back = int(ratios.argmax()) + 1
    detail = (
        f"{n_back} steps back the gradient is {ratios.max():,.3g} times as long: one step throws the weights far off."
    )
    proposal = None if evidence.settings.clip else change(evidence.settings, "gradient clipping at 1", clip=1.0)
    return Remark(
        Code.EXPLODING, "Gradients explode over time", detail, "hidden", proposal or modern(evidence.settings)
    )


def vanishing(evidence: Evidence) -> Remark | None:
    """Within ten time steps next to nothing is left of the gradient, and the net has not learnt."""
    gone = np.flatnonzero(_ratios(evidence)[:MOST_BACK] < VANISHED)
    if not len(gone):
        return None
    n_back = int(gone[0]) + 1
    steps = "1 step" if n_back == 1 else f"{n_back} steps"
    detail = (
        f"{steps} back less than a thousandth of the gradient is left: what a label owes to rows further back is not "
        "learnt."
    )
    return Remark(Code.VANISHING, "Gradients vanish over time", detail, "hidden", modern(evidence.settings))


def _ratios(evidence: Evidence) -> np.ndarray:
    """How long the gradient is 1, 2, ... steps back, over its length at the losses' own steps, each the root of the
    mean square over the losses that have so many steps before them; empty where that is not in question, or not known.
    """
    is_cut = 0 < evidence.settings.tbptt_length <= MOST_BACK
    if evidence.through_time is None or is_cut or not evidence.has_failed:
        return np.zeros(0)
    squares = evidence.through_time.reach**2
    n_lags = len(squares) - FEWEST_LOSSES
    own = squares.diagonal()
    pairs = ((squares.diagonal(-n).mean(), own[n:].mean()) for n in range(1, n_lags + 1))
    return np.array([np.sqrt(back / length) if length > 0 else np.nan for back, length in pairs])


def _n_alike(layer: Layer) -> int:
    """How many units have a twin."""
    weights = np.hstack([layer.incoming, layer.outgoing])
    tolerance = ALIKE * np.abs(weights).max()
    apart = np.abs(weights[:, None] - weights[None]).max(axis=2)
    return int(((apart <= tolerance).sum(axis=1) > 1).sum())


def _n_saturated(layer: Layer) -> int:
    if layer.values is None or layer.activation == "relu":
        return 0
    values = layer.values
    if layer.activation == "softmax":  # where one unit takes all, no unit has a gradient
        return layer.n_units if layer.n_units > 1 and np.mean(values.max(axis=1) >= END) >= ROWS else 0
    middle = 0.5 if layer.activation == "sigmoid" else 0.0
    is_at_end = np.abs(values - middle) >= END * (1 - middle)
    return int((is_at_end.mean(axis=0) >= ROWS).sum())


def _share(n: int, layer: Layer) -> str:
    return f"All {n:,}" if n == layer.n_units else f"{n:,} of {layer.n_units:,}"


def _panel(evidence: Evidence) -> str:
    return "hidden" if evidence.settings.net == "rnn" else "weights"
