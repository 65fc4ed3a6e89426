"""The mood as everyone reads it: the app, the letter and the command call this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import numpy as np

from domain.cells import EVERY_REFORM, Cell
from domain.coverage import Stretch
from domain.labels import Label
from domain.periods import Period, Step, day_of
from domain.sources import Kind
from mood.answers import Answer
from mood.asking import about_each, about_others
from mood.collected import shares
from mood.correction import Confusions, measured
from mood.coverage import Blind, blind_stretches, coverages
from mood.disclosure import Filter, whole
from mood.estimates import Estimate, K, estimates
from mood.labelled import LEAST, with_labels
from mood.sums import Floats
from store.cells import Cells
from store.clients import Database, Document
from store.collected import Collected
from store.confusions import load_confusions
from store.labels import Labels
from store.reading import Reading


def series(  # noqa: PLR0913 - the filters of every chart
    database: Database[Document],
    period: Period,
    *,
    by: Step,
    reform: str | None = None,
    sources: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    campaigns: bool = True,
    k: int = K,
    labels: bool = True,
    now: datetime | None = None,
) -> list[Estimate]:
    """One estimate for each day, week or month of ``period``.

    Without ``reform`` every comment counts. No mood is stated of fewer than
    ``k`` voices (5 at the least), nor where less than half of the hours was
    seen: silence is not drawn as calm. Weeks and months that ``period`` cuts are
    shown whole, and few voices may not count (``mood.disclosure``). Where analysts
    labelled enough comments of a step, its mood is made with them, unless ``labels``
    are to be left out.
    """
    named = reform or EVERY_REFORM
    of_it = each_series(
        database,
        period,
        by=by,
        reforms=[named],
        sources=sources,
        languages=languages,
        campaigns=campaigns,
        k=k,
        labels=labels,
        now=now,
    )
    return of_it[named]


def each_series(  # noqa: PLR0913 - the filters of every chart
    database: Database[Document],
    period: Period,
    *,
    by: Step,
    reforms: Sequence[str],
    sources: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    campaigns: bool = True,
    k: int = K,
    labels: bool = True,
    now: datetime | None = None,
) -> dict[str, list[Estimate]]:
    """``series`` of each of ``reforms``; what they share is read once."""
    chosen = Filter(_set(sources), _set(languages), campaigns)
    said = _labels(database, period, by) if labels else []
    answers = about_each(
        database,
        period,
        by,
        chosen,
        reforms=reforms,
        k=max(k, K),
        labelled=[each.about.day for each in said],
    )
    made = _made(database, answers, sources=sources, k=k, now=now)
    return {
        reform: _by_labels(database, line, answers[reform].cells, said)
        for reform, line in made.items()
    }


def others(  # noqa: PLR0913 - the filters of every chart
    database: Database[Document],
    period: Period,
    *,
    by: Step,
    reform: str,
    sources: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    k: int = K,
    now: datetime | None = None,
) -> list[Estimate]:
    """The mood of all reforms but ``reform``, campaigns left out, for comparison."""
    chosen = Filter(_set(sources), _set(languages), False)
    answer = about_others(database, period, by, chosen, reform=reform, k=max(k, K))
    made = _made(database, {reform: answer}, sources=sources, k=k, now=now)
    return made[reform]


def blind(
    database: Database[Document],
    period: Period,
    *,
    sources: Sequence[str] | None = None,
    now: datetime | None = None,
) -> list[Blind]:
    """The blind stretches of an hour or more, merged over ``sources`` (all)."""
    return blind_stretches(
        _ledgers(database, sources), period, now=now or datetime.now(UTC)
    )


def hours_seen(
    database: Database[Document],
    period: Period,
    *,
    sources: Sequence[str] | None = None,
    now: datetime | None = None,
) -> float:
    """The share of the hours of ``period`` that was seen, over ``sources`` (all).

    It is no mean of its steps: each has as many hours as sources were followed. Of
    what was brought in files the days count on which somebody spoke.
    """
    ledgers, at = _ledgers(database, sources).values(), now or datetime.now(UTC)
    (share,) = coverages(ledgers, [period], now=at)
    if not np.isnan(share):
        return float(share)
    days = _imported(database, [period], sources)
    past = (min(period.last, day_of(at)) - period.first).days + 1
    return len(days) / max(len(days), past, 1)


def _made(
    database: Database[Document],
    answers: Mapping[str, Answer],
    *,
    sources: Sequence[str] | None,
    k: int,
    now: datetime | None,
) -> dict[str, list[Estimate]]:
    ledgers, at = _ledgers(database, sources).values(), now or datetime.now(UTC)
    confusions = measured(load_confusions(database))

    @cache
    def seen(periods: Sequence[Period]) -> list[float]:
        found = coverages(ledgers, periods, now=at)
        return _where_nobody_counts(database, found, periods, sources)

    stored = cache(lambda periods: _collected(database, periods, sources))
    return {
        name: _estimated(
            answer,
            seen(answer.periods),
            stored(answer.periods),
            confusions=confusions,
            k=max(k, K),
        )
        for name, answer in answers.items()
    }


def _estimated(
    answer: Answer,
    seen: Sequence[float],
    stored: Sequence[float | None],
    *,
    confusions: Confusions,
    k: int,
) -> list[Estimate]:
    made = estimates(
        answer.cells, answer.periods, coverages=seen, k=k, confusions=confusions
    )
    return [
        replace(each, withheld=lost, collected=share)
        for each, lost, share in zip(made, answer.withheld, stored, strict=True)
    ]


def _collected(
    database: Database[Document],
    periods: Sequence[Period],
    sources: Sequence[str] | None,
) -> list[float | None]:
    if not periods:
        return []
    span = Period(periods[0].first, periods[-1].last)
    return shares(Collected(database).by_day(span, sources=sources), periods)


def _labels(database: Database[Document], period: Period, by: Step) -> list[Label]:
    """The labels of the whole steps that ``period`` touches; none if too few."""
    units = whole(period, by)
    if not units:
        return []
    labels = Labels(database).select(Period(units[0].first, units[-1].last))
    return labels if len(labels) >= LEAST else []


def _by_labels(
    database: Database[Document],
    made: list[Estimate],
    cells: Sequence[Cell],
    labels: Sequence[Label],
) -> list[Estimate]:
    """The estimates with labels, where there are enough of them."""
    if not labels:
        return made
    return with_labels(made, cells, labels, Labels(database).draws())


def _set(names: Sequence[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(map(str, names))


def _ledgers(
    database: Database[Document], sources: Sequence[str] | None
) -> dict[str, list[Stretch]]:
    ledgers = Reading(database).ledgers()
    return {
        source: ledger
        for source, ledger in ledgers.items()
        if sources is None or source in sources
    }


def _where_nobody_counts(
    database: Database[Document],
    seen: Floats,
    periods: Sequence[Period],
    sources: Sequence[str] | None,
) -> list[float]:
    """What was brought in a file is whole for the days it speaks of.

    What a source that we listen to holds from before it was followed is not.
    """
    unknown = [p for share, p in zip(seen, periods, strict=True) if np.isnan(share)]
    days = _imported(database, unknown, sources)
    return [
        float(any(day in period for day in days)) if np.isnan(share) else float(share)
        for share, period in zip(seen, periods, strict=True)
    ]


def _imported(
    database: Database[Document],
    periods: Sequence[Period],
    sources: Sequence[str] | None,
) -> set[date]:
    """The days of ``periods`` on which somebody spoke in a source never listened to."""
    if not periods:
        return set()
    known = Reading(database).sources(counted=False)
    live = {source.id for source in known if source.kind != Kind.FILE}
    days = [p.first + timedelta(days=n) for p in periods for n in range(p.days)]
    return {
        cell.day
        for cell in Cells(database).of_days(days, reform=EVERY_REFORM)
        if cell.source not in live and (sources is None or cell.source in sources)
    }
