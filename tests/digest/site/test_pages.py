"""Every answer is a page in its reader's language, guarded, and tells nobody else."""

from __future__ import annotations

import asyncio
import re
import threading

import pytest
from structlog.testing import capture_logs

from digest.readers.links import Purpose
from digest.site.app import application, serve
from domain.errors import ConfigError
from domain.mail_settings import LetterSettings, SiteSettings
from domain.subscribers import Wishes
from store.clients import Database, Document, connect
from tests.digest.site.served import (
    ADDRESSES,
    FORM,
    KEYS,
    NOON,
    PATH,
    URL,
    Site,
    publish,
    site_over,
)

ID = ADDRESSES.id_of("ali@example.uz")

PAGES = ["/", "/letters", *(f"/{each}" for each in Purpose), "/nothing"]


@pytest.mark.parametrize(
    "asked, header, tag",
    [
        ("", "", "en"),
        ("", "uz", "uz"),
        ("", "uz-Cyrl-UZ", "uz-Cyrl"),
        ("", "fr, ru;q=0.5", "ru"),
        ("?lang=uz", "ru", "uz"),
        ("?lang=uz-Cyrl", "", "uz-Cyrl"),
        ("?lang=fr", "ru", "ru"),
        ("?lang=%22%3E%3Cscript%3E", "", "en"),
    ],
)
async def test_the_language_is_the_addresss_else_the_browsers(
    site: Site, asked: str, header: str, tag: str
) -> None:
    answer = await site.get(f"/{asked}", **{"Accept-Language": header})

    assert f'<html lang="{tag}">' in answer.text
    assert f'hreflang="{tag}" aria-current="true"' in answer.text
    assert "<script" not in answer.text


async def test_reforms_are_named_in_the_language_or_in_english(site: Site) -> None:
    answer = await site.get("/?lang=uz")

    assert "<span>Tariflar</span>" in answer.text
    assert "<span>Land code</span>" in answer.text


async def test_the_languages_of_a_page_keep_its_address(site: Site) -> None:
    site.subscribers.ask(ID, b"x", Wishes("en"), now=NOON)
    link = site.links.confirm(ID)

    answer = await site.get(f"{link}&lang=uz")

    token = link.partition("?t=")[2]
    assert f'href="{PATH}/confirm?t={token}&amp;lang=ru"' in answer.text


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_lets_in_what_is_not_ours(site: Site, path: str) -> None:
    answer = await site.get(path)
    policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "aiohttp" not in answer.headers["Server"]
    assert "Set-Cookie" not in answer.headers
    assert not re.search(r"<(script|style|img)|<[^>]*\s(style|on\w+)=", answer.text)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("purpose", Purpose)
async def test_what_is_for_one_reader_is_neither_found_nor_kept(
    site: Site, purpose: Purpose, method: str
) -> None:
    site.subscribers.ask(ID, b"x", Wishes("en"), now=NOON)

    answer = await site.ask(method, getattr(site.links, purpose)(ID))

    assert answer.status == 200
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["", "/"])
async def test_the_front_page_may_be_found(site: Site, path: str) -> None:
    answer = await site.get(path)

    assert answer.status == 200
    assert "X-Robots-Tag" not in answer.headers


@pytest.mark.parametrize(
    "method, path, status",
    [
        ("GET", "/nothing", 404),
        ("GET", "/subscribe", 405),
        ("POST", "/", 405),
        ("DELETE", "/unsubscribe", 405),
    ],
)
async def test_what_cannot_be_is_answered_by_a_page(
    site: Site, method: str, path: str, status: int
) -> None:
    answer = await site.ask(method, path)

    assert answer.status == status
    assert answer.text.count("<h1>") == 1
    assert ("Allow" in answer.headers) is (status == 405)


async def test_the_style_stays_and_is_the_pages_own(site: Site) -> None:
    found = re.search(r'href="([^"]+\.css)"', (await site.get("/")).text)
    assert found is not None

    style = await site.get(found[1].removeprefix(PATH))

    assert style.headers["Content-Type"].startswith("text/css")
    assert "immutable" in style.headers["Cache-Control"]
    assert "prefers-color-scheme: dark" in style.text


async def test_made_up_data_is_called_so(database: Database[Document]) -> None:
    database.meta.insert_one({"_id": "synthetic"})
    async with site_over(database) as site:
        shown = await site.get("/?lang=en")

    assert "SYNTHETIC." in shown.text


async def test_a_store_that_is_away_is_told_in_a_page_and_nothing_else(
    uri_and_db: tuple[str, str],
) -> None:
    database = connect(*uri_and_db)
    async with site_over(database) as site:
        database.client.close()
        with capture_logs() as logs:
            answer = await site.post("/subscribe?lang=en", FORM)

    assert answer.status == 503
    assert answer.headers["Retry-After"] == "60"
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text
    assert "ali@" not in str(logs).lower()
    assert len(logs) == 1


async def test_half_a_request_hurts_nobody(site: Site) -> None:
    host, port = site.base.removeprefix("http://").split(":")
    _reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST {PATH}/subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\naddress=ali".encode()
    )
    await writer.drain()
    writer.close()
    await writer.wait_closed()

    publish(site.database)
    assert (await site.get("/")).status == 200
    assert site.notes() == []


async def test_a_port_that_is_taken_is_told_in_a_sentence(
    database: Database[Document],
) -> None:
    async with site_over(database) as site:
        taken = SiteSettings(url=URL, port=int(site.base.rpartition(":")[2]))
        app = application(database, taken, LetterSettings(), KEYS)

        with pytest.raises(ConfigError, match="give site"):
            await serve(app, taken, stop=threading.Event())
