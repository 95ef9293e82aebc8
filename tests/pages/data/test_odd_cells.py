"""Cells that are not like the rest of their column, the page run without a browser."""

ROWS = [
    f"{'ab'[n % 2]};{'n.d.' if n == 3 else n / 4};{'<0,5' if n == 5 else n * 7 % 30};{-999 if n in (2, 7) else n % 10}"
    for n in range(30)
]
RAW = "\n".join(["kind;dose;lead;wind", *ROWS]).replace(".", ",").replace("n,d,", "n.d.").encode()


def session_of(app):
    return app.session_state["session"]


def values_of(app, name):
    data = session_of(app).dataset
    return data.inputs[:, data.features.index(name)].tolist()


def test_odd_cells_are_shown_with_their_lines_and_had_otherwise_by_a_click(app):
    app.file_uploader(key="upload").upload("lab.csv", RAW, "text/csv").run()
    assert not app.exception
    assert session_of(app).dataset.n_rows == 28  # without the rows of the two gaps
    shown = " ".join(each.value for each in app.markdown)
    assert "n\\.d\\.” no value: a gap in 1 cell :gray[line 5]" in shown
    assert "perhaps a missing value: read as -999 in 2 cells :gray[lines 4, 9]" in shown.replace("\\", "")
    assert -999 in values_of(app, "wind")
    said = " ".join(each.value for each in app.caption)
    assert "Nothing had to be" not in said  # of a file whose cells became gaps
    app.toggle(key="odd_missing_codes_3").set_value(True).run()
    assert session_of(app).dataset.n_rows == 26
    assert -999 not in values_of(app, "wind")
    app.selectbox(key="choice_inexact").select("half").run()
    assert 0.25 in values_of(app, "lead")
    app.selectbox(key="choice_inexact").select("number").run()
    assert 0.5 in values_of(app, "lead")
    app.toggle(key="odd_missing_codes_3").set_value(False).run()
    app.toggle(key="odd_as_text_1").set_value(True).run()
    assert "different texts" in session_of(app).obstacle  # 30 are too many for one-hot
    shown = " ".join(each.value for each in app.markdown)
    assert "n\\.d\\.” no value: a text in 1 cell" in shown
    assert "a gap in 1 cell" not in shown.split("**lead**")[0]
    app.toggle(key="odd_as_text_1").set_value(False).run()
    assert session_of(app).obstacle is None
    assert session_of(app).dataset.n_rows == 29
    assert not app.exception


def test_a_code_chosen_to_be_a_missing_value_leaves_its_rows_out_of_the_net_aloud(app):
    rows = [f"{'ab'[n % 2]},{-888 if n in (4, 9) else n % 10}" for n in range(30)]
    app.file_uploader(key="upload").upload("sea.csv", "\n".join(["kind,salt", *rows]).encode(), "text/csv").run()
    assert -888 in values_of(app, "salt")
    app.toggle(key="odd_missing_codes_1").set_value(True).run()
    assert not app.error
    assert -888 not in values_of(app, "salt")
    assert app.selectbox(key="choice_missing").value == "leave out rows"
    shown = " ".join(each.value for each in app.markdown)
    assert "Rows with a missing value were left out" in shown
    assert "2 rows with a missing value left out" in shown


def test_codes_are_texts_until_they_are_to_be_numbers(app):
    rows = [f"{'ab'[n % 2]},{n * n % 7},{('01067', '80331', '20095')[n % 3]}" for n in range(12)]
    app.file_uploader(key="upload").upload("zip.csv", "\n".join(["kind,x,zip", *rows]).encode(), "text/csv").run()
    assert session_of(app).dataset.features == ("x", "zip = 01067", "zip = 20095", "zip = 80331")
    app.toggle(key="odd_as_numbers_2").set_value(True).run()
    assert session_of(app).dataset.features == ("x", "zip")
    assert values_of(app, "zip")[0] == 1067


def test_nothing_is_shown_of_a_table_without_odd_cells(app):
    assert "Odd cells" not in " ".join(each.value for each in app.markdown)


def test_a_switch_whose_column_is_refused_as_text_says_so_beside_it(app):
    rows = [f"{'uv'[n % 2]},{'lost' if n == 11 else n / 8},{'lost' if n == 13 else n % 3}" for n in range(48)]
    app.file_uploader(key="upload").upload("lake.csv", "\n".join(["kind,zinc,step", *rows]).encode(), "text/csv").run()

    def said():
        return [error.value for error in app.main.error if "Not on the tape yet" in error.value]

    assert not said()
    app.toggle(key="odd_as_text_2").set_value(True).run()
    assert not said()  # 4 texts become one-hot
    app.toggle(key="odd_as_text_1").set_value(True).run()
    beside, among_options = said()
    assert beside == among_options
    assert "zinc" in beside
    assert "different texts" in beside
    app.toggle(key="odd_as_text_1").set_value(False).run()
    assert not said()
    assert not app.exception
