"""The server: Streamlit's own, with trainers and readers started and ended beside it, plotly.js, and safe headers."""

from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nets.processes.memory import give_back_when_freed
from pages.shared.streamlit_patches import (
    PLOTLY_JS,
    draw_each_page_from_its_top,
    draw_fragments_in_their_turn,
    draw_the_page_for_what_is_beside_a_fragment,
    go_where_a_visitor_clicked,
    hand_out_uncopied,
    inline_script_hashes,
    search_modules_in_one_list,
    send_all_of_a_page,
)


def _content_security_policy() -> str:
    """Only this server's own scripts, styles and data, and the scripts that stand in Streamlit's own page."""
    allowed = " ".join(f"'sha256-{each}'" for each in inline_script_hashes())
    return (
        f"default-src 'none'; script-src 'self' blob: {allowed}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


FRAME = Path(__file__).parent / "pages" / "frame.py"
HEADERS = {
    "Content-Security-Policy": _content_security_policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


class SafeHeaders:
    """Adds to each answer the headers that keep a page from being framed, sniffed, traced, or from asking elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


async def plotly_js(request) -> FileResponse:
    """The plotly.js of the installed plotly; its address bears the version, so it may be kept for good."""
    return FileResponse(
        PLOTLY_JS, media_type="text/javascript", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


def feed(request: Request) -> Response:
    """What moves on the page of the visitor who has this token; not found for anybody else."""
    from pages.shared.components.live_updates import feed_of  # noqa: PLC0415 - as the page has it, which Streamlit loads anew if it changes

    found = feed_of(request.headers.get("X-Feed"))
    if found is None:
        return Response(status_code=404)
    return JSONResponse(found.news(unseen=_unseen(request)), headers={"Cache-Control": "no-store"})


def _unseen(request: Request) -> list[str]:
    """The keys of what is off the visitor's screen."""
    return request.headers.get("X-Unseen", "").split(",")


def playhead(request: Request) -> Response:
    """The visitor who has this token wishes to see an epoch of the tape: what moves on the page, as it is there."""
    from pages.shared.components.live_updates import feed_of, wish_of  # noqa: PLC0415 - see above

    found, wish = feed_of(request.headers.get("X-Feed")), wish_of(request.query_params)
    if found is None or wish is None:
        return Response(status_code=404 if found is None else 400)
    return JSONResponse(found.grant(wish, unseen=_unseen(request)), headers={"Cache-Control": "no-store"})


@asynccontextmanager
async def lifespan(app: st.App):
    """Trainers and readers as long as the server runs; TensorFlow loads while the first page is already served."""
    from pages.shared.keeper import keeper  # noqa: PLC0415 - a cached resource wants the server running
    from pages.shared.readers import readers  # noqa: PLC0415
    from pages.shared.trainers import trainers  # noqa: PLC0415

    give_back_when_freed()
    search_modules_in_one_list(FRAME)
    hand_out_uncopied()
    draw_each_page_from_its_top()
    draw_fragments_in_their_turn()
    draw_the_page_for_what_is_beside_a_fragment()
    go_where_a_visitor_clicked()
    send_all_of_a_page()
    pools = keeper(), trainers(), readers()
    yield {}
    for pool in pools:
        await anyio.to_thread.run_sync(pool.close)


def calm(error: Exception) -> bool:
    """Say that something went wrong without showing the insides; Streamlit has logged them."""
    st.error("Something went wrong on this page, and it is not your fault. Your table and your tape are still there.")
    return True


app = st.App(
    FRAME,
    lifespan=lifespan,
    routes=[
        Route("/assets/plotly.min.js", plotly_js),
        Route("/feed", feed),
        Route("/playhead", playhead, methods=["POST"]),
    ],
    middleware=[Middleware(SafeHeaders)],
    on_script_error=calm,
)
