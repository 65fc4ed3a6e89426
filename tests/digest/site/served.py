"""The pages on a real socket over a real database, and readers who use them."""

from __future__ import annotations

import asyncio
import threading
from base64 import b64decode
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from digest.readers.addresses import Addresses
from digest.readers.keys import Keys
from digest.readers.links import Links
from digest.site.app import application, serve
from digest.site.limits import Limits
from domain.deliveries import Delivery
from domain.letters import Edition
from domain.mail_settings import LetterSettings, SiteSettings
from domain.reforms import Reform
from store.clients import Database, Document
from store.deliveries import Deliveries
from store.digests import Digests
from store.reforms import save_titles
from store.subscribers import Subscribers

KEYS = Keys.of(b"k" * 32)
ADDRESSES = Addresses(KEYS)
NOON = datetime(2026, 3, 10, 7, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
URL = "https://mood.example.uz/letters-by-mail"
PATH = urlsplit(URL).path

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNg"
    "AAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
"""One black point."""

REFORMS = (
    Reform(
        "energy_tariffs",
        {"uz-Latn": "Tariflar", "uz-Cyrl": "Тарифлар", "ru": "Тарифы", "en": "Tariffs"},
    ),
    Reform("land_code", {"en": "Land code", "ru": "Земельный кодекс"}),
    Reform("hostile", {"en": HOSTILE}),
)

FORM = {"address": "Ali@example.uz", "language": "ru"}


@dataclass
class Answer:
    """What came back; ``headers`` without what differs from second to second."""

    status: int
    text: str
    headers: Mapping[str, str]


@dataclass
class Site:
    """The pages, and what stands behind them."""

    database: Database[Document]
    base: str
    clock: list[datetime] = field(default_factory=lambda: [NOON])

    def __post_init__(self) -> None:
        self.subscribers = Subscribers(self.database)
        self.deliveries = Deliveries(self.database)
        self.links = Links(KEYS, URL, clock=lambda: self.clock[0])

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, headers=headers)

    async def post(
        self, path: str, form: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        return await self.ask("POST", path, data=form, headers=headers or {})

    async def ask(self, method: str, path: str, **how: Any) -> Answer:
        """``path`` may be a link from a letter."""
        asked = path if path.startswith(URL) else f"{PATH}{path}"
        async with (
            ClientSession() as session,
            session.request(
                method, self.base + asked.removeprefix("https://mood.example.uz"), **how
            ) as answer,
        ):
            headers = answer.headers.copy()
            headers.popall("Date", None)
            return Answer(answer.status, await answer.text(errors="replace"), headers)

    def id_of(self, address: str) -> str:
        return ADDRESSES.id_of(address.lower())

    def notes(self) -> list[Delivery]:
        """All that waits to be sent, taken."""
        found = iter(lambda: self.deliveries.take(by="test", now=LATER), None)
        return [each for each in found if each]


LATER = NOON + timedelta(days=400)


@asynccontextmanager
async def site_over(
    database: Database[Document],
    *,
    public: bool = True,
    limits: Limits | None = None,
    **settings: Any,
) -> AsyncIterator[Site]:
    save_titles(database, REFORMS)
    site = Site(database, "")
    app = application(
        database,
        SiteSettings(url=URL, **settings),
        LetterSettings(public=public),
        KEYS,
        limits=limits,
        evenly=0,
        clock=lambda: site.clock[0],
    )
    async with TestServer(app) as server:
        site.base = str(server.make_url("/")).rstrip("/")
        yield site


@contextmanager
def served(database: Database[Document]) -> Iterator[str]:
    """The address of the pages, served by a thread as the command serves them."""
    save_titles(database, REFORMS)
    settings = SiteSettings(url="http://127.0.0.1", port=1)
    # Port 0 takes any free one, which nobody would write into settings.
    anywhere = settings.model_copy(update={"port": 0})
    app = application(database, settings, LetterSettings(public=True), KEYS)
    ready, stop = threading.Event(), threading.Event()
    addresses: list[str] = []

    def told(address: str) -> None:
        addresses.append(address)
        ready.set()

    running = serve(app, anywhere, stop=stop, ready=told)
    thread = threading.Thread(target=asyncio.run, args=(running,))
    thread.start()
    try:
        assert ready.wait(30), "the pages were not served"
        yield addresses[0]
    finally:
        stop.set()
        thread.join()


def publish(
    database: Database[Document], week: date = MONDAY, *, public: bool = True
) -> None:
    """Keep a letter of ``week`` with a picture, hostile words and personal links."""
    digests = Digests(database)
    digests.claim(week, by="test", now=NOON)
    editions = {
        tag: Edition(
            f"{tag}: mood −12 & {HOSTILE}",
            f'<!doctype html><html lang="{tag}"><title>x</title><h1>{tag}</h1>'
            '<img src="cid:nation.1@kayfiyat" alt="−12" width="2" height="2">'
            '<script>document.title = "ran"</script>'
            '<a href="https://unsubscribe.invalid/">x</a></html>',
            f"{tag}: mood −12 & more\x0b\nin {week}\n\n{HOSTILE}\n",
            {"nation.1@kayfiyat": PNG},
        )
        for tag in ("uz", "uz-Cyrl", "ru", "en")
    }
    digests.save(
        week,
        facts="{}",
        editions=editions,
        public=public,
        synthetic=False,
        by="test",
        now=NOON + timedelta(days=(week - MONDAY).days),
    )


def everything(database: Database[Document]) -> dict[str, list[Document]]:
    """All documents, by collection."""
    names = sorted(database.list_collection_names())
    return {name: list(database[name].find().sort("_id", 1)) for name in names}
