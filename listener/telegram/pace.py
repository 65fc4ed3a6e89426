"""How often to look, how far back to read again, and how long it takes. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

A_FEW = 10
"""So many new comments are worth a request."""

A_DAY = timedelta(days=1)

TOO_LONG = timedelta(days=3_650)
"""What would take so long is not estimated."""

HORIZONS = (timedelta(hours=1), timedelta(hours=6), A_DAY, timedelta(days=3))


def next_look(
    recent: Collection[datetime], now: datetime, *, at_least: float, at_most: float
) -> float:
    """Seconds until a chat is asked again, given when its latest comments came.

    About when a few new ones are to be expected, by its pace of the last day.
    """
    lately = [at for at in recent if abs(now - at) <= A_DAY]
    if not lately:
        return max(at_least, at_most)
    each = max((now - min(lately)).total_seconds(), 1.0) / len(lately)
    return max(at_least, min(at_most, A_FEW * each))


@dataclass(slots=True)
class Refreshing:
    """When the last hour, hours, days are read again: each after an eighth of it.

    The longest is ``all_of``: nothing older is read again.
    """

    all_of: timedelta
    done_at: dict[timedelta, datetime] = field(default_factory=dict)

    def due(self, now: datetime) -> timedelta | None:
        """The longest time back that is due; at the start that is all of it."""
        horizons = [*(h for h in HORIZONS if h < self.all_of), self.all_of]
        return max((h for h in horizons if self._is_due(h, now)), default=None)

    def done(self, horizon: timedelta, now: datetime) -> None:
        """It was read again, and with it all that is shorter."""
        for each in {*HORIZONS, horizon}:
            if each <= horizon:
                self.done_at[each] = now

    def _is_due(self, horizon: timedelta, now: datetime) -> bool:
        done_at = self.done_at.get(horizon)
        if done_at is None or not horizon:
            return bool(horizon)
        # A clock that was set back would else put it off until it catches up.
        return not timedelta(0) <= now - done_at < horizon / 8


def history_is_cheaper(
    *, group_messages: int, posts_with_comments: int, comments: int, page: int = 100
) -> bool:
    """Whether one pass over a group takes no more requests than post by post."""
    one_pass = -(-group_messages // page)
    by_post = posts_with_comments + comments // page
    return one_pass <= by_post


@dataclass(frozen=True, slots=True)
class Left:
    """How far a history is read: the ``share`` done, 0 to 1, and when it may end."""

    share: float
    ends_at: datetime | None


@dataclass(slots=True)
class Estimate:
    """Estimates the time left from the pace of this process so far."""

    started_at: datetime
    first: int
    lowest: int

    def left(self, oldest: int, newest: int, now: datetime) -> Left:
        """Given the numbers read by now, from ``newest`` down to ``oldest``."""
        whole = max(1, newest - self.lowest)
        share = min(1.0, max(0.0, (newest - oldest + 1) / whole))
        passed, to_go = self.first - oldest, max(0, oldest - self.lowest - 1)
        if passed <= 0:
            return Left(share, None)
        seconds = (now - self.started_at).total_seconds() * to_go / passed
        known = 0 <= seconds <= TOO_LONG.total_seconds()
        return Left(share, now + timedelta(seconds=seconds) if known else None)
