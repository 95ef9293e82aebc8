"""Files as Streamlit hands them out."""

from streamlit.runtime.uploaded_file_manager import UploadedFile


def hand_out_uncopied() -> None:
    """Have an uploaded file handed out as it is.

    Streamlit copies the value of each widget at every run of a page, so that no page changes it: of a file all bytes,
    and here they are only read.
    """
    UploadedFile.__deepcopy__ = lambda file, memo: file
