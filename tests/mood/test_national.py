"""The nation's sums answer as the cells by source do, on a real MongoDB."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo.database import Database

from domain.cells import EVERY_REFORM, Cell
from domain.nation import ANY_REFORM
from domain.periods import Period, Step
from mood import job
from mood.answers import Answer
from mood.asking import Question, by_source
from mood.cells import cells_of
from mood.disclosure import Filter, whole
from mood.national import but, totals_of
from mood.nationwide import answer_of, told
from mood.reading import others, series
from mood.sums import sums_of
from store.cells import Cells, Vote
from store.scoring import Scoring
from store.stale import marks
from tests.mood.worlds import AGAINST, IN_FAVOUR, NEUTRAL, NOON

MongoDB = Database[dict[str, Any]]
LATER = NOON + timedelta(days=90)
FIRST = date(2026, 3, 27)
DAYS = [FIRST + timedelta(days=n) for n in range(10)]
ASKED = Period(DAYS[1], DAYS[8])
"""Ten days in two weeks and two months."""

REFORMS = [(), ("gas",), ("gas", "land"), ("land",)]
FILTERS = [
    Filter(),
    Filter(campaigns=False),
    Filter(languages=frozenset(["uz"])),
    Filter(languages=frozenset(["ru", "en"]), campaigns=False),
]


@st.composite
def crowds(draw: st.DrawFn) -> list[Vote]:
    """Some voices of one source and day who speak alike; seldom many."""
    size = draw(st.sampled_from([1, 1, 2, 3, 4, 5, 6, 30]))
    language = draw(st.sampled_from(["uz", "uz", "ru", "en"]))
    reforms = draw(st.sampled_from(REFORMS))
    campaign = draw(st.sampled_from([False, False, False, True]))
    scorer = draw(st.sampled_from(["one-1.0", "one-1.0", "one-2.0"]))
    p = draw(st.sampled_from([AGAINST, NEUTRAL, IN_FAVOUR, None]))
    start = draw(st.integers(0, 40))
    return [
        Vote(
            id=f"{language}{reforms}{campaign}{n}",
            author=f"author{n}",
            language=language,
            p=p,
            reforms=reforms,
            campaign=campaign,
            scorer=scorer if p else "",
            post=f"post{n % 3}",
        )
        for n in range(start, start + size)
    ]


PLACES = st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(DAYS))
WORLDS = st.dictionaries(PLACES, st.lists(crowds(), min_size=1, max_size=3), max_size=9)
World = dict[tuple[str, date], list[list[Vote]]]


def cells_in(world: World) -> list[Cell]:
    return [
        cell
        for (source, day), some in world.items()
        for cell in cells_of(source, day, [vote for crowd in some for vote in crowd])
    ]


def question(
    cells: Iterable[Cell],
    chosen: Filter,
    speak: Callable[[str], bool],
    *,
    every: bool,
    k: int = 5,
) -> Question:
    def found(days: Iterable[date], of: Callable[[str], bool]) -> list[Cell]:
        wanted = set(days)
        return [cell for cell in cells if cell.day in wanted and of(cell.reform)]

    beside = (lambda days: found(days, lambda r: r == EVERY_REFORM)) if every else None
    return Question(ASKED, chosen, k, lambda days: found(days, speak), beside)


def shown(answer: Answer) -> list[Any]:
    """All that estimates are made of, but for the last digits, and what is withheld."""
    sums = sums_of(answer.cells, answer.periods)
    told: dict[Period, dict[Any, Any]] = {period: {} for period in answer.periods}
    for at, stratum in np.argwhere(sums.comments + sums.voices):
        rows = (sums.comments, sums.scored, sums.voices, sums.votes, sums.outer)
        told[answer.periods[at]][sums.strata[stratum]] = [
            np.round(row[at, stratum], 6).tolist() for row in (*rows, sums.by_post)
        ]
    return [*told.items(), answer.withheld]


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return round(value, 5) + 0.0 if isinstance(value, float) else value


@settings(max_examples=150)
@given(
    WORLDS,
    st.sampled_from(get_args(Step)),
    st.sampled_from(FILTERS),
    st.sampled_from([5, 5, 8]),
)
@pytest.mark.parametrize("reform", [None, "gas"])
def test_what_sums_tell_is_what_the_cells_by_source_tell(
    reform: str | None, world: World, by: Step, chosen: Filter, k: int
) -> None:
    cells, named = cells_in(world), reform or EVERY_REFORM
    totals = [
        total
        for day in DAYS
        for total in totals_of(day, [cell for cell in cells if cell.day == day])
        if total.reform == named
    ]
    units = whole(ASKED, by)

    found = told(totals, units, chosen, k=k, reform=reform is not None)
    answer = answer_of(totals, found, chosen, asked=ASKED)

    asked = question(cells, chosen, lambda r: r == named, every=reform is not None, k=k)
    assert shown(answer) == shown(by_source(asked, list(found.parts)))


@settings(max_examples=100)
@given(WORLDS, st.sampled_from(get_args(Step)))
def test_all_reforms_but_one_are_those_of_the_cells_by_source(
    world: World, by: Step
) -> None:
    cells, chosen = cells_in(world), Filter(campaigns=False)
    by_day = {
        day: {
            total.reform: total
            for total in totals_of(day, [cell for cell in cells if cell.day == day])
        }
        for day in DAYS
    }
    totals = [
        but(of_day[ANY_REFORM], of_day.get("gas"))
        for of_day in by_day.values()
        if ANY_REFORM in of_day
    ]

    found = told(totals, whole(ASKED, by), chosen, k=5, reform=False)
    answer = answer_of(totals, found, chosen, asked=ASKED)

    asked = question(cells, chosen, lambda r: r not in ("", "gas"), every=False)
    assert shown(answer) == shown(by_source(asked, list(found.parts)))


@settings(max_examples=50)
@given(WORLDS)
def test_sums_always_tell_of_single_days_without_a_filter(world: World) -> None:
    cells = cells_in(world)
    totals = [
        total
        for day in DAYS
        for total in totals_of(day, [cell for cell in cells if cell.day == day])
        if total.reform == "gas"
    ]
    units = whole(ASKED, "day")

    assert list(told(totals, units, Filter(), k=5, reform=True).parts) == units


def settle(database: MongoDB) -> None:
    while job.step(Scoring(database), Cells(database), now=NOON):
        pass


def keep(database: MongoDB) -> None:
    """Cells of ten days and two sources, some with very few voices."""
    for n, day in enumerate(DAYS):
        for source, size in (("a", n), ("b", 2 * n % 5)):
            votes = [_vote(m, REFORMS[m % 4]) for m in range(size)]
            cells = cells_of(source, day, votes)
            Cells(database).save(source, day, cells, now=NOON)


def _vote(number: int, reforms: tuple[str, ...]) -> Vote:
    language = "ru" if number % 3 else "uz"
    p = [AGAINST, IN_FAVOUR, None][number % 3]
    return Vote(f"c{number}", f"author{number}", language, p, reforms, number == 7)


def lines(database: MongoDB) -> list[Any]:
    """All that can be asked without naming sources."""
    asked: list[dict[str, Any]] = [{}, {"campaigns": False}, {"languages": ["uz"]}]
    found = [
        series(database, ASKED, by=by, reform=reform, now=LATER, **chosen)
        for by in get_args(Step)
        for reform in (None, "gas", "land")
        for chosen in asked
    ]
    found += [
        others(database, ASKED, by=by, reform="gas", now=LATER) for by in get_args(Step)
    ]
    return [_rounded(each) for line in found for each in map(asdict, line)]


def test_every_line_is_the_same_before_and_after_the_sums_are_made(
    database: MongoDB,
) -> None:
    keep(database)
    before = lines(database)

    settle(database)

    assert database.summed.count_documents({"sums": {"$exists": True}}) == len(DAYS)
    assert lines(database) == before


def test_every_line_is_the_same_while_some_days_are_not_summed(
    database: MongoDB,
) -> None:
    keep(database)
    settle(database)
    before = lines(database)

    Cells(database).national.touch(DAYS[2:5])
    database.summed.delete_one({"_id": DAYS[7].isoformat()})

    assert lines(database) == before


def test_the_sums_of_a_database_that_has_none_are_made(database: MongoDB) -> None:
    keep(database)
    settle(database)
    sums = list(database.national.find().sort("_id", 1))
    database.national.delete_many({})
    database.summed.delete_many({})

    settle(database)

    assert list(database.national.find().sort("_id", 1)) == sums


def test_broken_off_between_cells_and_sums_it_is_mended_by_the_next_step(
    database: MongoDB,
) -> None:
    keep(database)
    settle(database)
    database.stale.bulk_write(marks([("c", DAYS[1].isoformat())]))
    Cells(database).save("a", DAYS[1], [], now=NOON)
    before = lines(database)

    settle(database)

    assert Cells(database).national.left() == []
    assert lines(database) == before
