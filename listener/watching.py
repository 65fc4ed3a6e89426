"""Watch the listening: what each source gave, when it was seen, what held it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.coverage import Reason
from domain.sources import Source
from listener.collecting import Collected

OURS = "ours"
"""The reason of an error that is no host's: MongoDB's, or a fault of our own."""

REASONS = (
    *(str(one) for one in Reason if one not in {Reason.STOPPED, Reason.OUTAGE}),
    OURS,
)
"""Why a pass can fail; to be told to stop is no failure."""

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Tally:
    """What is known of one source.

    ``heard_at`` is when it last gave something, be the pass over or not. ``in_hand``
    are comments taken in and not yet saved. ``blind`` is why nothing can be seen of
    it, ``waits_until`` when it is asked again at the latest.
    """

    since: datetime
    seen_at: datetime | None = None
    heard_at: datetime | None = None
    posts: int = 0
    comments: int = 0
    changed: int = 0
    erased: int = 0
    in_hand: int = 0
    passes: int = 0
    passes_timed: int = 0
    pass_seconds: float = 0.0
    began_at: datetime | None = None
    waits_until: datetime | None = None
    flooded_until: datetime | None = None
    flood_waits: int = 0
    blind: str | None = None
    blind_counted_at: datetime | None = None
    blind_seconds: dict[str, float] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    def lag(self, now: datetime) -> float:
        """Seconds since it was last seen; if it never was, since we listen."""
        return _seconds(self.seen_at or self.since, now)

    def silent(self, now: datetime) -> float:
        """Seconds in which we listened and it gave no sign of life.

        A pass over much history takes longer than many a pause.
        """
        signs = (self.since, self.seen_at or self.since, self.heard_at or self.since)
        return _seconds(max(signs), now)

    def flood_rest(self, now: datetime) -> float:
        """Seconds that are left of a flood wait."""
        return _seconds(now, self.flooded_until) if self.flooded_until else 0.0


class Watch:
    """Is told what happens, and keeps the sums of it by source.

    Only the sources given are known; of others nothing is kept, so that what is
    shown stays bounded. ``seen`` says when they were seen before this process.
    """

    def __init__(
        self,
        sources: Iterable[Source],
        *,
        clock: Clock,
        seen: Mapping[str, datetime] | None = None,
    ) -> None:
        self._clock = clock
        before = seen or {}
        self._tallies = {
            source.id: Tally(since=clock(), seen_at=before.get(source.id))
            for source in sources
        }

    def follows(self, source: Source) -> None:
        """A source is followed from now on, if it was not before."""
        self._tallies.setdefault(source.id, Tally(since=self._clock()))

    def leaves(self, source: str) -> None:
        """It is not followed any more: that it is not seen is no trouble."""
        self._tallies.pop(source, None)

    def began(self, source: str) -> None:
        """A pass begins."""
        if tally := self._tallies.get(source):
            tally.began_at = self._clock()
            tally.waits_until = None

    def collected(self, done: Collected) -> None:
        """A pass has ended, well or not."""
        if tally := self._tallies.get(done.source):
            now = self._clock()
            _count_blind(tally, now)
            _add(tally, done, now)
            _judge(tally, done, now)
            tally.began_at = None
            tally.in_hand = 0

    def rests(self, source: str, seconds: float) -> None:
        """A pause before the next pass begins."""
        if tally := self._tallies.get(source):
            tally.waits_until = _later(self._clock(), seconds)

    def holds(self, source: str, comments: int) -> None:
        """So many comments are in hand, not yet saved."""
        if tally := self._tallies.get(source):
            tally.in_hand = comments
            tally.heard_at = self._clock()

    def tallies(self) -> tuple[datetime, Mapping[str, Tally]]:
        """The sums by source, up to the time that is returned with them."""
        now = self._clock()
        for tally in self._tallies.values():
            _count_blind(tally, now)
        return now, self._tallies


def _add(tally: Tally, done: Collected, now: datetime) -> None:
    tally.posts += done.posts.added
    tally.comments += done.comments.added
    tally.changed += done.comments.changed
    tally.erased += done.erased
    tally.passes += 1
    if tally.began_at is not None:
        tally.passes_timed += 1
        tally.pass_seconds += _seconds(tally.began_at, now)


def _judge(tally: Tally, done: Collected, now: datetime) -> None:
    """Whether the source was seen; if not, why, and until when it is left alone."""
    if done.reason is Reason.STOPPED:
        return
    tally.blind = (done.reason or OURS) if done.error else None
    if tally.blind is None:
        # What was written while the pass ran may not be in it.
        tally.seen_at = tally.began_at or now
        tally.waits_until = tally.flooded_until = tally.blind_counted_at = None
        return
    tally.blind_counted_at = now
    tally.errors[tally.blind] += 1
    if done.retry_after is not None:
        tally.waits_until = _later(now, done.retry_after)
    if done.reason is Reason.FLOOD_WAIT:
        tally.flood_waits += 1
        tally.flooded_until = tally.waits_until


def _count_blind(tally: Tally, now: datetime) -> None:
    if tally.blind is not None and tally.blind_counted_at is not None:
        before = tally.blind_seconds.get(tally.blind, 0.0)
        tally.blind_seconds[tally.blind] = before + _seconds(
            tally.blind_counted_at, now
        )
        tally.blind_counted_at = now


def _seconds(start_at: datetime, end_at: datetime) -> float:
    """Never negative: a clock may be set back."""
    return max(0.0, (end_at - start_at).total_seconds())


def _later(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=min(seconds, timedelta(days=366).total_seconds()))
