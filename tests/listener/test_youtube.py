"""What YouTube answers, and what we make of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.coverage import Reason
from domain.errors import ConfigError, SourceError
from domain.sources import Kind, Source
from listener.youtube import (
    DisabledError,
    answer_in,
    channel_of,
    replies_in,
    threads_in,
    uploads_of,
    videos_in,
)

CHANNEL = "UC61Jnumjuz8NXhSuLoZD2xg"
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "youtube"
OF = {"name": "news", "post": "youtube:news:v1", "channel": CHANNEL}


def said(number: str = "c1", **fields: Any) -> dict[str, Any]:
    snippet = {
        "textOriginal": "Zo'r",
        "textDisplay": "<b>Zo'r</b>",
        "authorDisplayName": "Ali Valiyev",
        "authorChannelId": {"value": "UCali"},
        "publishedAt": "2026-05-10T09:00:00Z",
        "updatedAt": "2026-05-10T09:00:00Z",
        "likeCount": 2,
    }
    return {"id": number, "snippet": snippet | fields}


def thread(top: dict[str, Any], *replies: dict[str, Any], total: int = 0) -> Any:
    snippet = {"topLevelComment": top, "totalReplyCount": total or len(replies)}
    return {"id": top["id"], "snippet": snippet, "replies": {"comments": list(replies)}}


def test_a_thread_is_a_comment_and_its_answers() -> None:
    item = thread(said("c1"), said("c1.r1", parentId="c1"))

    (found,) = threads_in({"items": [item]}, **OF)
    top, reply = found.comments

    assert (top.id, top.text, top.reactions) == ("youtube:news:c-c1", "Zo'r", {"👍": 2})
    assert top.at == datetime(2026, 5, 10, 9, tzinfo=UTC)
    assert reply.reply_to == top.id
    assert not found.more


def test_answers_beyond_those_shown_are_told() -> None:
    item = thread(said("c1"), said("c1.r1"), total=9)

    assert threads_in({"items": [item]}, **OF)[0].more


def test_the_channel_itself_is_official() -> None:
    item = thread(said(authorChannelId={"value": CHANNEL}))

    assert threads_in({"items": [item]}, **OF)[0].comments[0].official


@pytest.mark.parametrize(
    "fields, edited",
    [({"updatedAt": "2026-05-11T09:00:00.000Z"}, True), ({}, False)],
)
def test_an_edit_has_its_time(fields: dict[str, str], edited: bool) -> None:
    found = replies_in({"items": [said(**fields)]}, **OF)[0]

    assert isinstance(found.edited, datetime) == edited


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"id": "x"},
        said(publishedAt="soon"),
        {"id": 3, "snippet": None},
        {"id": 3, "snippet": ["a"]},
    ],
)
def test_what_is_no_comment_is_left(item: dict[str, Any]) -> None:
    assert replies_in({"items": [item, "nonsense"]}, **OF) == []


def test_a_video_is_a_post() -> None:
    item = {
        "id": "v1",
        "snippet": {
            "title": "Gaz narxi",
            "description": "Batafsil",
            "publishedAt": "2026-05-10T09:00:00Z",
        },
        "statistics": {"viewCount": "1000", "commentCount": "7"},
    }

    (post,) = videos_in({"items": [item]}, "news")

    assert (post.id, post.text) == ("youtube:news:v1", "Gaz narxi\nBatafsil")
    assert (post.views, post.comment_total) == (1000, 7)


def error(reason: str, code: int = 403) -> str:
    return json.dumps({"error": {"code": code, "errors": [{"reason": reason}]}})


@pytest.mark.parametrize(
    "text, reason",
    [
        (error("quotaExceeded"), Reason.QUOTA),
        (error("keyInvalid", 400), Reason.BLOCKED),
        (error("playlistNotFound", 404), Reason.NOT_PUBLIC),
        ('{"error": "no"}', Reason.BLOCKED),
        ("<html>", Reason.CHANGED_FORMAT),
        ("[]", Reason.CHANGED_FORMAT),
    ],
)
def test_an_error_has_a_reason(text: str, reason: Reason) -> None:
    with pytest.raises(SourceError) as raised:
        answer_in(text, "YouTube")

    assert raised.value.reason is reason


def test_comments_switched_off_are_told_apart() -> None:
    with pytest.raises(DisabledError):
        answer_in(error("commentsDisabled"), "YouTube")


def test_a_channel_is_named_by_its_address_or_its_id() -> None:
    address = f"https://www.youtube.com/channel/{CHANNEL}"

    assert channel_of(Source(Kind.YOUTUBE, "news", address)) == CHANNEL
    assert channel_of(Source(Kind.YOUTUBE, CHANNEL)) == CHANNEL
    assert uploads_of(CHANNEL) == "UU61Jnumjuz8NXhSuLoZD2xg"
    with pytest.raises(ConfigError, match="no channel id"):
        channel_of(Source(Kind.YOUTUBE, "news", "https://youtube.com/@news"))


@pytest.mark.parametrize(
    "sample", sorted(SAMPLES.glob("*_[12].json")) if SAMPLES.exists() else []
)
def test_saved_answers_hold_what_an_independent_reader_counted(sample: Path) -> None:
    counted = json.loads((SAMPLES.parent / "expected.json").read_text())
    expected = counted[f"youtube/{sample.name}"]
    answer = answer_in(sample.read_text(encoding="utf-8"), sample.name)

    read = threads_in if "Thread" in expected["kind"] else replies_in
    found: Any = read(answer, **OF)

    assert len(found) == expected["items"]
    assert bool(answer.get("nextPageToken")) == expected["next"]
