"""A file that was uploaded is held once, however often the page is drawn."""

from copy import deepcopy

import pytest
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from pages.shared.streamlit_patches import hand_out_uncopied


@pytest.fixture
def _as_it_was():
    yield
    del UploadedFile.__deepcopy__


@pytest.mark.usefixtures("_as_it_was")
def test_an_uploaded_file_is_handed_out_as_it_is():
    raw = b"y,x\na,1\n" * 1000
    file = UploadedFile(UploadedFileRec("1", "a.csv", "text/csv", raw), FileURLs())
    assert deepcopy(file) is not file  # else there would be nothing to do
    hand_out_uncopied()
    assert deepcopy(file) is file
    assert file.getvalue() is raw
