"""Decide what a pass reads next, and when to read again. No clock, no network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.comments import FoundPost
from domain.coverage import Ledger, Reason, Stretch, clipped
from domain.sources import Cursor
from listener.tme_channel import ChannelPage, number_of
from store.kept_posts import KeptPost

EVER = datetime(1970, 1, 1, tzinfo=UTC)

DAY = timedelta(days=1)


def due(post_at: datetime, read_at: datetime | None, now: datetime) -> bool:
    """Whether the thread under a post should be read again.

    In its first day each time, then after an eighth of its age: every three
    hours on the second day, once a day after a week.
    """
    if read_at is None or now - post_at < DAY:
        return True
    return now - read_at >= (now - post_at) / 8


def threads_due(posts: Iterable[KeptPost], now: datetime, fresh: datetime) -> list[str]:
    """The posts whose threads should be read, of those known; newest first.

    Those never read are due at any age, those younger than ``fresh`` by
    ``due``. A thread that Telegram did not show is asked for once a day.
    """
    return [
        post.id
        for post in posts
        if post.read_at is None
        or (
            post.at >= fresh
            and due(post.at, post.read_at, now)
            and (post.read_total is not None or now - post.read_at >= DAY)
        )
    ]


def first_cursor(page: ChannelPage) -> Cursor | None:
    """An empty range just above the newest message: all lies before it."""
    newest = max(page.numbers, default=None)
    return Cursor(newest, newest + 1) if newest is not None else None


def newer_posts(page: ChannelPage, cursor: Cursor) -> list[FoundPost]:
    """The posts after the cursor's range, from its edge outward."""
    newer = [post for post in page.posts if number_of(post.id) > cursor.newest]
    return sorted(newer, key=lambda post: number_of(post.id))


def older_posts(
    page: ChannelPage, cursor: Cursor, since_at: datetime | None
) -> list[FoundPost]:
    """The wanted posts before the cursor's range, from its edge outward."""
    older = [post for post in page.posts if number_of(post.id) < cursor.oldest]
    wanted = [post for post in older if since_at is None or post.at >= since_at]
    return sorted(wanted, key=lambda post: -number_of(post.id))


def grown_newer(cursor: Cursor, numbers: Iterable[int]) -> Cursor:
    return replace(cursor, newest=max([cursor.newest, *numbers]))


def grown_older(cursor: Cursor, numbers: Iterable[int]) -> Cursor:
    return replace(cursor, oldest=min([cursor.oldest, *numbers]))


def closed(cursor: Cursor, page: ChannelPage, since_at: datetime | None) -> Cursor:
    """The cursor after a whole older page: complete if there is nothing before."""
    first = min(page.numbers, default=None)
    if first is None or first >= cursor.oldest:
        return replace(cursor, complete=True)
    oldest_at = page.oldest_at
    if since_at is not None and oldest_at is not None and oldest_at < since_at:
        # Only what is wanted was stored; should more be wanted, it begins there.
        stored = [number_of(post.id) for post in older_posts(page, cursor, since_at)]
        return replace(grown_older(cursor, stored), complete=True)
    return replace(grown_older(cursor, [first]), complete=first == 1)


def wants_more_history(ledger: Ledger, since_at: datetime | None) -> bool:
    """Whether ``since_at`` was set back after the history had been complete."""
    seen = [stretch.start_at for stretch in ledger if stretch.seen]
    if since_at is None or not seen or since_at >= seen[0]:
        return False
    before = clipped(ledger, since_at, seen[0])
    return any(stretch.reason is not Reason.OUTAGE for stretch in before)


def last_seen(ledger: Ledger) -> datetime | None:
    """The end of the latest time that was seen."""
    return max((s.end_at for s in ledger if s.seen), default=None)


def blind_since(
    ledger: Ledger, started_at: datetime, now: datetime, reason: Reason
) -> Stretch:
    """What a failed pass says: blind from the last time seen until now."""
    seen = last_seen(ledger)
    return Stretch(min(seen, now) if seen else started_at, now, reason)
