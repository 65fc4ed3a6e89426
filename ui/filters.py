"""What the analyst chose, and how it stands in the address. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Literal, get_args

from domain.periods import Period, Step
from shown.speech import later

STEPS: tuple[Step, ...] = get_args(Step)

CUSTOM = "custom"

PRESETS = {
    "month": (later("Last 30 days"), 30),
    "quarter": (later("Last 3 months"), 91),
    "half": (later("Last 6 months"), 182),
    "year": (later("Last 12 months"), 365),
    "all": (later("All time"), None),
    CUSTOM: (later("Own dates"), None),
}
"""What can be chosen, with the number of days."""

BEFORE = {
    "": later("No comparison"),
    "period": later("The period before"),
    "year": later("The year before"),
}
"""With which time a period can be compared."""

LIVE = timedelta(days=31)
"""Data older than this is history: its end, not today, is where charts end."""

Query = Mapping[str, Sequence[str]]

KEYS = (
    *("reform", "with", "source", "language"),
    *("period", "from", "to", "by", "campaigns", "before"),
)
"""What filters are called in the address."""

Offer = Literal[
    "reform", "period", "by", "sources", "languages", "campaigns", "compare"
]

OFFERS: tuple[Offer, ...] = get_args(Offer)

_OF_OFFER: dict[Offer, tuple[str, ...]] = {
    "reform": ("reform",),
    "period": ("preset", "first", "last"),
    "by": ("by",),
    "sources": ("sources",),
    "languages": ("languages",),
    "campaigns": ("campaigns",),
    "compare": ("compare", "before"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """One view. No reform, sources or languages means all of them.

    ``compare`` are reforms that stand beside ``reform``; ``before`` is the earlier
    time that stands beside the period.
    """

    reform: str | None = None
    compare: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    preset: str = "year"
    first: date | None = None
    last: date | None = None
    by: Step = "week"
    campaigns: bool = True
    before: str = ""

    @property
    def own_dates(self) -> bool:
        return self.preset == CUSTOM


def from_query(query: Query) -> Filters:
    """The view that an address names; what it names wrongly is left at its default."""
    plain = Filters()
    first, last = _day(query, "from"), _day(query, "to")
    by = next((step for step in STEPS if step == _one(query, "by")), plain.by)
    preset = CUSTOM if first or last else _one(query, "period")
    before = _one(query, "before")
    return Filters(
        reform=_one(query, "reform") or None,
        compare=tuple(dict.fromkeys(query.get("with", ()))),
        sources=tuple(dict.fromkeys(query.get("source", ()))),
        languages=tuple(dict.fromkeys(query.get("language", ()))),
        preset=preset if preset in PRESETS else plain.preset,
        first=first,
        last=last,
        by=by,
        campaigns=_one(query, "campaigns") != "without",
        before=before if before in BEFORE else plain.before,
    )


def to_query(filters: Filters) -> dict[str, list[str]]:
    """The shortest address of the view: what is at its default is not named."""
    plain = _named(Filters())
    named = _named(filters)
    return {key: named[key] for key in KEYS if named[key] != plain[key]}


def unread(query: Query, view: Filters) -> list[str]:
    """What ``query`` asks for and ``view`` does not show."""
    named = _named(view)
    given = ((key, value) for key in KEYS for value in query.get(key, ()))
    return [value for key, value in given if value not in named[key]]


def known(
    filters: Filters,
    *,
    reforms: Collection[str],
    sources: Collection[str],
    languages: Collection[str],
) -> Filters:
    """The view without what is not there (any more): an old link still opens."""
    reform = filters.reform if filters.reform in reforms else None
    return replace(
        filters,
        reform=reform,
        compare=tuple(r for r in filters.compare if r in reforms and r != reform),
        sources=tuple(s for s in filters.sources if s in sources),
        languages=tuple(lang for lang in filters.languages if lang in languages),
    )


def offered(filters: Filters, offers: Collection[Offer]) -> Filters:
    """The view with only what a page offers to choose: no filter works unseen."""
    plain, kept = Filters(), {name for offer in offers for name in _OF_OFFER[offer]}
    others = {f.name: getattr(plain, f.name) for f in fields(plain)}
    return replace(filters, **{k: v for k, v in others.items() if k not in kept})


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


def earlier(period: Period, before: str) -> Period | None:
    """The time that ``period`` is compared with, as long as itself.

    A year is 52 weeks, so that weeks begin on the same day.
    """
    if before not in {"period", "year"}:
        return None
    back = timedelta(days=period.days if before == "period" else 364)
    return Period(period.first - back, period.last - back)


def _named(filters: Filters) -> dict[str, list[str]]:
    """The view in full, as an address names it."""
    own = filters.own_dates
    return {
        "reform": [filters.reform] if filters.reform else [],
        "with": list(filters.compare),
        "source": list(filters.sources),
        "language": list(filters.languages),
        "period": [filters.preset],
        "from": [filters.first.isoformat()] if own and filters.first else [],
        "to": [filters.last.isoformat()] if own and filters.last else [],
        "by": [filters.by],
        "campaigns": ["with" if filters.campaigns else "without"],
        "before": [filters.before] if filters.before else [],
    }


def _one(query: Query, key: str) -> str:
    return next(iter(query.get(key, ())), "")


def _day(query: Query, key: str) -> date | None:
    try:
        return date.fromisoformat(_one(query, key))
    except ValueError:
        return None
