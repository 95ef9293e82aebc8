"""The data in a visitor's hands, the page run without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from nets.workspace.workspace import OWN_FILE
from tests.pages.conftest import FRAME


def session_of(app):
    return app.session_state["session"]


def test_a_refused_reading_is_said_once_and_what_was_loaded_stays(app):
    raw = b"ort;wert;klasse\nA;1,5;x\nB;2,5;y\nC;3,5;x\n"
    app.file_uploader(key="upload").upload("messung.csv", raw, "text/csv").run()
    before = session_of(app).table
    app.selectbox(key="read_encoding").select("utf-16").run()
    assert not app.exception
    assert len(app.error) == 1
    assert session_of(app).table is before
    assert app.selectbox(key="read_encoding").value is None
    app.selectbox(key="read_header").select(False).run()
    assert session_of(app).table.n_rows == before.n_rows + 1
    assert session_of(app).problem is None
    assert "“wert” on line 1" in session_of(app).obstacle  # shown as it was read all the same
    assert len(app.error) == 1
    assert len(app.switch_page("deck/page.py").run().error) == 1


def test_what_was_chosen_for_the_columns_is_there_again_after_a_wrong_delimiter(app):
    raw = b"y;x1;x2;x3\na;1;2;3\nb;2;5;1\na;3;3;3\nb;4;1;2\n"
    app.file_uploader(key="upload").upload("mine.csv", raw, "text/csv").run()
    app.multiselect(key="choice_left_out").select("x2").run()
    chosen = session_of(app).options
    app.selectbox(key="read_delimiter").select("|").run()
    assert session_of(app).table.columns == ("y;x1;x2;x3",)
    assert "one column only" in session_of(app).obstacle
    app.selectbox(key="read_delimiter").set_value(None).run()
    assert session_of(app).options == chosen
    assert session_of(app).obstacle is None
    assert not app.exception


def test_a_refused_file_can_be_read_another_way(app):
    """Every line begins with a mark that is taken for a delimiter; the visitor knows better."""
    before = session_of(app).table
    app.file_uploader(key="upload").upload("odd.csv", b"//y,x\n//a,1\n//b,2\n//a,3\n", "text/csv").run()
    assert session_of(app).table is before
    assert "odd.csv: " in session_of(app).problem
    app.selectbox(key="refused_encoding").select("utf-16").run()
    assert "cannot be read as utf-16" in session_of(app).problem
    assert len(app.error) == 1
    assert session_of(app).table is before
    app.selectbox(key="refused_encoding").set_value(None).run()
    app.selectbox(key="refused_delimiter").select(",").run()
    assert session_of(app).dataset.classes == ("//a", "//b")
    assert session_of(app).problem is None
    assert app.selectbox(key="read_delimiter").value == ","
    assert not app.exception


def test_lines_that_look_like_no_rows_are_had_back_by_a_click(app):
    raw = b"kind,x\na,1\nb,4\nkind,x\na,2\nb,3\nTotal,10\n"
    app.file_uploader(key="upload").upload("sums.csv", raw, "text/csv").run()
    assert session_of(app).dataset.classes == ("a", "b")
    app.selectbox(key="read_verbatim").select(True).run()
    assert session_of(app).table.cells["kind"].tolist() == ["a", "b", "kind", "a", "b", "Total"]
    app.selectbox(key="read_verbatim").set_value(None).run()
    assert session_of(app).table.n_rows == 4
    assert not app.exception


def test_a_table_nothing_can_be_suggested_for_can_be_opened_and_corrected(app):
    """All its columns but measured ones hold one class."""
    raw = b"place,x,z,unit\nlab,1.5,9,cm\nlab,2.25,2,cm\nlab,3.5,8,cm\nlab,5.25,7,cm\n"
    before = session_of(app).dataset
    app.file_uploader(key="upload").upload("one.csv", raw, "text/csv").run()
    assert "choose another label column" in session_of(app).problem
    app.button(key="look_at_refused").click().run()
    assert session_of(app).table.columns == ("place", "x", "z", "unit")
    assert session_of(app).dataset is before
    app.selectbox(key="label").select("x").run()
    assert session_of(app).obstacle is None
    assert (session_of(app).dataset.features, len(session_of(app).dataset.classes)) == (("z",), 3)
    assert not app.exception


@pytest.mark.parametrize("raw", [b"PK\x03\x04" + bytes(300), b"", b'{"a": [1, {"b": 2}]}'])
def test_what_is_no_table_at_all_is_not_offered_to_be_read_another_way(app, raw):
    app.file_uploader(key="upload").upload("bad.csv", raw, "text/csv").run()
    assert "bad.csv: " in session_of(app).problem
    assert not any(box.key == "refused_encoding" for box in app.selectbox)


ARFF = b"@relation r\n@attribute y {a,b}\n@attribute x real\n@data\na,1\nb,2\na,3\nb,5\n"


def test_a_format_of_its_own_offers_only_what_means_something_there(app):
    app.file_uploader(key="upload").upload("mine.arff", ARFF, "text/plain").run()
    assert session_of(app).dataset.classes == ("a", "b")
    assert any("an ARFF file" in text.value for text in app.markdown)
    keys = {box.key for box in app.selectbox if box.key.startswith("read_")}
    assert keys == {"read_encoding", "read_delimiter", "read_decimal", "read_day_first"}
    app.selectbox(key="read_delimiter").select(",").run()
    assert "read_skip" in {box.key for box in app.selectbox}
    assert session_of(app).table.form == ""
    app.selectbox(key="read_delimiter").set_value(None).run()
    assert session_of(app).dataset.classes == ("a", "b")
    assert not app.exception


def test_a_format_that_was_refused_can_be_read_as_delimited_text(app):
    app.file_uploader(key="upload").upload("mine.arff", ARFF.replace(b"@data\n", b""), "text/plain").run()
    assert "no line @data" in session_of(app).problem
    assert "refused_skip" not in {box.key for box in app.selectbox}
    app.selectbox(key="refused_delimiter").select(",").run()
    assert session_of(app).problem is None
    assert session_of(app).table.form == ""
    assert "read_skip" in {box.key for box in app.selectbox}
    assert not app.exception


def test_of_two_columns_that_begin_alike_the_one_chosen_is_taken(app):
    long = "How satisfied are you with these parts of the course you took last year? "
    names = [f"{long}[{part}]" for part in ("Lectures", "Exercises", "Room")]
    rows = [f"{'ab'[i % 2]},{i % 5},{i % 3},{i % 4}" for i in range(20)]
    raw = "\n".join([",".join(["y", *names]), *rows]).encode()
    app.file_uploader(key="upload").upload("survey.csv", raw, "text/csv").run()
    for name in names:
        app.selectbox(key="choice_group").set_value(name).run()
        assert session_of(app).options.group == name
        app.multiselect(key="choice_left_out").set_value([name]).run()
        assert session_of(app).options.left_out == (name,)


def test_for_another_label_all_else_is_proposed_and_a_choice_that_does_not_go_with_it_waits(app):
    session = session_of(app)
    app.selectbox(key="dataset").select("breast_cancer.csv").run()
    measured = session.table.columns[1]
    app.selectbox(key="label").select(measured).run()
    assert session.obstacle is None
    assert (session.dataset.label, len(session.dataset.classes)) == (measured, 3)
    before = session.dataset
    app.selectbox(key="choice_categories").select("refuse").run()
    assert "not a number" in session.obstacle
    assert session.dataset is before
    app.selectbox(key="choice_categories").select("one-hot").run()
    assert session.obstacle is None
    assert not app.exception


def test_a_column_has_one_place(app):
    session = session_of(app)
    app.selectbox(key="dataset").select("iris.csv").run()
    name = session.table.columns[1]
    app.multiselect(key="choice_left_out").select(name).run()
    assert session.options.left_out == (name,)
    app.selectbox(key="choice_group").select(name).run()
    assert (session.options.left_out, session.options.group) == ((), name)
    app.selectbox(key="label").select(name).run()
    assert session.options.group is None


def test_a_problem_made_to_order_takes_the_place_of_the_own_table_and_undo_brings_it_back(app):
    session = session_of(app)
    app.button(key="make_problem").click().run()
    assert (session.choice, session.table.n_rows) == ("own file", 200)
    assert app.selectbox(key="dataset").value == "own file"
    app.number_input(key="problem_rows").set_value(30).run()
    app.button(key="make_problem").click().run()
    assert session.table.n_rows == 30
    app.button(key="undo").click().run()
    assert session.table.n_rows == 200
    app.button(key="undo").click().run()
    assert session.choice == app.selectbox(key="dataset").value == "lecture_mlp.csv"
    assert not app.exception


def test_two_sessions_with_nearly_the_same_60_000_rows_keep_apart(app):
    """One cell differs, where a sample of the rows would not find it; nothing kept for one is shown to the other."""
    other = AppTest.from_file(FRAME, default_timeout=60)
    other.run().switch_page("data/page.py").run()
    rows = [f"{'ab'[i % 2]},{i % 97},{i % 89}" for i in range(60_000)]
    for at, own in ((app, "12345"), (other, "54321")):
        mine = [*rows]
        mine[31_337] = f"b,{own},1"
        at.file_uploader(key="upload").upload("mine.csv", "\n".join(["y,x1,x2", *mine]).encode(), "text/csv").run()
        at.number_input(key="way_row").set_value(31_338).run()
    for at, own in ((app, "12345"), (other, "54321")):
        at.run()
        shown = [table.value.to_string() for table in at.dataframe]
        assert any(own in text for text in shown)
        assert not any({"12345": "54321", "54321": "12345"}[own] in text for text in shown)
        assert session_of(at).dataset.inputs.max() == float(own)


def test_a_title_that_the_own_table_no_longer_has_is_no_choice(app):
    """A browser that has not drawn the new title yet tells the old one."""
    app.file_uploader(key="upload").upload("mine.csv", b"y,x\na,1\nb,2\na,3\nb,4\n", "text/csv").run()
    choices = app.selectbox(key="dataset")
    choices.options[choices.options.index("Your file: mine.csv")] = "Your file: mine.csv, changed"
    choices.set_value("Your file: mine.csv, changed").run()
    assert not app.exception
    assert session_of(app).choice == OWN_FILE


def test_the_browser_is_told_the_name_of_a_file_that_takes_the_place_of_another(app):
    """The choice, an own table, is the same as before: Streamlit alone would leave the old name in the list."""
    for name in ("one.csv", "two.csv"):
        app.file_uploader(key="upload").upload(name, b"y,x\na,1\nb,2\na,3\nb,4\n", "text/csv").run()
        told = app.selectbox(key="dataset").proto
        assert (told.set_value, told.raw_value) == (True, f"Your file: {name}")
    assert not app.run().selectbox(key="dataset").proto.set_value


def test_labels_that_are_alike_are_named_once_and_made_one_by_a_choice(app):
    raw = b"y,x\nYes,1\nYES,2\nno,5\nYes,4\nno,7\nYES,3\n"
    app.file_uploader(key="upload").upload("mine.csv", raw, "text/csv").run()
    assert session_of(app).dataset.classes == ("YES", "Yes", "no")
    shown = [*app.caption, *app.markdown]
    assert sum(each.value.count("differ only in capital letters") for each in shown) == 1  # beside the choice
    app.switch_page("deck/page.py").run()
    assert sum("differ only in capital letters" in caption.value for caption in app.caption) == 1  # in the sidebar
    app.switch_page("data/page.py").run()
    app.selectbox(key="choice_alike").select("one").run()
    assert session_of(app).dataset.classes == ("YES", "no")
    assert not app.exception


def test_time_steps_become_rows_and_columns_again_and_a_time_gives_its_hour(app):
    rows = "".join(
        f"{'ab'[k % 2]},2024-05-0{1 + k} 0{k * k % 9}:30,{k * k % 5},{k * 3 % 7},{k * 5 % 9}\n" for k in range(8)
    )
    app.file_uploader(key="upload").upload("wide.csv", f"kind,at,x1,x2,x3\n{rows}".encode(), "text/csv").run()
    app.button(key="add_hour").click().run()
    assert session_of(app).dataset.features == ("x1", "x2", "x3", "at hour")
    app.button(key="steps_to_rows").click().run()
    assert session_of(app).options.group == "sequence"
    assert session_of(app).table.n_rows == 24
    assert any("time steps “x1” to “x3” became a row" in text.value for text in app.markdown)
    app.button(key="rows_to_steps").click().run()
    assert session_of(app).table.columns == ("kind", "at", "at hour", "sequence", "x_1", "x_2", "x_3")
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert session_of(app).table.columns == ("kind", "at", "x1", "x2", "x3")
    assert not app.exception
