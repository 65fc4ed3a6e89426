"""What YouTube's Data API v3 answers: videos as posts, comments. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from domain.comments import FoundComment, FoundPost
from domain.coverage import Reason
from domain.errors import ConfigError, SourceError
from domain.sources import Source

_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")

DISABLED = {"commentsDisabled", "videoNotFound"}
OUT_OF_QUOTA = {"quotaExceeded", "dailyLimitExceeded", "rateLimitExceeded"}


class DisabledError(SourceError):
    """The comments of a video are switched off, or the video is gone."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and its answers. ``more``: YouTube shows five answers, not all."""

    id: str
    comments: tuple[FoundComment, ...]
    more: bool


def channel_of(source: Source) -> str:
    """The channel's id. Raises ConfigError if neither url nor name holds one."""
    found = _CHANNEL.search(source.url) or _CHANNEL.fullmatch(source.name)
    if found is None:
        raise ConfigError(
            f"{source.id}: no channel id; write url = "
            '"https://www.youtube.com/channel/UC…" (it is in the page\'s source)'
        )
    return found.group()


def uploads_of(channel: str) -> str:
    """The list of all videos of a channel has its id, but for two letters."""
    return f"UU{channel.removeprefix('UC')}"


def answer_in(text: str, place: str) -> dict[str, Any]:
    """The answer, if it is one. Raises SourceError with the reason of an error."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise SourceError(
            f"{place}: YouTube's answer is not JSON", reason=Reason.CHANGED_FORMAT
        )
    if "error" in read:
        raise _error(_part(read, "error"), place)
    return read


def videos_in(answer: Mapping[str, Any], name: str) -> list[FoundPost]:
    """The videos of an answer to ``videos.list`` (snippet, statistics)."""
    return [post for item in _items(answer) if (post := _video(item, name))]


def video_ids_in(answer: Mapping[str, Any]) -> list[str]:
    """Of an answer to ``playlistItems.list``, the newest first."""
    found = (_part(item, "contentDetails").get("videoId") for item in _items(answer))
    return [video for video in found if isinstance(video, str)]


def threads_in(
    answer: Mapping[str, Any], *, name: str, post: str, channel: str
) -> list[Thread]:
    """Of an answer to ``commentThreads.list`` (snippet, replies)."""
    return [
        thread
        for item in _items(answer)
        if (thread := _thread(item, name, post, channel))
    ]


def replies_in(
    answer: Mapping[str, Any], *, name: str, post: str, channel: str
) -> list[FoundComment]:
    """Of an answer to ``comments.list``."""
    found = (_comment(item, name, post, channel) for item in _items(answer))
    return [comment for comment in found if comment]


def post_id(name: str, video: str) -> str:
    return f"youtube:{name}:{video}"


def _thread(
    item: Mapping[str, Any], name: str, post: str, channel: str
) -> Thread | None:
    snippet = _part(item, "snippet")
    top = _comment(_part(snippet, "topLevelComment"), name, post, channel)
    if top is None:
        return None
    shown = list(_items(_part(item, "replies"), "comments"))
    replies = [_comment(reply, name, post, channel) for reply in shown]
    comments = (top, *(reply for reply in replies if reply))
    more = (_whole(snippet.get("totalReplyCount")) or 0) > len(shown)
    return Thread(str(item.get("id")), comments, more)


def _comment(
    item: Mapping[str, Any], name: str, post: str, channel: str
) -> FoundComment | None:
    snippet, number = _part(item, "snippet"), item.get("id")
    at = _moment(snippet.get("publishedAt"))
    if not number or at is None:
        return None
    edited = _moment(snippet.get("updatedAt"))
    author = _part(snippet, "authorChannelId").get("value")
    parent = snippet.get("parentId")
    likes = _whole(snippet.get("likeCount"))
    return FoundComment(
        id=f"youtube:{name}:c-{number}",
        at=at,
        text=str(snippet.get("textOriginal") or snippet.get("textDisplay") or ""),
        post=post,
        reply_to=f"youtube:{name}:c-{parent}" if parent else None,
        edited=edited if edited and edited > at else False,
        identity=f"youtube:{author}" if author else None,
        official=author == channel,
        reactions={"👍": likes} if likes else {},
    )


def _video(item: Mapping[str, Any], name: str) -> FoundPost | None:
    snippet, counts = _part(item, "snippet"), _part(item, "statistics")
    at, video = _moment(snippet.get("publishedAt")), item.get("id")
    if at is None or not isinstance(video, str):
        return None
    words = (snippet.get("title", ""), snippet.get("description", ""))
    likes = _whole(counts.get("likeCount"))
    return FoundPost(
        id=post_id(name, video),
        at=at,
        text="\n".join(filter(None, map(str, words))),
        views=_whole(counts.get("viewCount")),
        reactions={"👍": likes} if likes else {},
        comment_total=_whole(counts.get("commentCount")),
        url=f"https://www.youtube.com/watch?v={video}",
    )


def _error(error: Mapping[str, Any], place: str) -> SourceError:
    reasons = {str(one.get("reason")) for one in _items(error, "errors")}
    message = str(error.get("message") or "no reason given")[:200]
    if reasons & DISABLED:
        return DisabledError(
            f"{place}: the comments are switched off", reason=Reason.NOT_PUBLIC
        )
    if reasons & OUT_OF_QUOTA:
        return SourceError(f"{place}: YouTube's quota is spent", reason=Reason.QUOTA)
    if error.get("code") == 404:
        return SourceError(
            f"{place}: YouTube knows no such channel; mend the source's url",
            reason=Reason.NOT_PUBLIC,
            permanent=True,
        )
    return SourceError(
        f"{place}: YouTube refuses: {message}; check youtube.key",
        reason=Reason.BLOCKED,
    )


def _items(
    answer: Mapping[str, Any], key: str = "items"
) -> Iterator[Mapping[str, Any]]:
    """What stands in a list, if it is one, and has parts itself."""
    items = answer.get(key)
    there = items if isinstance(items, list) else []
    return (item for item in there if isinstance(item, dict))


def _part(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A part that has parts itself; empty if it is missing, or is something else."""
    part = whole.get(key)
    return part if isinstance(part, dict) else {}


def _moment(text: object) -> datetime | None:
    """Times end in ``.000Z`` or ``Z``."""
    with suppress(ValueError, TypeError, OverflowError):
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    return None


def _whole(value: object) -> int | None:
    with suppress(ValueError, TypeError):
        return max(0, int(str(value)))
    return None
