"""Files as Streamlit hands them out, and what it is asked for by a page that has been left (seen in 1.67)."""

from functools import wraps

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.uploaded_file_manager import UploadedFile


def hand_out_uncopied() -> None:
    """Have an uploaded file handed out as it is.

    Streamlit copies the value of each widget at every run of a page, so that no page changes it: of a file all bytes,
    and here they are only read.
    """
    UploadedFile.__deepcopy__ = lambda file, memo: file


def let_go_of_pages_left() -> None:
    """Have nothing drawn for a fragment of another page than the one that was opened last.

    A fragment of a page that draws itself anew may ask for it after a visitor's click on another page, while the
    browser still shows the old one. Streamlit would then, once it has drawn the new page, turn back to the old one for
    that fragment, which is there no more: the browser takes the new page away and has nothing to show in its place.
    """
    request_rerun = AppSession.request_rerun

    @wraps(request_rerun)
    def request_on_this_page(session: AppSession, client_state: ClientState | None) -> None:
        if client_state is not None:
            page = client_state.page_script_hash
            opened = getattr(session, "page_opened", "")
            if client_state.fragment_id and opened and page != opened:
                return
            if not client_state.fragment_id:
                session.page_opened = page  # "" where the address alone tells
        request_rerun(session, client_state)

    AppSession.request_rerun = request_on_this_page
