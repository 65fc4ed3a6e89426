"""What was not seen and what was not scored, as tables. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import pandas as pd  # type: ignore[import-untyped]

from domain.coverage import Ledger
from domain.periods import Period
from mood.coverage import Blind
from mood.estimates import Estimate
from mood.slots import blind_of
from shown import words
from shown.frames import wall
from shown.marks import causes

COLUMNS = ["start", "end", "lasted", "share", "why"]

HOUR = timedelta(hours=1)


def blind_table(stretches: Iterable[Blind]) -> pd.DataFrame:
    """One row for each stretch, the heaviest first: the most hours of sources."""
    rows = [
        {
            "start": wall(each.start_at),
            "end": wall(each.end_at),
            "lasted": words.length(each.end_at - each.start_at),
            "share": 100 * each.share,
            "why": causes(each.reasons),
        }
        for each in sorted(stretches, key=_weight, reverse=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _weight(stretch: Blind) -> tuple[timedelta, datetime]:
    """Of equal ones the latest: a start of the program is many short ones."""
    return stretch.share * (stretch.end_at - stretch.start_at), stretch.start_at


def reasons_table(
    ledgers: Iterable[Ledger], period: Period, *, now: datetime
) -> pd.DataFrame:
    """For each reason its hours, summed over the sources, the weightiest first."""
    hours: dict[str, float] = defaultdict(float)
    sources = Counter[str]()
    for ledger in ledgers:
        found = list(blind_of(ledger, period.start_at, min(period.end_at, now)))
        for each in found:
            hours[str(each.reason)] += (each.end_at - each.start_at) / HOUR
        sources.update({str(each.reason) for each in found})
    total = sum(hours.values())
    rows = [
        {
            "why": words.sentence(causes([reason])),
            "hours": max(1, round(length)),
            "share": 100 * length / total,
            "sources": sources[reason],
        }
        for reason, length in sorted(hours.items(), key=lambda one: -one[1])
    ]
    return pd.DataFrame(rows, columns=["why", "hours", "share", "sources"])


def not_scored_table(estimates: Sequence[Estimate], *, k: int) -> pd.DataFrame:
    """For each language the comments that have no attitude, the most frequent first."""
    missed = Counter[str]()
    for each in estimates:
        missed.update(each.not_scored)
    comments = sum(each.comments for each in estimates)
    rows = [
        {
            "language": words.language(language),
            "comments": words.people(number, k),
            "share": 100 * number / comments if number >= k else None,
        }
        for language, number in missed.most_common()
    ]
    frame = pd.DataFrame(rows, columns=["language", "comments", "share"])
    return frame.astype({"share": float})
