"""What is watched while the listener runs: counts, lags, waits. For Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from domain.coverage import Reason
from listener.collecting import Collected


@dataclass(slots=True)
class Watched:
    """One source, as of its last pass."""

    passed_at: datetime | None = None
    seen_at: datetime | None = None
    blind_at: datetime | None = None
    reason: Reason | None = None
    error: str | None = None
    waits_until: datetime | None = None


class Watch:
    """Is told of every pass, and tells how things stand.

    Its numbers live as long as the process; a restart begins them anew, as
    Prometheus expects of counters.
    """

    def __init__(
        self,
        sources: Iterable[str],
        *,
        every: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._clock = clock
        self._patience = 3 * every
        self._started_at = clock()
        self._sources = {source: Watched() for source in sources}
        self.registry = CollectorRegistry()
        self._make_metrics()

    def collected(self, done: Collected) -> None:
        """A pass over a source has ended, well or not."""
        watched = self._sources.setdefault(done.source, Watched())
        now = self._clock()
        self._count(done, watched, now)
        watched.passed_at = now
        watched.reason, watched.error = done.reason, done.error
        watched.waits_until = (
            now + timedelta(seconds=done.retry_after) if done.retry_after else None
        )
        if done.error:
            watched.blind_at = now
        else:
            watched.seen_at, watched.blind_at = now, None

    def metrics(self) -> bytes:
        """In Prometheus' text format."""
        now = self._clock()
        for source, watched in self._sources.items():
            self._lag.labels(source).set(self._lag_of(watched, now).total_seconds())
            self._flood_rest.labels(source).set(_flood_rest(watched, now))
        return generate_latest(self.registry)

    def health(self) -> tuple[bool, dict[str, Any]]:
        """Whether any source was seen lately, and how each stands."""
        now = self._clock()
        lags = [self._lag_of(watched, now) for watched in self._sources.values()]
        healthy = not lags or min(lags) <= self._patience
        return healthy, {
            "ok": healthy,
            "sources": {
                source: self._told(watched, now)
                for source, watched in self._sources.items()
            },
        }

    def _told(self, watched: Watched, now: datetime) -> dict[str, Any]:
        return {
            "seen_at": watched.seen_at,
            "lag_seconds": round(self._lag_of(watched, now).total_seconds()),
            "blind": watched.reason,
            "error": watched.error,
            "waits_until": watched.waits_until,
        }

    def _lag_of(self, watched: Watched, now: datetime) -> timedelta:
        return now - (watched.seen_at or self._started_at)

    def _count(self, done: Collected, watched: Watched, now: datetime) -> None:
        source = done.source
        self._passes.labels(source).inc()
        self._posts.labels(source).inc(done.posts.added)
        for what, number in (
            ("added", done.comments.added),
            ("changed", done.comments.changed),
            ("erased", done.erased),
        ):
            self._comments.labels(source, what).inc(number)
        if done.error:
            reason = str(done.reason or "own fault")
            self._errors.labels(source, reason).inc()
            since = watched.blind_at or watched.seen_at or self._started_at
            self._blind.labels(source, reason).inc((now - since).total_seconds())
        if done.reason is Reason.FLOOD_WAIT:
            self._floods.labels(source).inc()

    def _make_metrics(self) -> None:
        def counter(name: str, says: str, *labels: str) -> Counter:
            return Counter(
                f"kayfiyat_{name}", says, ("source", *labels), registry=self.registry
            )

        def gauge(name: str, says: str) -> Gauge:
            return Gauge(f"kayfiyat_{name}", says, ("source",), registry=self.registry)

        self._passes = counter("passes", "Passes over a source")
        self._posts = counter("posts", "Posts that were new")
        self._comments = counter("comments", "Comments stored", "what")
        self._errors = counter("errors", "Passes that failed", "reason")
        self._blind = counter("blind_seconds", "Time not seen, when told", "reason")
        self._floods = counter("flood_waits", "Flood waits asked for")
        self._flood_rest = gauge("flood_wait_seconds", "Rest of a flood wait")
        self._lag = gauge("lag_seconds", "Time since the source was last seen")


def _flood_rest(watched: Watched, now: datetime) -> float:
    if watched.reason is not Reason.FLOOD_WAIT or watched.waits_until is None:
        return 0.0
    return max(0.0, (watched.waits_until - now).total_seconds())
