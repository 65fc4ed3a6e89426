"""What holds for every answer: its language, its headers, and no error shown raw."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from digest.site import pages, troubles
from digest.site.parts import Parts, page
from domain.errors import StoreError
from shown.speech import TONGUES, accepted, speak, understood

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    # Tokens stand in addresses: no other site may learn from where a reader comes.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "browsing-topics=()",
    "Vary": "Accept-Language",
    "Cache-Control": "no-cache",
    "Server": "Kayfiyat",
}

UNSEEN = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}
"""Of answers that are for one reader."""

SAFE_FOR = {"Strict-Transport-Security": "max-age=31536000"}
"""Said over https alone (RFC 6797, 7.2)."""

KEPT = ("Allow", "Retry-After")
"""Headers of an error that our page in its place keeps."""

log = structlog.get_logger()


def guarded(parts: Parts) -> Middleware:
    """The middleware around all handlers."""
    always = HEADERS | (SAFE_FOR if parts.settings.url.startswith("https:") else {})

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        speak(language(request))
        answer = await _answered(parts, request, handler)
        own = UNSEEN if _is_for_one(request, answer) else {}
        for name, value in (always | own).items():
            answer.headers.setdefault(name, value)
        return answer

    return guard


def language(request: web.Request) -> str:
    """The language that the address names, else the browser's."""
    asked = request.query.get("lang", "")
    if asked in TONGUES:
        return asked
    return understood(accepted(request.headers.get("Accept-Language", "")))


def _is_for_one(request: web.Request, answer: web.StreamResponse) -> bool:
    return request.method == "POST" or "t" in request.query or answer.status >= 400


async def _answered(
    parts: Parts, request: web.Request, handler: Handler
) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        kept = {name: error.headers[name] for name in KEPT if name in error.headers}
        return trouble(parts, error.status, kept)
    except StoreError as error:
        log.warning("letters site", error=str(error))
        return trouble(parts, 503, {"Retry-After": "60"})
    except Exception as error:  # the reader must get a page, and it is noted
        _note(error)
        return trouble(parts, 500)


def trouble(
    parts: Parts, status: int, headers: dict[str, str] | None = None
) -> web.Response:
    """A page that says in a sentence what is wrong."""
    made = page(pages.words(parts.around(), troubles.trouble(status)), status=status)
    made.headers.update(headers or {})
    return made


def _note(error: Exception) -> None:
    """The kind and the place: an error's words may hold what a reader wrote."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    log.error(
        "letters site", error=type(error).__name__, at=f"{last.filename}:{last.lineno}"
    )
