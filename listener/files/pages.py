"""Saved pages of t.me: the preview of a channel, the discussion under a post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import InputError, SourceError
from listener.files.contents import Aside, Chat, Found, chat_of
from listener.files.naming import file_source, stem_of
from listener.files.opening import whole_of
from listener.tme_channel import channel_page
from listener.tme_discussion import comments_in

MAX_BYTES = 64 << 20


def channel_in(path: Path) -> Chat:
    """The posts of a saved preview, or of one message of it."""
    with _translated(path):
        page = channel_page(_text(path))
    return _chat(path, page.posts, page.set_aside)


def discussion_in(path: Path) -> Chat:
    """The comments of a saved discussion, or of an answer with more of them."""
    with _translated(path):
        discussion = comments_in(_text(path))
    return _chat(path, discussion.comments, discussion.set_aside)


def _chat(path: Path, found: Iterable[Found], aside: Iterable[tuple[str, str]]) -> Chat:
    items: list[Found | Aside] = [*found]
    items += [Aside(f"{path.name}: {place}", reason) for place, reason in aside]
    return chat_of(file_source(stem_of(path)), lambda: items, public=True)


def _text(path: Path) -> str:
    return whole_of(path, max_bytes=MAX_BYTES).decode("utf-8-sig", "replace")


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except SourceError as error:
        raise InputError(f"{path}: {error}; save the page again") from None
