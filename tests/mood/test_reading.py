"""The mood as everyone reads it, on a real MongoDB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from pymongo.database import Database

from domain.cells import EVERY_REFORM
from domain.coverage import Reason, Stretch
from domain.periods import Period, Step
from domain.sources import Kind, Source
from mood.reading import blind, each_series, hours_seen, series
from store.cells import Cells, Vote
from store.confusions import save_confusions
from tests.mood.conftest import Arrive
from tests.mood.worlds import (
    AGAINST,
    DAY,
    IN_FAVOUR,
    NEUTRAL,
    NOON,
    SCORER,
    cells,
    vote,
)

MongoDB = Database[dict[str, Any]]
WEEK = Period(DAY, DAY + timedelta(days=6))
LATER = WEEK.end_at + timedelta(days=30)


def keep(
    database: MongoDB, votes: Sequence[Vote], *, day: date = DAY, source: str = "a"
) -> None:
    made = cells(votes, day=day, source=source)
    Cells(database).save(f"telegram_web:{source}", day, made, now=NOON)


def crowd(size: int, **alike: Any) -> list[Vote]:
    return [
        vote(n, p, **alike)
        for n, p in enumerate([AGAINST, NEUTRAL, IN_FAVOUR, AGAINST] * size)
    ][:size]


def test_the_week_is_the_sum_of_its_days(database: MongoDB) -> None:
    for number in range(7):
        keep(database, crowd(5 + number), day=DAY + timedelta(days=number))

    days = series(database, WEEK, by="day", now=LATER)
    (week,) = series(database, WEEK, by="week", now=LATER)

    assert week.voices == sum(day.voices for day in days) == 56
    assert week.mood == pytest.approx(
        sum(day.mood * day.voices for day in days if day.mood is not None) / 56
    )


def test_an_empty_database_has_estimates_without_mood(database: MongoDB) -> None:
    found = series(database, WEEK, by="day", now=LATER)

    assert [each.mood for each in found] == [None] * 7


def test_filters_choose_reform_source_and_language(database: MongoDB) -> None:
    keep(database, crowd(9, reforms=["gas"]))
    keep(database, crowd(7, language="ru"), source="b")

    def voices(**chosen: Any) -> int:
        (found,) = series(database, WEEK, by="week", now=LATER, **chosen)
        return found.voices

    assert voices() == 16
    assert voices(reform="gas") == 9
    assert voices(sources=["telegram_web:b"]) == 7
    assert voices(languages=["uz"]) == 9
    assert voices(languages=["ru"], reform="gas") == 0


def test_mood_can_be_shown_without_campaigns(database: MongoDB) -> None:
    campaign = [vote(100 + n, IN_FAVOUR, campaign=True) for n in range(50)]
    keep(database, [*crowd(8), *campaign])

    (with_it,) = series(database, WEEK, by="week", now=LATER)
    (without,) = series(database, WEEK, by="week", campaigns=False, now=LATER)

    assert (with_it.voices, without.voices) == (58, 8)


@pytest.mark.parametrize("k", [0, 1, 5])
def test_nobody_can_ask_for_fewer_than_five_voices(database: MongoDB, k: int) -> None:
    keep(database, crowd(4))

    (found,) = series(database, WEEK, by="week", k=k, now=LATER)

    assert found.mood is None


def test_more_voices_than_five_can_be_asked_for(database: MongoDB) -> None:
    keep(database, crowd(9))

    (found,) = series(database, WEEK, by="week", k=10, now=LATER)

    assert found.mood is None


def test_a_day_that_was_not_seen_is_a_gap(database: MongoDB, arrive: Arrive) -> None:
    for number in range(2):
        keep(database, crowd(20), day=DAY + timedelta(days=number))
    start = WEEK.start_at
    night = Stretch(
        start + timedelta(hours=2), start + timedelta(hours=30), Reason.OUTAGE
    )
    ledger = [
        Stretch(start, night.start_at),
        night,
        Stretch(night.end_at, WEEK.end_at),
    ]
    arrive(lambda a: a.save_ledger("telegram_web:a", ledger, now=NOON))

    first, second, *_ = series(database, WEEK, by="day", now=LATER)
    (shaded,) = blind(database, WEEK, now=LATER)

    assert first.coverage == pytest.approx(2 / 24)
    assert first.mood is None
    assert second.coverage == pytest.approx(18 / 24)
    assert second.mood is not None
    assert (shaded.start_at, shaded.end_at) == (night.start_at, night.end_at)
    assert shaded.reasons == ("outage",)


def test_only_the_sources_chosen_are_blind(database: MongoDB, arrive: Arrive) -> None:
    half = [Stretch(WEEK.start_at, WEEK.start_at + timedelta(hours=84))]
    arrive(lambda a: a.save_ledger("telegram_web:a", half, now=NOON))

    assert len(blind(database, WEEK, now=LATER)) == 1
    assert blind(database, WEEK, sources=["telegram_web:b"], now=LATER) == []


def test_an_imported_file_is_whole_for_the_days_it_speaks_of(database: MongoDB) -> None:
    keep(database, crowd(9))

    found = series(database, WEEK, by="day", now=LATER)

    assert [each.coverage for each in found] == [1.0, *[0.0] * 6]
    assert found[0].mood is not None


def follow(arrive: Arrive, source: Source, *stretches: Stretch) -> None:
    arrive(lambda a: a.save_source(source, now=NOON))
    if stretches:
        arrive(lambda a: a.save_ledger(source.id, stretches, now=NOON))


def test_a_source_that_we_listen_to_is_not_whole_before_it_was_followed(
    database: MongoDB, arrive: Arrive
) -> None:
    keep(database, crowd(9))
    live = Source(Kind.TELEGRAM_WEB, "a")
    follow(arrive, live, Stretch(WEEK.end_at, LATER))

    (week,) = series(database, WEEK, by="week", now=LATER)

    assert (week.coverage, week.mood) == (0.0, None)
    assert hours_seen(database, WEEK, now=LATER) == 0.0


def test_a_file_that_was_brought_is_seen_on_its_days_beside_a_source_followed_later(
    database: MongoDB, arrive: Arrive
) -> None:
    file, live = Source(Kind.FILE, "a"), Source(Kind.TELEGRAM_WEB, "b")
    for source in (file, live):
        follow(arrive, source)
        said = [replace(c, source=source.id) for c in cells(crowd(9))]
        Cells(database).save(source.id, DAY, said, now=NOON)

    def seen(*sources: Source) -> float:
        named = [each.id for each in sources]
        return hours_seen(database, WEEK, sources=named, now=LATER)

    assert seen(file) == seen(file, live) == pytest.approx(1 / 7)
    assert seen(live) == 0.0


def test_the_hours_of_a_time_are_those_of_all_its_sources(
    database: MongoDB, arrive: Arrive
) -> None:
    last = WEEK.end_at - timedelta(days=1)
    blind = Stretch(last, WEEK.end_at, Reason.BLOCKED)
    follow(arrive, Source(Kind.TELEGRAM_WEB, "a"), Stretch(WEEK.start_at, WEEK.end_at))
    for name in ("b", "c", "d"):
        follow(arrive, Source(Kind.TELEGRAM_WEB, name), blind)

    assert hours_seen(database, WEEK, now=LATER) == pytest.approx(7 / 10)
    only = ["telegram_web:b"]
    assert hours_seen(database, WEEK, sources=only, now=LATER) == 0


def test_with_the_scorer_s_errors_the_mood_is_corrected(database: MongoDB) -> None:
    matrix = np.array([[0.8, 0.1, 0.1], [0.2, 0.6, 0.2], [0.1, 0.1, 0.8]])
    keep(database, [vote(n, (0.66, 0.21, 0.13)) for n in range(40)])
    (plain,) = series(database, WEEK, by="week", now=LATER)

    save_confusions(database, SCORER, {"uz": matrix}, {"uz": np.stack([matrix] * 9)})
    (found,) = series(database, WEEK, by="week", now=LATER)

    assert (plain.corrected, found.corrected) == (False, True)
    assert plain.mood == pytest.approx(-53)
    assert found.mood == pytest.approx(-53 / 0.7)


@pytest.mark.parametrize("by", ["day", "week", "month"])
@pytest.mark.parametrize("campaigns", [True, False])
def test_all_reforms_at_once_are_what_each_is_alone(
    database: MongoDB, by: Step, campaigns: bool
) -> None:
    for number in range(7):
        day = DAY + timedelta(days=number)
        said = crowd(9 + number, reforms=["gas"]) + [
            vote(100 + n, AGAINST, reforms=["land", "gas"]) for n in range(4 + number)
        ]
        keep(database, said, day=day)
        keep(database, crowd(3, reforms=["land"]), day=day, source="b")
    asked: dict[str, Any] = {"by": by, "campaigns": campaigns, "now": LATER}
    reforms = ["gas", "land", "gone", EVERY_REFORM]

    together = each_series(database, WEEK, reforms=reforms, **asked)

    alone = {
        reform: series(database, WEEK, reform=reform or None, **asked)
        for reform in reforms
    }
    assert together == alone
    assert [e.mood for e in together["gone"]] == [None] * len(together["gone"])
