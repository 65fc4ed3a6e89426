"""Since when a list of the latest entries is seen: it may have lost some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.coverage import Ledger
from domain.sources import Source
from listener.deciding import last_seen
from store.arrivals import Arrivals


async def known_then(arrivals: Arrivals, ledger: Ledger, ids: Iterable[str]) -> bool:
    """Whether one of the posts was stored when the source was last seen.

    Those that a pass stored which failed afterwards say nothing of that time.
    """
    seen = last_seen(ledger)
    return seen is not None and await arrivals.had_any(ids, seen)


def seen_since(
    source: Source, ledger: Ledger, times: Sequence[datetime], *, overlaps: bool
) -> datetime | None:
    """Since when the feed is seen, up to now.

    A feed shows its latest entries. If it ``overlaps`` with what was known when it
    was last seen, none is missing since. If not, some may have come and gone in
    between: then it is seen from its oldest on.
    """
    oldest, seen = min(times, default=None), last_seen(ledger)
    if seen is not None and (overlaps or oldest is None):
        return seen
    if seen is None and source.since_at and oldest:
        return max(oldest, source.since_at)
    return oldest


def is_gap(ledger: Ledger, since: datetime | None) -> bool:
    """Whether something may have come and gone before ``since``."""
    seen = last_seen(ledger)
    return seen is not None and since is not None and since > seen
