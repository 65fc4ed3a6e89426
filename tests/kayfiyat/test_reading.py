"""The lines of `kayfiyat read` say all that was found but who wrote it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from domain.comments import FoundComment, FoundPost
from kayfiyat.commands.reading import as_json

NOON = datetime(2026, 5, 10, 12, tzinfo=timezone(timedelta(hours=5)))


def test_a_post_is_a_line() -> None:
    post = FoundPost(
        id="telegram:kunuz:1",
        at=NOON,
        text="Yangilik @kunuz",
        edited=True,
        views=37_200,
        reactions={"👍": 2},
        comment_total=5,
    )

    assert as_json(post) == {
        "what": "post",
        "id": "telegram:kunuz:1",
        "at": "2026-05-10T07:00:00+00:00",
        "edited": True,
        "text": "Yangilik @kunuz",
        "author": False,
        "official": True,
        "reply_to": None,
        "views": 37_200,
        "reactions": {"👍": 2},
        "comments": 5,
        "url": None,
    }


def test_a_comment_is_a_line_without_its_author() -> None:
    comment = FoundComment(
        id="telegram:7:2",
        at=NOON,
        text="ha",
        edited=NOON,
        identity="@ali",
        reply_to="x",
    )
    line = as_json(comment)

    assert (line["what"], line["author"], line["official"]) == ("comment", True, False)
    assert (line["views"], line["comments"]) == (None, None)
    assert line["edited"] == "2026-05-10T07:00:00+00:00"
    assert "ali" not in str(line)
