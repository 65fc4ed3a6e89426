"""What is known of a followed channel as long as the process lives."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.sources import Cursor, Stream
from listener.deciding import EVER
from listener.telegram.finding import Details
from listener.telegram.pace import Estimate, Refreshing
from listener.telegram.streams import SOME_DATES
from listener.telegram.threads import Threads
from listener.telegram.walking import Take, Walk


@dataclass(slots=True)
class Again:
    """Where the reading-again of one stream stands.

    ``then`` is to be read when that is done: it was wanted when the newest had
    been read already.
    """

    refreshing: Refreshing
    horizon: timedelta | None = None
    last: int = 0
    then: timedelta | None = None

    def want(self, horizon: timedelta) -> None:
        """Read the time of ``horizon`` again, now; if more is under way, after it."""
        if self.horizon is None or self.horizon < horizon:
            self.horizon, self.last = horizon, 0
        elif self.last:
            self.then = max(horizon, self.then or horizon)

    async def go_on(self, walk: Walk, cursor: Cursor, see: Take, now: datetime) -> bool:
        """Read again what is due, as far as time allows; whether it was finished."""
        if self.horizon is None:
            self.horizon, self.last = self.refreshing.due(now), 0
        if self.horizon is None:
            return False
        last = self.last or cursor.newest
        left = await walk.again(cursor, last, now - self.horizon, see)
        if left is not None:
            self.last = left
            return False
        self.refreshing.done(self.horizon, now)
        self.horizon, self.last, self.then = self.then, 0, None
        return True


@dataclass(slots=True)
class Memory:
    """Of one source. ``closed``: its group's history cannot be read.

    ``swept_at``: when everything recent was last wanted to be looked at.
    ``failures``: how often the threads were refused. ``history_told``: that it is
    whole.
    """

    posts: Again
    comments: Again
    swept_at: datetime = EVER
    details: Details | None = None
    asked_at: datetime | None = None
    threads: Threads | None = None
    closed: bool = False
    by_post: bool = False
    history_told: bool = False
    failures: Counter[str] = field(default_factory=Counter)
    estimates: dict[Stream, Estimate] = field(default_factory=dict)
    recent: deque[datetime] = field(default_factory=lambda: deque(maxlen=SOME_DATES))

    @property
    def is_rereading(self) -> bool:
        """Whether a pass had no time for all that it was to read again."""
        return bool(self.posts.last or self.comments.last)
