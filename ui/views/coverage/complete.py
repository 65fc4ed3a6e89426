"""How soon and how completely the comments of each source are stored. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd  # type: ignore[import-untyped]

from domain.sources import Completeness
from shown import words
from shown.speech import n_
from store.reading import KnownSource
from ui.table import called

LEAST = 10
"""Of fewer comments no lag is told: nine in ten of them would be a guess."""

COLUMNS = ["source", "half", "most", "server", "stored", "history", "until"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Of one source: lags in order, what its server counts and of it is stored."""

    name: str
    lags: tuple[timedelta, ...] = ()
    server: int = 0
    stored: int = 0
    history: float | None = None
    history_by: datetime | None = None


def fact(
    source: KnownSource, sums: Completeness | None, lags: Sequence[timedelta]
) -> Fact:
    return Fact(
        name=called(source),
        lags=tuple(lags) if len(lags) >= LEAST else (),
        server=sums.server if sums else 0,
        stored=sums.stored if sums else 0,
        history=source.backfill,
        history_by=source.backfill_ends_at,
    )


def within(lags: Sequence[timedelta], part: float) -> timedelta | None:
    """The time within which ``part`` of the comments was stored; None of none."""
    if not lags:
        return None
    return sorted(lags)[min(len(lags) - 1, int(part * len(lags)))]


def facts_frame(facts: Iterable[Fact]) -> pd.DataFrame:
    """One row for each source, as it is shown."""
    rows = [
        {
            "source": each.name,
            "half": said(within(each.lags, 0.5)),
            "most": said(within(each.lags, 0.9)),
            "server": each.server or None,
            "stored": _percent(each.stored / each.server if each.server else None),
            "history": _percent(each.history),
            "until": words.moment(each.history_by) if each.history_by else "",
        }
        for each in facts
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"server": "Int64", "stored": float, "history": float})


def kept_frame(facts: Iterable[Fact]) -> pd.DataFrame:
    """One row for each source, as it is saved to a file: numbers."""
    rows = [
        {
            "source": each.name,
            "median_lag_seconds": _seconds(within(each.lags, 0.5)),
            "p90_lag_seconds": _seconds(within(each.lags, 0.9)),
            "counted_by_server": each.server,
            "of_these_stored": each.stored,
            "history_read": each.history,
        }
        for each in facts
    ]
    return pd.DataFrame(rows)


def said(lag: timedelta | None) -> str:
    """``40 seconds``, ``3 minutes``, ``5 hours``."""
    if lag is None:
        return words.NOTHING
    seconds = lag.total_seconds()
    if seconds < 90:
        return n_("{n} second", "{n} seconds", round(seconds))
    if seconds < 90 * 60:
        return n_("{n} minute", "{n} minutes", round(seconds / 60))
    return words.length(lag)


def _seconds(lag: timedelta | None) -> float | None:
    return None if lag is None else lag.total_seconds()


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
