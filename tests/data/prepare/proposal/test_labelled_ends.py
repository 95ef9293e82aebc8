"""Labels on the last row of each sequence tell which rows are one, whatever the columns are called."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.prepare.chosen import Chosen
from nets.data.prepare.suggest import suggested_dataset

N, STEPS = 12, 5


def rows_of(n=N, steps=STEPS, *, labelled=lambda g, t: t == STEPS - 1, label=lambda g: "uv"[g % 2], begin=1):
    return [
        f"{g + 1},{t + begin},{(g * 7 + t * 3) % 11 / 4},{label(g) if labelled(g, t) else ''}"
        for g in range(n)
        for t in range(steps)
    ]


def proposed(header, rows, **chosen):
    text = "\n".join([header, *rows]) + "\n"
    return suggested_dataset(read(text.encode(), name="a.csv"), chosen=Chosen(**chosen))


@pytest.mark.parametrize("header", ["seq,t,x,label", "a,b,c,d", "gruppe,k,wert,ziel", "batch,age,x,score"])
@pytest.mark.parametrize("label", [lambda g: "uv"[g % 2], lambda g: g % 3])
@pytest.mark.parametrize("begin", [0, 1])
def test_a_label_on_the_last_row_of_each_value_tells_the_sequences_and_what_counts_in_them_is_the_time(
    header, label, begin
):
    group, time, x, last = header.split(",")
    data, notes = proposed(header, rows_of(label=label, begin=begin))
    options = data.options
    assert (options.label, options.group, options.time) == (last, group, time)
    assert options.loss_at == "labelled steps"
    assert (data.features, data.n_rows, int(data.sequence_starts.sum())) == ((x,), N * STEPS, N)
    assert any(f"Rows with the same “{group}” are one sequence, in the order of “{time}”" in n.sentence for n in notes)


def test_the_rows_of_a_sequence_need_not_stand_together():
    rows = rows_of()
    mixed = [rows[g * STEPS + t] for t in range(STEPS) for g in range(N)]
    options = proposed("a,b,c,d", mixed)[0].options
    assert (options.group, options.time, options.label, options.loss_at) == ("a", "b", "d", "labelled steps")


def test_without_a_column_that_counts_the_rows_are_in_the_order_of_the_table():
    rows = [",".join(row.split(",")[i] for i in (2, 0, 3)) for row in rows_of()]
    data, _ = proposed("c,a,d", rows)
    assert (data.options.group, data.options.time, data.features) == ("a", None, ("c",))


def test_some_sequences_may_have_no_label_yet_and_a_label_that_is_measured_is_cut_into_bins():
    data, _ = proposed("a,b,c,d", rows_of(labelled=lambda g, t: t == STEPS - 1 and g < N - 2, label=lambda g: g / 7))
    assert (data.options.group, data.options.bins) == ("a", 3)
    assert data.n_rows == N * STEPS


@pytest.mark.parametrize(
    "labelled",
    [
        lambda g, t: t in (1, STEPS - 1),
        lambda g, t: t == (0 if g == 3 else STEPS - 1),
        lambda g, t: t == STEPS - 1 and g < 3,
    ],
)
def test_labels_elsewhere_or_of_few_sequences_are_no_evidence_and_rows_without_one_are_counted(labelled):
    data, notes = proposed("a,b,c,d", rows_of(labelled=labelled), label="d")
    assert data.options.group is None
    n = N * STEPS - sum(labelled(g, t) for g in range(N) for t in range(STEPS))
    assert any(f"{n} of {N * STEPS} have no label" in note.sentence for note in notes)
    assert f"{n} of {N * STEPS} rows have no label “d”: left out." in [note.sentence for note in data.notes]


def test_what_is_said_to_be_the_label_stays_it_beside_a_remark_on_each_last_row():
    rows = [f"{row},{'no' if n % 3 else 'yes'}" for n, row in enumerate(rows_of())]
    assert proposed("a,b,c,remark,label", rows)[0].options.label == "label"


def test_a_chosen_use_is_kept():
    options = proposed("a,b,c,d", rows_of(), time="c")[0].options
    assert (options.time, options.group) == ("c", None)
    data, _ = proposed("a,b,c,d", rows_of(), left_out=("b",))
    assert (data.options.group, data.options.time, data.features) == ("a", None, ("c",))
    assert np.array_equal(np.flatnonzero(data.sequence_starts), np.arange(N) * STEPS)
