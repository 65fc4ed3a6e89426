"""The gate before Streamlit, where sign-in is on.

Streamlit itself opens a session for everyone who comes, and takes their files into
memory, a hundred megabytes each and as many as they like; and its sign-out leaves
other windows open, and a copied cookie good.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import HTTPConnection
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.sign_in import AuthSettings
from ui import doorway, identity
from ui.entering import FIRST_PAGE, SIGN_OUT, Answer, answer, landing
from ui.windows import POLICY, Windows

ASKED = "kayfiyat_asked"
"""The cookie with the page that was asked for, while its reader signs in."""

MINUTES = 15
"""That a sign-in may take, with a second factor and all."""

Claims = Mapping[str, Any]
Identify = Callable[[Mapping[str, str]], Claims | None]


class Gate:
    """Lets those in who may come; the rest never reach what stands behind."""

    def __init__(
        self, app: ASGIApp, *, auth: AuthSettings, identify: Identify = identity.claims
    ) -> None:
        self._app = app
        self._auth = auth
        self._identify = identify
        self._windows = Windows()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        knock = HTTPConnection(scope)
        came = self._answer(knock)
        if came is Answer.ENTER:
            await self._enter(knock, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY})
        else:
            await self._said(came, knock)(scope, receive, send)

    def _answer(self, knock: HTTPConnection) -> Answer:
        claims = self._claims(knock)
        return answer(
            knock.scope["path"],
            role=None if claims is None else self._auth.role(claims),
            signed_in=claims is not None,
            returning=not _query(knock) and _asked(knock) != FIRST_PAGE,
        )

    def _claims(self, knock: HTTPConnection) -> Claims | None:
        if self._windows.over(identity.sign_in_of(knock.cookies)):
            return None
        return self._identify(knock.cookies)

    async def _enter(self, knock: HTTPConnection, receive: Receive, send: Send) -> None:
        sign_in = identity.sign_in_of(knock.cookies)
        if knock.scope["type"] == "websocket":
            with self._windows.opened(sign_in, send):
                await self._app(knock.scope, receive, send)
            return
        # Only a real one is ended, so that strangers cannot fill the memory.
        ends = knock.scope["path"] == SIGN_OUT and self._claims(knock) is not None
        if ends:
            self._windows.end(sign_in)
        await self._app(knock.scope, receive, send)
        if ends:
            await self._windows.close(sign_in, to=FIRST_PAGE)

    def _said(self, came: Answer, knock: HTTPConnection) -> Response:
        if came is Answer.BEGIN:
            return self._begun(landing(knock.query_params.get("to", "")))
        if came is Answer.RETURN:
            back = RedirectResponse(_asked(knock), status_code=303)
            back.delete_cookie(ASKED)
            return back
        if came is Answer.REFUSE:
            return PlainTextResponse("Not for you.\n", 403, headers=doorway.HEADERS)
        doorway.listen(_query(knock), knock.headers)
        asked = f"{knock.scope['path']}?{_query(knock)}"
        page = doorway.ask(asked) if came is Answer.ASK else doorway.turn_away()
        return HTMLResponse(page, 403, headers=doorway.HEADERS)

    def _begun(self, asked: str) -> Response:
        onward = RedirectResponse(identity.way_in(), 303)
        onward.set_cookie(
            ASKED,
            quote(asked, safe=""),
            max_age=MINUTES * 60,
            httponly=True,
            samesite="lax",
            secure=self._auth.redirect_uri.startswith("https:"),
        )
        return onward


def _query(knock: HTTPConnection) -> str:
    # Like the path, from the request's own line: Starlette puts its ``url`` together
    # with the Host header, in which anyone may write a path.
    return str(knock.scope["query_string"], "latin-1")


def _asked(knock: HTTPConnection) -> str:
    """Read as if a stranger had written it, as one may have."""
    return landing(unquote(knock.cookies.get(ASKED, FIRST_PAGE)))
