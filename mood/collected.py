"""Of the comments that the servers count, the share that is stored here.

A server that says how many comments a post has, as Telegram and YouTube do, tells
also how many are missing here: those written while nobody listened and never caught
up, those that it counts but does not show, those that arrived a moment ago. At most
as many as it counts are held against its count, post by post, so that one post with
more than that does not make up for another with less.

The share is that of the posts of a time, whose comments may come days later. What is
deleted at its source is erased here, and the server counts it no longer: it is not
missing, but for as long as the count of before has not been read again. Words that
have expired are no less collected.

Beside it stands what the posts of each day drew (``store.published``), from which
the scorecard of official pages is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import numpy as np

from domain.periods import Period
from domain.sources import Completeness
from store.changes import batches
from store.collected import Collected
from store.stale import SourceDay

LOOK_EVERY = timedelta(minutes=5)
"""So often it is looked for posts that the listener has read."""

LATE = timedelta(hours=1)
"""The listener writes the time at which its pass began: so long one may take."""

BATCH = 500


def step(door: Collected, *, now: datetime, look_every: timedelta = LOOK_EVERY) -> int:
    """Count days whose comments or totals changed; how many marks there were.

    Marks come first; with none left it is looked for totals, once in ``look_every``.
    Marks are cleared, and the time of the last look moves, after the sums are
    saved: a crash in between costs a repetition, no more.
    """
    marked = door.uncounted()
    if marked:
        _count(door, door.answered(marked), now=now)
        door.counted(marked)
        return len(marked)
    looked_at = door.looked_at()
    if looked_at is None or now - looked_at >= look_every:
        _count(door, door.touched(looked_at - LATE if looked_at else None), now=now)
        door.looked(now)
    return 0


def shares(
    sums: Mapping[date, Completeness], periods: Sequence[Period]
) -> list[float | None]:
    """The share collected under the posts of each of ``periods``, which ascend.

    None where no server counts a comment.
    """
    found = sorted((day.toordinal(), each) for day, each in sums.items())
    days = [day for day, _ in found]
    added = np.cumsum([(0, 0), *((e.server, e.stored) for _, e in found)], axis=0)
    first = np.searchsorted(days, [each.first.toordinal() for each in periods])
    after = np.searchsorted(days, [each.last.toordinal() + 1 for each in periods])
    return [
        stored / server if server else None
        for server, stored in (added[after] - added[first]).tolist()
    ]


def _count(door: Collected, days: Iterable[SourceDay], *, now: datetime) -> None:
    # By day, as a sum over all sources is made of each day in a batch.
    for some in batches(sorted(days, key=lambda each: each[1], reverse=True), BATCH):
        totals = door.totals(some)
        stored = door.stored([post for posts in totals.values() for post in posts])
        sums = {day: Completeness.of(posts, stored) for day, posts in totals.items()}
        door.save(sums, now=now, drew=door.drew(some))
