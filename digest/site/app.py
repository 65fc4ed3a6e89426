"""The application: which address is answered by what."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from aiohttp import web

from digest.readers.addresses import Addresses
from digest.readers.keys import Keys
from digest.readers.links import Links
from digest.site import pages
from digest.site.archive import CONTENT_ID, Archive
from digest.site.forms import LARGEST
from digest.site.guard import guarded
from digest.site.limits import Limits
from digest.site.linked import Linked
from digest.site.parts import Parts
from digest.site.readers import Readers
from digest.site.subscribing import Subscribing
from domain.errors import ConfigError
from domain.mail_settings import LetterSettings, SiteSettings
from store.clients import Database, Document
from store.digests import Digests
from store.schema import is_synthetic

GRACE = 5.0
"""Seconds that what is in hand has to end."""

EVENLY = 0.3
"""Seconds: far more than the store needs, so that its haste tells nothing. To write
nothing, as for a reader who has the letter, takes it a millisecond less."""

WEEK = r"{week:\d{4}-\d\d-\d\d}"


def _now() -> datetime:
    return datetime.now(UTC)


def application(  # noqa: PLR0913 - what it is made of
    database: Database[Document],
    settings: SiteSettings,
    letter: LetterSettings,
    keys: Keys,
    *,
    limits: Limits | None = None,
    evenly: float = EVENLY,
    clock: Callable[[], datetime] = _now,
) -> web.Application:
    """The pages over ``database``, at the path of ``settings.url``.

    Who asks for letters waits ``evenly`` seconds for the answer.
    """
    parts = Parts(
        database=database,
        settings=settings,
        readers=Readers(database, Addresses(keys), clock),
        digests=Digests(database),
        links=Links(keys, settings.url, clock=clock),
        limits=limits or Limits(),
        clock=clock,
        evenly=evenly,
        public=letter.public,
        synthetic=is_synthetic(database),
        began_at=clock(),
    )
    app = web.Application(middlewares=[guarded(parts)], client_max_size=LARGEST)
    app.add_routes(_routes(parts))
    return app


def _routes(parts: Parts) -> list[web.RouteDef]:
    subscribing, linked, archive = Subscribing(parts), Linked(parts), Archive(parts)
    at = parts.prefix
    return [
        web.get(f"{at}/", subscribing.home),
        *([web.get(at, subscribing.home)] if at else []),
        web.post(f"{at}/subscribe", subscribing.subscribe),
        web.get(f"{at}/confirm", linked.confirm_page),
        web.post(f"{at}/confirm", linked.confirm),
        web.get(f"{at}/preferences", linked.preferences_page),
        web.post(f"{at}/preferences", linked.preferences),
        web.get(f"{at}/unsubscribe", linked.unsubscribe_page),
        web.post(f"{at}/unsubscribe", linked.unsubscribe),
        web.get(f"{at}/letters", archive.letters),
        web.get(f"{at}/letters/{WEEK}", archive.letter),
        web.get(f"{at}/letters/{WEEK}/{{picture:{CONTENT_ID}}}.png", archive.picture),
        web.get(f"{at}/feed.atom", archive.feed),
        web.get(f"{at}/{pages.style_name()}", _style),
        web.get("/favicon.ico", _no_icon),
    ]


async def serve(
    app: web.Application,
    settings: SiteSettings,
    *,
    stop: threading.Event,
    ready: Callable[[str], None] = lambda _address: None,
) -> None:
    """Serve until ``stop`` is set; ``ready`` is told the address. Port 0 takes any.

    There is no log of requests: tokens stand in addresses. Raises ConfigError if the
    address cannot be had.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        await _listen(runner, settings)
        ready(f"http://{settings.address}:{runner.addresses[0][1]}")
        await asyncio.to_thread(stop.wait)
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: SiteSettings) -> None:
    try:
        await web.TCPSite(runner, settings.address, settings.port).start()
    except OSError as error:
        raise ConfigError(
            f"the pages cannot be served on {settings.address}:{settings.port} "
            f"({error.strerror}); give site.port another number"
        ) from None


async def _style(_request: web.Request) -> web.Response:
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return web.Response(text=pages.style(), content_type="text/css", headers=headers)


async def _no_icon(_request: web.Request) -> web.Response:
    # A letter in its sandbox has no origin: to it we are another.
    headers = {"Cross-Origin-Resource-Policy": "cross-origin"}
    return web.Response(status=204, headers=headers)
