"""Decide what to write. No clock, no network, no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.comments import Comment, Post

Item = TypeVar("Item", Comment, Post)
Each = TypeVar("Each")
Known = Mapping[str, Mapping[str, Any]]
"""What is stored already, by id: enough of it to see what changed."""

COMMENT_KNOWN_BY = ("fingerprint", "words", "post", "official", "forgotten")
POST_KNOWN_BY = ("fingerprint", "text")


@dataclass(frozen=True, slots=True)
class Write:
    """A comment to write; ``pending`` if it is to be scored (again)."""

    comment: Comment
    pending: bool


def comments_to_write(found: Iterable[Comment], known: Known) -> Iterator[Write]:
    """Yield the comments that are new or changed.

    One whose words have expired is left alone: reading it again must not bring
    them back.
    """
    for comment in found:
        stored = known.get(comment.id)
        if stored is None:
            yield Write(comment, pending=True)
        elif stored.get("forgotten"):
            continue
        elif stored["fingerprint"] != comment.fingerprint:
            yield Write(comment, pending=_means_something_else(comment, stored))


def posts_to_write(found: Iterable[Post], known: Known) -> Iterator[Post]:
    """Yield the posts that are new or changed."""
    for post in found:
        if known.get(post.id, {}).get("fingerprint") != post.fingerprint:
            yield post


def posts_that_say_something_else(written: Iterable[Post], known: Known) -> list[str]:
    """The ids of the posts under which comments are to be scored again."""
    return [
        post.id for post in written if known.get(post.id, {}).get("text") != post.text
    ]


def last_of_each(items: Iterable[Item]) -> list[Item]:
    """One item for each id: the last."""
    return list({item.id: item for item in items}.values())


def batches(items: Sequence[Each], size: int) -> Iterator[Sequence[Each]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _means_something_else(comment: Comment, stored: Mapping[str, Any]) -> bool:
    """Reactions come and go; words, the post answered and who speaks count."""
    return bool(
        stored["words"] != comment.words_fingerprint
        or stored["post"] != comment.post
        or stored["official"] != comment.official
    )
