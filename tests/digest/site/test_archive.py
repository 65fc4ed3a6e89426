"""Letters so far: only public ones, drawn and harmless, and a feed that is valid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from defusedxml import ElementTree

from digest.site.feed import ATOM, Entry, atom, html
from store.clients import Database, Document
from tests.digest.site.served import (
    HOSTILE,
    MONDAY,
    NOON,
    PATH,
    PNG,
    URL,
    Site,
    publish,
    site_over,
)

SECRET = MONDAY - timedelta(days=7)
TAGS = ("uz", "uz-Cyrl", "ru", "en")


@pytest.fixture
async def archive(site: Site) -> Site:
    publish(site.database)
    publish(site.database, SECRET, public=False)
    return site


@pytest.mark.parametrize("tag", TAGS)
async def test_the_public_letters_are_listed_in_each_language(
    archive: Site, tag: str
) -> None:
    answer = await archive.get(f"/letters?lang={tag}")

    assert f"{tag}: mood −12 &amp; " in answer.text
    assert f"{PATH}/letters/{MONDAY}?lang={tag}" in answer.text
    assert str(SECRET) not in answer.text
    assert "<script" not in answer.text


async def test_a_letter_is_shown_in_a_sandbox_with_its_pictures(archive: Site) -> None:
    letter = await archive.get(f"/letters/{MONDAY}?lang=ru")
    picture = f"{PATH}/letters/{MONDAY}/nation.1@kayfiyat.png?lang=ru"

    assert letter.status == 200
    assert f'src="{picture}"' in letter.text
    assert "cid:" not in letter.text
    assert letter.headers["Content-Security-Policy"].startswith("sandbox; default-src")
    shown = await archive.get(picture.removeprefix(PATH))
    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/png")
    assert shown.text == PNG.decode(errors="replace")


async def test_a_letter_for_everyone_has_no_readers_own_links(archive: Site) -> None:
    letter = await archive.get(f"/letters/{MONDAY}?lang=ru")

    assert ".invalid" not in letter.text
    assert f'<a href="{PATH}/?lang=ru">' in letter.text


@pytest.mark.parametrize(
    "path",
    [
        f"/letters/{SECRET}",
        f"/letters/{SECRET}/nation.1@kayfiyat.png",
        f"/letters/{MONDAY}/other.png",
        f"/letters/{MONDAY}/..%2f..%2fx.png",
        "/letters/2026-02-30",
        "/letters/2026-13-01",
        "/letters/now",
        "/letters/",
    ],
)
async def test_what_is_not_public_is_not_there(archive: Site, path: str) -> None:
    answer = await archive.get(path)

    assert answer.status == 404
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/letters",
        f"/letters/{MONDAY}",
        f"/letters/{MONDAY}/nation.1@kayfiyat.png",
        "/feed.atom",
    ],
)
async def test_nothing_is_shown_where_letters_are_not_public(
    database: Database[Document], path: str
) -> None:
    publish(database)
    async with site_over(database, public=False) as site:
        assert (await site.get(path)).status == 404
        assert "feed.atom" not in (await site.get("/")).text


@pytest.mark.parametrize("tag", TAGS)
async def test_the_feed_is_valid_and_says_what_the_letters_say(
    archive: Site, tag: str
) -> None:
    publish(archive.database, MONDAY + timedelta(days=7))

    answer = await archive.get(f"/feed.atom?lang={tag}")
    feed: Any = feedparser.parse(answer.text.encode())

    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert feed.feed.language == tag
    assert all(entry.title.startswith(f"{tag}: mood −12") for entry in feed.entries)
    assert [entry.link for entry in feed.entries] == [
        f"{URL}/letters/2026-03-09?lang={tag}",
        f"{URL}/letters/2026-03-02?lang={tag}",
    ]
    assert feed.entries[0].id == f"tag:mood.example.uz,2026:letter/2026-03-09/{tag}"
    assert "mood −12" in feed.entries[0].content[0].value
    assert "<script" not in feed.entries[0].content[0].value


async def test_the_feed_has_all_that_the_standard_asks_for(archive: Site) -> None:
    """RFC 4287, 4.1.1 and 4.1.2."""
    answer = await archive.get("/feed.atom?lang=en")
    feed = ElementTree.fromstring(answer.text.encode())

    for element in (feed, feed.find(f"{{{ATOM}}}entry")):
        assert element is not None
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{{{ATOM}}}{name}")) == 1
    assert feed.find(f"{{{ATOM}}}author/{{{ATOM}}}name") is not None
    relations = {each.get("rel") for each in feed.findall(f"{{{ATOM}}}link")}
    assert relations == {"self", "alternate"}
    assert feed.findtext(f"{{{ATOM}}}updated") == "2026-03-10T07:00:00Z"


async def test_a_feed_that_is_as_before_is_not_sent_again(archive: Site) -> None:
    first = await archive.get("/feed.atom?lang=en")
    again = await archive.get(
        "/feed.atom?lang=en", **{"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status, again.text) == (304, "")
    publish(archive.database, MONDAY + timedelta(days=7))
    newer = await archive.get(
        "/feed.atom?lang=en", **{"If-None-Match": first.headers["ETag"]}
    )
    assert newer.status == 200


def test_a_feed_without_letters_is_a_feed() -> None:
    made = atom([], title="Letters", tag="en", url=URL, began_at=NOON)
    feed: Any = feedparser.parse(made)

    assert (feed.bozo, feed.entries) == (False, [])
    assert feed.feed.updated == "2026-03-10T07:00:00Z"


def test_hostile_words_stay_words_in_the_feed() -> None:
    entry = Entry(MONDAY, f"{HOSTILE}\x00\ud800", f"]]>{HOSTILE}\x1b", NOON)

    made = atom([entry], title=HOSTILE, tag="en", url=URL, began_at=NOON)
    root = ElementTree.fromstring(made)

    assert root.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}title") == f"{HOSTILE}\ufffd\ufffd"
    content = root.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content")
    assert content is not None
    assert "<script" not in content


def test_a_text_becomes_paragraphs() -> None:
    assert html("a < b\nc\n\n\nd\n") == "<p>a &lt; b<br>c</p><p>d</p>"
