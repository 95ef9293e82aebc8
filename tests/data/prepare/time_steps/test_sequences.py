"""Sequences: each row is the step of its sequence that it is in the table's order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nets.data.prepare.time_steps.sequences import sequences_of, trained_on
from nets.settings import Settings

GROUPS = st.lists(st.integers(-3, 5), min_size=1, max_size=40).map(np.array)


def each_alone(sequences):
    """The rows of each sequence, step by step."""
    found = [[] for _ in range(sequences.shape[0])]
    for row, sequence, step in zip(sequences.rows, sequences.sequence, sequences.step, strict=True):
        assert step == len(found[sequence])
        found[sequence].append(int(row))
    assert sequences.length.tolist() == [len(rows) for rows in found for _ in rows]
    assert sequences.shape[1] == max(map(len, found))
    return found


@given(GROUPS)
def test_rows_of_one_number_are_one_sequence_in_their_order_wherever_they_stand(groups):
    assert each_alone(sequences_of(groups)) == [np.flatnonzero(groups == each).tolist() for each in np.unique(groups)]


@given(GROUPS, st.integers(1, 9))
def test_windows_that_forget_are_sequences_of_their_own_and_those_that_carry_are_not(groups, window):
    whole = each_alone(sequences_of(groups))
    forgetting = Settings(net="rnn", tbptt_length=window, tbptt_state="reset")
    windows = [rows[i : i + window] for rows in whole for i in range(0, len(rows), window)]
    assert each_alone(trained_on(forgetting, len(groups), groups)) == windows
    assert each_alone(trained_on(Settings(net="rnn", tbptt_length=window), len(groups), groups)) == whole


def test_without_a_column_for_them_all_rows_are_one_sequence():
    assert each_alone(trained_on(Settings(net="rnn"), 3, None)) == [[0, 1, 2]]
