"""What a feed says, however it is written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coverage import Reason
from domain.errors import SourceError
from listener.feeds import Feed, comments_in_feed, feed_in
from listener.markup import plain

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>Xabarlar</title>
{items}</channel></rss>"""

ITEM = """<item><title>Нархлар ўзгарди</title><link>https://kun.uz/1</link>
<guid>kun-1</guid><pubDate>Sun, 10 May 2026 09:00:00 +0500</pubDate>
<description><![CDATA[<p>Тариф &amp; <b>солиқ</b></p>]]>.</description>
<wfw:commentRss>https://kun.uz/1/feed</wfw:commentRss>
<slash:comments>3</slash:comments></item>"""


def read(text: str | bytes, *, content_type: str = "", encoding: str = "utf-8") -> Feed:
    body = text.encode(encoding) if isinstance(text, str) else text
    return feed_in(body, content_type, name="kun", now=NOW)


def rss(items: str = ITEM, encoding: str = "utf-8") -> str:
    return RSS.format(items=items, encoding=encoding)


def item(**fields: str) -> str:
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in fields.items())
    return f"<item>{inner}</item>"


def test_an_entry_is_a_post_with_its_time_words_and_link() -> None:
    (entry,) = read(rss()).entries

    assert entry.post.at == datetime(2026, 5, 10, 4, tzinfo=UTC)
    assert entry.post.text == "Нархлар ўзгарди\nТариф & солиқ"
    assert entry.post.url == "https://kun.uz/1"
    assert entry.post.comment_total == 3
    assert entry.comments_url == "https://kun.uz/1/feed"


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16"])
def test_letters_survive_encodings_of_old(encoding: str) -> None:
    items = item(title="Нарх", link="https://a.uz")

    (entry,) = read(rss(items, encoding), encoding=encoding).entries

    assert entry.post.text == "Нарх"


def test_what_the_header_says_of_the_encoding_is_heard() -> None:
    text = rss(item(title="Нарх", guid="1")).replace(' encoding="utf-8"', "")

    (entry,) = read(
        text, content_type="application/xml; charset=windows-1251", encoding="cp1251"
    ).entries

    assert entry.post.text == "Нарх"


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "Sun, 10 May 2062 09:00:00 +0500",
        "0001-01-01T00:00:00Z",
    ],
)
def test_a_date_that_is_wrong_is_the_time_of_reading(date: str) -> None:
    feed = read(rss(item(title="a", pubDate=date)))

    assert feed.entries[0].post.at == NOW
    assert feed.dated == 0


def test_a_date_without_a_zone_is_read() -> None:
    (entry,) = read(rss(item(title="a", pubDate="2026-05-10 09:00:00"))).entries

    assert NOW - entry.post.at < timedelta(days=1)


def test_an_entry_without_an_id_is_known_by_its_link_or_its_words() -> None:
    one, two, three = (
        read(rss(items)).entries[0].post.id
        for items in (
            item(title="a", link="https://a.uz"),
            item(title="b", link="https://a.uz"),
            item(title="b"),
        )
    )

    assert one == two
    assert three != two


def test_markup_in_titles_is_gone_and_never_run() -> None:
    title = (
        "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;Нарх&lt;/b&gt; &amp;amp; солиқ"
    )

    (entry,) = read(rss(item(title=title))).entries

    assert entry.post.text == "Нарх & солиқ"


def test_a_json_feed_is_read_too() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Xabarlar",
        "items": [
            {
                "id": "1",
                "url": "https://a.uz/1",
                "title": "Narx",
                "content_html": "<p>Oshdi</p>",
                "date_published": "2026-05-10T09:00:00+05:00",
            }
        ],
    }

    (entry,) = read(json.dumps(feed), content_type="application/feed+json").entries

    assert entry.post.text == "Narx\nOshdi"
    assert entry.post.at == datetime(2026, 5, 10, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Not found</body></html>", b"{}", b'{"items": 3}', b"\0"]
)
def test_what_is_no_feed_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(SourceError) as raised:
        read(body)

    assert raised.value.reason is Reason.CHANGED_FORMAT


def test_a_comment_feeds_entries_are_comments_of_their_post() -> None:
    items = (
        "<item><title>Ali</title><guid>c1</guid><author>Ali</author>"
        "<pubDate>Sun, 10 May 2026 10:00:00 +0500</pubDate>"
        "<description>Qimmat</description></item>"
    )

    (comment,) = comments_in_feed(
        rss(items).encode(), "", name="kun", post="feed:kun:1", now=NOW
    )

    assert (comment.text, comment.post) == ("Qimmat", "feed:kun:1")
    assert comment.identity == "name:Ali"


def test_entities_that_grow_without_end_are_not_followed() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )

    text = rss(item(title="&j;", guid="1")).replace("<rss", f"{bomb}]><rss")

    assert all(len(entry.post.text) < 10_000 for entry in read(text).entries)


def test_a_count_that_is_none_is_left() -> None:
    statistics = '<media:statistics xmlns:media="m">many</media:statistics>'

    (entry,) = read(rss(f"<item><title>a</title>{statistics}</item>")).entries

    assert entry.post.views is None


def test_a_feed_that_the_library_trips_over_is_said_to_be_broken() -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read("<rss><channel><item><title>&#x110000;<</title></item>")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_said_to_be_none(body: bytes) -> None:
    try:
        feed = read(body)
    except SourceError:
        return
    assert all(entry.post.id.startswith("feed:kun:") for entry in feed.entries)


@given(st.text(max_size=200))
def test_plain_text_holds_no_tag(text: str) -> None:
    assert "<script" not in plain(f"{text}<script>x</script>").lower() or "<" in text


def expected() -> list[Any]:
    path = SAMPLES / "expected.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return [(key, known[key]) for key in known if key.startswith("rss_atom/")]


@pytest.mark.parametrize("sample, counted", expected())
def test_saved_feeds_hold_what_an_independent_reader_counted(
    sample: str, counted: dict[str, Any]
) -> None:
    saved_at = datetime(2026, 12, 1, tzinfo=UTC)
    feed = feed_in((SAMPLES / sample).read_bytes(), "", name="kun", now=saved_at)

    with_link = sum(bool(entry.post.url) for entry in feed.entries)
    found = (len(feed.entries), feed.dated, with_link)
    assert found == (counted["entries"], counted["with_date"], counted["with_link"])
    assert feed.title.split() == (counted["title"] or "").split()
