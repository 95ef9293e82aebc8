"""A file that is not taken: said above the page and where it was given, and what was there stays."""

import io
import zipfile

import pytest

from pages.shared.markdown import plain

CSV = b"kind,x\na,1\nb,2\na,3\nb,4\n"
NO_TAPE = "This file is no saved tape: choose one that “Save tape” gave, whose name ends in .tape.zip."
TAPE_NOT_TAKEN = ":red[Not taken]: the sentence above the page says why."
ALSO = " On the Data page it can be read another way."


def zipped(name, content):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("content", [b"", CSV, zipped("iris.csv", CSV)], ids=["empty", "a CSV", "another archive"])
def test_what_is_called_a_saved_tape_and_is_none_is_refused_as_one(app, content):
    before = app.session_state["session"].tape
    app.file_uploader(key="upload").upload("mine.tape.zip", content, "application/zip").run()
    assert [error.value for error in app.error] == [plain(f"mine.tape.zip: {NO_TAPE}", 400)]
    assert TAPE_NOT_TAKEN in [caption.value for caption in app.sidebar.caption]
    assert app.session_state["session"].tape is before
    app.file_uploader(key="upload").upload("mine.csv", CSV, "text/csv").run()
    assert not app.error
    assert not any("Not taken" in caption.value for caption in app.sidebar.caption)


def test_of_a_text_it_is_said_that_it_can_be_read_another_way(app):
    app.file_uploader(key="upload").upload("one.csv", b"//y,x\n//a,1\n", "text/csv").run()
    assert app.error
    assert TAPE_NOT_TAKEN + ALSO in [caption.value for caption in app.sidebar.caption]
