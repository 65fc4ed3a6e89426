"""The table of sources. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd  # type: ignore[import-untyped]

from domain.coverage import Ledger, seen_share
from domain.periods import Period
from shown.frames import Row, wall
from shown.marks import causes
from shown.speech import _
from store.reading import KnownSource

COLUMNS = ["Source", "Seen", "Last seen", "State"]


def sources_frame(
    sources: Iterable[KnownSource],
    ledgers: Mapping[str, Ledger],
    period: Period,
    *,
    now: datetime,
) -> pd.DataFrame:
    """One row for each source: who, when last seen, how much of ``period`` seen."""
    rows = [_row(s, ledgers.get(s.id, ()), period, now) for s in sources]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"Seen": float, "Last seen": "datetime64[s]"})


def called(source: KnownSource) -> str:
    """A source by its institution and, where that says more, its own name."""
    if not source.institution or source.institution == source.name:
        return source.name
    return f"{source.institution} ({source.name})"


def _row(source: KnownSource, ledger: Ledger, period: Period, now: datetime) -> Row:
    seen_at = source.last_seen_at
    return {
        "Source": called(source),
        "Seen": _seen(ledger, period, now),
        "Last seen": wall(seen_at) if seen_at else None,
        "State": _state(ledger),
    }


def _seen(ledger: Ledger, period: Period, now: datetime) -> float | None:
    """Percent of the hours since it was followed; None for an imported file."""
    if not ledger:
        return None
    start_at = max(period.start_at, ledger[0].start_at)
    end_at = min(period.end_at, now)
    return 100 * seen_share(ledger, start_at, end_at) if end_at > start_at else None


def _state(ledger: Ledger) -> str:
    if not ledger:
        return _("imported")
    reason = ledger[-1].reason
    if reason is None:
        return _("seen")
    return _("not seen: {why}", why=causes([reason]))
