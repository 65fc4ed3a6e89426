"""Between found and kept, all that tells who wrote is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from domain.comments import FoundComment, FoundPost
from domain.sources import Kind, Source
from listener.keeping import kept_comment, kept_post
from listener.pseudonyms import Pseudonyms

NOON = datetime(2026, 5, 10, 7, tzinfo=UTC)
SOURCE = Source(Kind.FILE, "a")
COMMENT = FoundComment(
    id="telegram:1:2",
    at=NOON,
    text="@vali, +998 90 123-45-67 ga yozing",
    post="telegram:1:1",
    reply_to="telegram:1:1",
    edited=True,
    identity="telegram:user777000",
    reactions={"👍": 2},
)


def test_a_comment_is_kept_without_its_author_and_numbers(tmp_path: Path) -> None:
    kept = kept_comment(COMMENT, SOURCE, Pseudonyms(tmp_path))

    assert kept.text == "‹name›, ‹phone› ga yozing"
    assert kept.author
    assert "777000" not in repr(kept)
    assert (kept.id, kept.source, kept.at) == ("telegram:1:2", "file:a", NOON)
    assert (kept.post, kept.reply_to) == ("telegram:1:1", "telegram:1:1")
    assert (kept.edited, kept.reactions) == (True, {"👍": 2})


def test_a_comment_without_an_author_stays_without(tmp_path: Path) -> None:
    nameless = FoundComment(id="a", at=NOON, text="ha")

    assert kept_comment(nameless, SOURCE, Pseudonyms(tmp_path)).author is None


def test_the_page_itself_is_no_author(tmp_path: Path) -> None:
    answer = FoundComment(id="a", at=NOON, text="ha", identity="@page", official=True)
    kept = kept_comment(answer, SOURCE, Pseudonyms(tmp_path))

    assert kept.official
    assert kept.author is None
    assert not list(tmp_path.iterdir())


def test_a_post_is_redacted_too() -> None:
    found = FoundPost(
        id="telegram:1:1",
        at=NOON,
        text="Murojaat: info@soliq.uz",
        views=7,
        reactions={"🔥": 1},
        comment_total=3,
        url="https://t.me/soliq/1",
    )
    kept = kept_post(found, SOURCE)

    assert kept.text == "Murojaat: ‹e-mail›"
    assert (kept.views, kept.comment_total) == (7, 3)
    assert (kept.source, kept.url) == ("file:a", "https://t.me/soliq/1")
