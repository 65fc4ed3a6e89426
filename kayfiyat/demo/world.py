"""A deterministic synthetic public that only ever grows.

The same start and seed give the same world; a later end only appends to it.
Whatever lies after ``now`` is invisible.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import blake2b

from domain.coverage import Reason, Stretch
from domain.periods import day_of, starts_at
from kayfiyat.demo.courses import date_of
from kayfiyat.demo.days import DayMaker
from kayfiyat.demo.plan import Channel, Plan, load_plan
from kayfiyat.demo.records import DemoComment, DemoPost

FIRST_GROUP = 1_500_100_000


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """A dated turn, and by how much it moved the mood at once."""

    on: date
    reform: str
    step: float
    titles: dict[str, str]


@dataclass(slots=True)
class Log:
    """A channel and its discussion group as they have grown."""

    channel: Channel
    group: int
    posts: list[DemoPost] = field(default_factory=list)
    by_id: dict[int, DemoPost] = field(default_factory=dict)
    by_root: dict[int, DemoPost] = field(default_factory=dict)
    last_post: int = 100
    last_message: int = 1000

    @property
    def peer(self) -> str:
        """The group as the widget names it."""
        return f"c{self.group}_{number_of(self.channel.name) % 10**18}"


class World:
    """The demo world from ``start`` on, for as many days as it has grown."""

    def __init__(self, start: date, seed: int = 1, plan: Plan | None = None) -> None:
        self.start, self.seed, self.plan = start, seed, plan or load_plan()
        self.logs = {
            channel.name: Log(channel, FIRST_GROUP + 7_919 * n)
            for n, channel in enumerate(self.plan.channels)
        }
        self.comments: list[DemoComment] = []
        self._days = 0
        self._maker = DayMaker(self.plan, start, seed)
        self._coming: list[DemoComment] = []

    @property
    def last_day(self) -> date:
        """The last day that the world has grown to."""
        return date_of(self.start, self._days - 1)

    @property
    def outages(self) -> tuple[Stretch, ...]:
        """When nobody could comment."""
        first = date_of(self.start, self.plan.blackout.first_day)
        end = first + timedelta(days=self.plan.blackout.days)
        return (Stretch(starts_at(first), starts_at(end), Reason.OUTAGE),)

    @property
    def events(self) -> tuple[DemoEvent, ...]:
        """The dated turns of all reforms, in order."""
        return tuple(sorted(self._events(), key=lambda event: event.on))

    def grow(self, until: date) -> None:
        """Make the days up to ``until``; those that are there stay as they are."""
        while date_of(self.start, self._days) <= until:
            self._add_day()

    def posts(self, channel: str, now: datetime) -> Sequence[DemoPost]:
        """The posts of a channel that are out at ``now``, oldest first."""
        self.grow(day_of(now))
        posts = self.logs[channel].posts
        return posts[: bisect_right(posts, now, key=lambda post: post.at)]

    def thread(self, post: DemoPost, now: datetime) -> Sequence[DemoComment]:
        """The comments under a post that are there at ``now``, oldest first."""
        self.grow(day_of(now))
        said = post.comments
        return said[: bisect_right(said, now, key=lambda comment: comment.at)]

    def _events(self) -> Iterator[DemoEvent]:
        for course in self.plan.reforms:
            for event in course.events:
                titles = {"uz": event.uz, "ru": event.ru, "en": event.en}
                on = date_of(self.start, event.day)
                yield DemoEvent(on, course.id, event.step, titles)

    def _add_day(self) -> None:
        posts = self._maker.next_day(self._days)
        for post in posts:
            self._coming += self._got_through(post.comments)
            post.comments = []
        self._days += 1
        end = starts_at(date_of(self.start, self._days))
        said = sorted((c for c in self._coming if c.at < end), key=lambda c: c.at)
        self._coming = [c for c in self._coming if c.at >= end]
        happenings: list[DemoPost | DemoComment] = [*posts, *said]
        for happening in sorted(happenings, key=lambda h: h.at):
            self._number(happening)

    def _number(self, happening: DemoPost | DemoComment) -> None:
        """Give the next number of its channel or group, as the server does."""
        if isinstance(happening, DemoPost):
            log = self.logs[happening.channel.name]
            happening.id = log.last_post + 1
            log.last_post += happening.album
            log.last_message += 1
            happening.root = log.last_message
            log.posts.append(happening)
            log.by_id[happening.id] = happening
            log.by_root[happening.root] = happening
            return
        log = self.logs[happening.post.channel.name]
        log.last_message += 1
        happening.id = log.last_message
        happening.post.comments.append(happening)
        self.comments.append(happening)

    def _got_through(self, said: list[DemoComment]) -> list[DemoComment]:
        """What was not lost in an outage, and no answer to what was lost."""
        for comment in said:
            if comment.reply_to and self._cut_off(comment.reply_to.at):
                comment.reply_to = None
        return [comment for comment in said if not self._cut_off(comment.at)]

    def _cut_off(self, at: datetime) -> bool:
        return any(out.start_at <= at < out.end_at for out in self.outages)


def number_of(name: str) -> int:
    """A number that belongs to the name for ever."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest())
