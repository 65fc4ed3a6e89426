"""What the app says to browsers with every answer, and under which names it answers."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    # Streamlit's own page needs more than a strict policy lets it do; what stands
    # here it does not need. No other site may put the app in a frame.
    "Content-Security-Policy": "frame-ancestors 'self'; base-uri 'self'; "
    "object-src 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    # A view's filters stand in its address, and are nobody else's business.
    "Referrer-Policy": "no-referrer",
}

THIS_MACHINE = ["localhost", "127.0.0.1", "[::1]"]


class Headed:
    """Adds HEADERS to answers that have none of the kind."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, headed)


def without_sign_in() -> Middleware:
    """Only who asks for this machine is answered.

    Else a page elsewhere whose name leads here on its second look (DNS rebinding)
    reads the app in its visitor's browser: to the browser, and to Streamlit, which
    compares Origin with Host, it is one site.
    """
    return Middleware(TrustedHostMiddleware, allowed_hosts=THIS_MACHINE)
