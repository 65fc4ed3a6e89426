"""What the analyst chose, and how it stands in the address. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import get_args

from domain.periods import Period, Step

STEPS: tuple[Step, ...] = get_args(Step)

CUSTOM = "custom"

PRESETS = {
    "month": ("Last 30 days", 30),
    "quarter": ("Last 3 months", 91),
    "half": ("Last 6 months", 182),
    "year": ("Last 12 months", 365),
    "all": ("All time", None),
    CUSTOM: ("Own dates", None),
}
"""What can be chosen, with the number of days."""

LIVE = timedelta(days=31)
"""Data older than this is history: its end, not today, is where charts end."""

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Filters:
    """One view. No reform, sources or languages means all of them."""

    reform: str | None = None
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    preset: str = "year"
    first: date | None = None
    last: date | None = None
    by: Step = "week"
    campaigns: bool = True

    @property
    def own_dates(self) -> bool:
        return self.preset == CUSTOM


def from_query(query: Query) -> Filters:
    """The view that an address names; what it names wrongly is left at its default."""
    plain = Filters()
    first, last = _day(query, "from"), _day(query, "to")
    by = next((step for step in STEPS if step == _one(query, "by")), plain.by)
    preset = _one(query, "period")
    if first or last:
        preset = CUSTOM
    return Filters(
        reform=_one(query, "reform") or None,
        sources=tuple(query.get("source", ())),
        languages=tuple(query.get("language", ())),
        preset=preset if preset in PRESETS else plain.preset,
        first=first,
        last=last,
        by=by,
        campaigns=_one(query, "campaigns") != "without",
    )


def to_query(filters: Filters) -> dict[str, list[str]]:
    """The shortest address of the view: what is at its default is not named."""
    plain = Filters()
    named: dict[str, list[str]] = {
        "reform": [filters.reform] if filters.reform else [],
        "source": list(filters.sources),
        "language": list(filters.languages),
        "period": [filters.preset] if filters.preset != plain.preset else [],
        "by": [filters.by] if filters.by != plain.by else [],
        "campaigns": [] if filters.campaigns else ["without"],
    }
    if filters.own_dates:
        named["period"] = []
        named["from"] = [filters.first.isoformat()] if filters.first else []
        named["to"] = [filters.last.isoformat()] if filters.last else []
    return {key: values for key, values in named.items() if values}


def known(
    filters: Filters,
    *,
    reforms: Collection[str],
    sources: Collection[str],
    languages: Collection[str],
) -> Filters:
    """The view without what is not there (any more): an old link still opens."""
    return replace(
        filters,
        reform=filters.reform if filters.reform in reforms else None,
        sources=tuple(s for s in filters.sources if s in sources),
        languages=tuple(lang for lang in filters.languages if lang in languages),
    )


def window(span: Period, *, today: date) -> Period:
    """The days that can be shown: to today, if the data is not history."""
    last = today if today - span.last <= LIVE else span.last
    return Period(min(span.first, last), last)


def period_of(filters: Filters, whole: Period) -> Period:
    """The days to show, inside ``whole``; dates the wrong way round are turned."""
    if filters.own_dates:
        ends = sorted([filters.first or whole.first, filters.last or whole.last])
        return Period(
            *(min(max(day, whole.first), whole.last) for day in ends),
        )
    days = PRESETS[filters.preset][1]
    if days is None:
        return whole
    return Period(max(whole.first, whole.last - timedelta(days=days - 1)), whole.last)


def _one(query: Query, key: str) -> str:
    return next(iter(query.get(key, ())), "")


def _day(query: Query, key: str) -> date | None:
    try:
        return date.fromisoformat(_one(query, key))
    except ValueError:
        return None
