"""Keep the threads of official pages up to date, as cells are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from domain.threads import Thread
from mood.dialogue import thread_of, unanswered
from store.changes import batches
from store.stale import SourceDay
from store.threads import Threads

BATCH = 50
"""Days that are read and written together."""


def make_threads(door: Threads, days: Iterable[SourceDay], *, now: datetime) -> int:
    """Make the threads again in which anything of ``days`` stands; on how many days.

    Safe to repeat. Threads of which words have expired stay as they were made.
    """
    posted = sorted(door.touched(days))
    for some in batches(posted, BATCH):
        door.save(_made(door, some), now=now)
    return len(posted)


def _made(
    door: Threads, days: Collection[SourceDay]
) -> Iterator[tuple[SourceDay, Sequence[Thread]]]:
    on = door.posts_on(days)
    final = {on[post] for post in door.expired(on)}
    made: dict[SourceDay, list[Thread]] = {day: [] for day in days if day not in final}
    for thread in _threads(door, [post for post, day in on.items() if day in made]):
        made[on[thread.post]].append(thread)
    for day, threads in made.items():
        yield day, sorted(threads, key=_post)


def _threads(door: Threads, posts: Sequence[str]) -> Iterator[Thread]:
    """Those under ``posts``; where the page says nothing, in a fraction of the time."""
    answered = door.answered(posts)
    others = [post for post in posts if post not in answered]
    talks = (thread_of(*each) for each in door.said(answered))
    quiet = (unanswered(*each) for each in door.heard(others))
    return chain(filter(None, talks), quiet)


def _post(thread: Thread) -> str:
    return thread.post
