"""Comments as VK's `wall.getComments` answers them, saved as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from domain.comments import FoundComment
from domain.errors import InputError
from listener.files.contents import Aside, Chat, Found, chat_of
from listener.files.naming import file_source, stem_of
from listener.files.opening import whole_of
from listener.moments import from_unix

MAX_BYTES = 256 << 20

_MENTION = re.compile(r"\[(?:id|club|public)\d+(?::[^|\]]{0,64})?\|[^\]]*\]")


def chat_in(path: Path) -> Chat:
    """The comments of a saved answer, with those of its threads.

    Deleted ones have neither words nor an author, and are left. Whom a mention
    names is not told.
    """
    answer = _answer(path)
    source = file_source(stem_of(path))
    return chat_of(
        source, lambda: _found(answer["items"], source.id, path.name), public=True
    )


def _answer(path: Path) -> Mapping[str, Any]:
    try:
        read = json.loads(whole_of(path, max_bytes=MAX_BYTES))
    except (ValueError, RecursionError):
        raise InputError(f"{path}: not JSON; save VK's answer again") from None
    answer = read.get("response", read) if isinstance(read, dict) else None
    if not isinstance(answer, dict) or not isinstance(answer.get("items"), list):
        raise InputError(
            f"{path}: not an answer of VK's wall.getComments: it has no items"
        )
    return answer


def _found(items: list[Any], scope: str, file: str) -> Iterator[Found | Aside]:
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            yield Aside(f"{file}:items[{number}]", "not a JSON object")
            continue
        if not item.get("deleted") and item.get("text") is not None:
            yield _comment(item, scope) or Aside(
                f"{file}:items[{number}]", "no id, or no date that can be read"
            )
        thread = item.get("thread")
        if isinstance(thread, dict) and isinstance(thread.get("items"), list):
            yield from _found(thread["items"], scope, file)


def _unnamed(text: str) -> str:
    """Without whom mentions name."""
    # Behind the last bracket nothing is closed: to look there takes n² steps.
    inside, closing, after = text.rpartition("]")
    return _MENTION.sub("@user", inside + closing) + after


def _comment(item: Mapping[str, Any], scope: str) -> FoundComment | None:
    at, number = from_unix(item.get("date")), item.get("id")
    if at is None or not isinstance(number, int):
        return None
    author, post = item.get("from_id"), item.get("post_id")
    answered, likes = item.get("reply_to_comment"), item.get("likes")
    liked = likes.get("count") if isinstance(likes, dict) else 0
    return FoundComment(
        id=f"{scope}:{number}",
        at=at,
        text=_unnamed(unescape(str(item["text"]))),
        post=f"{scope}:post-{post}" if post else None,
        reply_to=f"{scope}:{answered}" if answered else None,
        identity=f"vk:{author}" if author else None,
        official=author is not None and author == item.get("owner_id"),
        reactions={"❤": liked} if isinstance(liked, int) and liked > 0 else {},
    )
