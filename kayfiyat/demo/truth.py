"""The mood that is true in the demo world: what every estimate is measured by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from domain.attitudes import Attitude
from domain.periods import Period, Step, day_of, steps
from kayfiyat.demo.records import DemoComment
from kayfiyat.demo.world import World

_SIGN = {Attitude.AGAINST: -100, Attitude.NEUTRAL: 0, Attitude.IN_FAVOUR: 100}

Voice = tuple[object, ...]


def true_mood(  # noqa: PLR0913  # the filters of the mood that is measured
    world: World,
    period: Period,
    reform: str | None = None,
    source: str | None = None,
    *,
    campaigns: bool = True,
    now: datetime | None = None,
) -> float | None:
    """The mean over voices of what they truly think, -100 to 100.

    A voice is an author on a day in a source; its vote is the mean of its
    comments. ``source`` is a source's id or a channel's name. None where nobody
    speaks.
    """
    votes: dict[Voice, list[int]] = defaultdict(list)
    name = source.rpartition(":")[2] if source else None
    for comment in visible(world, period, now):
        if (
            (reform is None or comment.reform == reform)
            and (name is None or comment.post.channel.name == name)
            and (campaigns or not comment.campaign)
        ):
            votes[_voice(comment)].append(_SIGN[comment.attitude])
    if not votes:
        return None
    return sum(sum(v) / len(v) for v in votes.values()) / len(votes)


def true_series(  # noqa: PLR0913
    world: World,
    period: Period,
    *,
    by: Step,
    reform: str | None = None,
    source: str | None = None,
    campaigns: bool = True,
    now: datetime | None = None,
) -> list[tuple[Period, float | None]]:
    """The true mood of each day, week or month of ``period``."""
    return [
        (step, true_mood(world, step, reform, source, campaigns=campaigns, now=now))
        for step in steps(period, by)
    ]


def visible(
    world: World, period: Period, now: datetime | None = None
) -> Iterator[DemoComment]:
    """The public's own comments of the period, up to ``now``."""
    said = world.comments
    end = period.end_at
    first = bisect_left(said, period.start_at, key=lambda c: c.at)
    last = bisect_left(said, end, key=lambda c: c.at)
    if now is not None:
        last = min(last, bisect_right(said, now, key=lambda c: c.at))
    return (comment for comment in said[first:last] if not comment.official)


def _voice(comment: DemoComment) -> Voice:
    """A deleted account cannot be told from another: each comment is a voice."""
    author = comment.author
    if author is None or author.gone:
        return (comment.post.channel.name, comment.id)
    return (comment.post.channel.name, author.number, day_of(comment.at))
