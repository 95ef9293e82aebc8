"""Whether a label stands on the last row of each sequence only, so that the rows before it are steps without a loss."""

from collections.abc import Sequence

import numpy as np

from nets.data.columns.infer import numbered
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.proposal.evidence import Evidence
from nets.data.prepare.time_steps.sequences import in_order

FEWEST = 2  # sequences with a label
MOST_SILENT = 0.5  # of the sequences that may have no label at all


def is_many_to_one(columns: Sequence[Evidence], options: PreprocessingOptions, unlabelled: np.ndarray) -> bool:
    """Whether, of the sequences of the options' group, most have a label on their last row, and none on another.

    `unlabelled` (B,) is where there is no label. A table of which only some rows lack it in the midst of others has
    gaps.
    """
    if options.group is None or not unlabelled.any():
        return False
    by_name = {each.name: each for each in columns}
    times = None if options.time is None else by_name[options.time].column.values
    if options.time is not None and times is None:
        return False
    codes = numbered(by_name[options.group].column.cells)[0].astype(np.int64)
    order, starts = in_order(np.arange(len(unlabelled)), times=times, codes=codes)
    is_last = np.append(starts[1:], True)
    has_label = ~unlabelled[order]
    n_sequences, n_labelled = int(starts.sum()), int((has_label & is_last).sum())
    is_longer = n_sequences < len(order)
    return is_longer and not (has_label & ~is_last).any() and n_labelled >= max(FEWEST, (1 - MOST_SILENT) * n_sequences)
