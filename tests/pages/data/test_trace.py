"""The trace of one row, checked by hand: what is shown is what the net gets, and follows from the texts of the file."""

from datetime import date

import numpy as np
import pytest

GAP = ("", "n/a")
ROWS = [
    ("gut", "1.234,5", "03.04.2025", "München", "12,5 %"),
    ("gut", "1.300,25", "04.04.2025", "Köln", "13 %"),
    ("schlecht", "", "05.04.2025", "Köln", "n/a"),
    ("schlecht", "1.100,0", "13.04.2025", "", "9,75 %"),
    ("gut", "1.050,0", "14.04.2025", "Berlin", "11 %"),
    ("schlecht", "990,5", "", "Berlin", "10 %"),
    ("gut", "1.500,5", "16.04.2025", "München", "14 %"),
    ("schlecht", "987,25", "17.04.2025", "Bonn", ""),
]
HEADER = "Klasse;Länge;Datum;Stadt;Anteil"
FILE = "\n".join([HEADER, *(";".join(row) for row in ROWS)]).encode("cp1252")


def number(text):
    return np.nan if text in GAP else float(text.removesuffix("%").strip().replace(".", "").replace(",", "."))


def day(text):
    return (
        np.nan if text in GAP else date(*map(int, reversed(text.split(".")))).toordinal() - date(1970, 1, 1).toordinal()
    )


def worked_out(training, *, fill, standardise):
    """The inputs of every row (B, D) by name, from the texts above; rules from the rows in `training` alone."""
    inputs = {}
    for k, name, read in ((1, "Länge", number), (2, "Datum", day), (4, "Anteil", number)):
        values = np.array([read(row[k]) for row in ROWS])
        if name == "Datum":
            values = values - np.nanmin(values[training])
        values = np.where(np.isnan(values), fill(values[training]), values)
        if standardise:
            values = (values - values[training].mean()) / values[training].std()
        inputs[name] = values
    for city in sorted({row[3] for row, used in zip(ROWS, training, strict=True) if used}):
        inputs[f"Stadt = {city or '(empty)'}"] = np.array([float(row[3] == city) for row in ROWS])
    return inputs


def shown(app, column):
    """The table on the page that has this column."""
    (table,) = [table.value for table in app.dataframe if column in table.value.columns]
    return table


@pytest.mark.parametrize(
    ("rule", "preset", "split", "fill"),
    [
        ("mean", "Modern", 0.0, np.nanmean),
        ("median", "Modern", 0.3, np.nanmedian),
        ("zero", "Lecture", 0.0, lambda _: 0),
    ],
)
def test_what_is_shown_of_a_row_is_what_the_net_gets(app, tapes, rule, preset, split, fill):
    app.file_uploader(key="upload").upload("messung.csv", FILE, "text/csv").run()
    app.multiselect(key="choice_left_out").set_value([])
    app.selectbox(key="choice_missing").select(rule)
    app.button(key=f"preset_{preset}").click().run()
    app.number_input(key="validation_split").set_value(split).run()
    assert not app.exception
    given = tapes.given
    held = np.zeros(len(ROWS), bool) if given.is_validation is None else given.is_validation
    assert held.any() == (split > 0)
    expected = worked_out(~held, fill=fill, standardise=preset == "Modern")
    for row in range(len(ROWS)):
        app.number_input(key="way_row").set_value(row + 1).run()
        forth, target = shown(app, "1 · Text in the file"), shown(app, "Target")
        (*names, constant), (*values, one) = forth["Input"], forth["Value"]
        assert (constant, one) == ("1", "1")
        assert sorted(names) == sorted(expected)
        read = [float(value.replace("−", "-")) for value in values]
        assert read == pytest.approx([expected[name][row] for name in names], rel=1e-5, abs=1e-12)
        assert read == pytest.approx(given.inputs[row].tolist(), rel=1e-5, abs=1e-12)
        assert target.to_numpy().tolist() == [[name, int(name == ROWS[row][0])] for name in ("gut", "schlecht")]
        assert given.targets[row] == ("gut", "schlecht").index(ROWS[row][0])
        texts = dict(zip(forth["Column"], forth["1 · Text in the file"], strict=True))
        assert [texts[name] for name in HEADER.split(";")[1:]] == [text or "(empty)" for text in ROWS[row][1:]]
