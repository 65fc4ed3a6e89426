"""Keep the threads of official pages up to date, as cells are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from domain.threads import Thread
from mood.dialogue import thread_of
from store.changes import batches
from store.stale import SourceDay, StaleDay
from store.threads import Threads

BATCH = 50
"""Days that are read and written together."""


def make_threads(door: Threads, days: Iterable[StaleDay], *, now: datetime) -> int:
    """Make the threads again in which anything of ``days`` stands; on how many days.

    To be called before the marks of the days are cleared: a crash in between costs a
    repetition, no more. Threads of which words have expired stay as they were made.
    """
    posted = sorted(door.touched((each.source, each.day.isoformat()) for each in days))
    for some in batches(posted, BATCH):
        door.save(_made(door, some), now=now)
    return len(posted)


def _made(
    door: Threads, days: Collection[SourceDay]
) -> Iterator[tuple[SourceDay, Sequence[Thread]]]:
    for day, said in door.said(days).items():
        threads = (thread_of(post, each) for post, each in sorted(said.items()))
        yield day, [each for each in threads if each]
