"""Patients and visits: columns that say whose row it is and when it was taken."""

import pytest

from nets.data.csv.parse import read
from nets.data.prepare.chosen import Chosen
from nets.data.prepare.suggest import suggested_options

WHO, STEPS = 8, 5


def proposed(header, row, **chosen):
    text = "\n".join([header, *(row(g, t) for g in range(WHO) for t in range(STEPS))])
    return suggested_options(read(text.encode(), name="a.csv"), chosen=Chosen(**chosen))


def x(g, t):
    return f"{(g * 7 + t * 3) % 11 / 2}"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("patient,visit,x,label", lambda g, t: f"p{g},{t + 1},{x(g, t)},{'uv'[g * t % 3 % 2]}"),
        ("label,subject_id,day,x", lambda g, t: f"{'uv'[g * t % 3 % 2]},{100 + g},2024-01-{t + 1:02d},{x(g, t)}"),
        ("country,year,x,label", lambda g, t: f"land {g},{1990 + 5 * t},{x(g, t)},{'uv'[g * t % 3 % 2]}"),
    ],
)
def test_the_same_ones_at_one_time_after_the_other_are_sequences(header, row):
    options, notes = proposed(header, row)
    names = header.split(",")
    assert options.label == "label"
    assert {options.group, options.time} == set(names) - {"x", "label"}
    assert options.group != options.label
    assert any(f"Rows with the same “{options.group}” are one sequence" in note.sentence for note in notes)


def test_times_that_differ_in_every_row_put_the_rows_of_a_patient_in_order():
    options, _ = proposed(
        "patient,at,x,label", lambda g, t: f"p{g},2024-0{g + 1}-0{t + 1} 0{t}:1{g},{x(g, t)},{'uv'[g * t % 3 % 2]}"
    )
    assert (options.group, options.time, options.left_out) == ("patient", "at", ())


def test_a_patient_s_rows_that_stand_together_are_a_sequence_without_a_time_too():
    options, _ = proposed("patient,x,label", lambda g, t: f"p{g},{x(g, t)},{'uv'[g * t % 3 % 2]}")
    assert (options.group, options.time, options.label) == ("patient", None, "label")


def test_what_tells_one_patient_from_the_others_beside_the_group_is_no_input_and_a_property_of_them_is():
    header = "patient,name,born,sex,dose,visit,label"
    options, notes = proposed(
        header,
        lambda g, t: (
            f"{100 + g},Ms {g},19{40 + g * 17 % 50}-03-0{1 + g},{'mf'[g % 2]},{g % 3},{t},{'uv'[g * t % 3 % 2]}"
        ),
    )
    assert (options.group, options.time, options.left_out) == ("patient", "visit", ("name",))
    assert notes[2].sentence == "Column “name” is another in every sequence, so it is neither label nor input."


def test_classes_are_no_sequences():
    options, _ = proposed("kind,x,z", lambda g, t: f"k{g % 3},{x(g, t)},{x(t, g)}")
    assert (options.label, options.group, options.time) == ("kind", None, None)
    options, _ = proposed("label,t,x", lambda g, t: f"{'uv'[g % 2]},{g // 2 * STEPS + t},{x(g, t)}")
    assert (options.label, options.group) == ("label", None)


def test_a_group_that_is_given_has_its_time_proposed_and_a_time_that_is_given_stays():
    row = lambda g, t: f"p{g},{t + 1},{x(g, t)},{'uv'[g * t % 3 % 2]}"  # noqa: E731
    assert proposed("who,visit,x,label", row, group="who")[0].time == "visit"
    options, _ = proposed("patient,visit,x,label", row, time="x")
    assert (options.group, options.time) == (None, "x")


def test_dates_that_meet_by_chance_make_no_sequences_of_classes():
    days = [f"2024-{1 + n * 7 % 12:02d}-{1 + n * 11 % 28:02d}" for n in range(34)]
    days += [days[0], days[5]]
    rows = "".join(f"{['drug', 'none', 'half'][n // 12]},{day},{n * 7 % 13 / 4}\n" for n, day in enumerate(days))
    options, _ = suggested_options(read(f"group,day,x\n{rows}".encode(), name="a.csv"))
    assert (options.label, options.group) == ("group", None)
