"""Saved pages: a channel's preview on t.me, the discussion under a post, a feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from domain.errors import InputError, SourceError
from listener.feeds import feed_in
from listener.files.contents import Aside, Chat, Found, chat_of
from listener.files.naming import file_source, stem_of
from listener.files.opening import whole_of
from listener.pages.whole import body_of, recognised
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


def feed_in_file(path: Path) -> Chat:
    """The entries of a saved feed; one without a time has that of the file."""
    saved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with _translated(path):
        body = whole_of(path, max_bytes=MAX_BYTES)
        feed = feed_in(body, "", name=stem_of(path), now=saved_at)
    return _chat(path, [entry.post for entry in feed.entries], ())


def described_in_file(path: Path) -> Chat:
    """The posts and comments that the best of our presets finds in a saved page."""
    saved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    body = body_of(whole_of(path, max_bytes=MAX_BYTES))
    found = next(iter(recognised(body, stem_of(path), "", saved_at).values()), None)
    if found is None:
        raise InputError(
            f"{path}: no preset finds posts or comments here; describe the page with "
            "`kayfiyat sources try`, or make it a CSV table with columns text and date"
        )
    return _chat(path, [*found.posts, *found.comments], ())


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
