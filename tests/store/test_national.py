from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.cells import EVERY_REFORM, Cell
from domain.nation import Apart, Nation, Summed, Total
from domain.periods import Period
from store.cells import Cells
from store.clients import connect
from tests.store.examples import DAY, NOON, SOURCE, cell

MongoDB = Database[dict[str, Any]]
AROUND = Period(DAY - timedelta(days=3), DAY + timedelta(days=3))
OTHER = "feed:gov"


@pytest.fixture
def cells(database: MongoDB) -> Cells:
    return Cells(database)


def counted(day: date, found: Sequence[Cell]) -> list[Total]:
    """Of each reform the comments alone, in one part."""
    reforms = sorted({each.reform for each in found})
    return [
        Total(
            day,
            reform,
            (_part(day, reform, [c.comments for c in found if c.reform == reform]),),
        )
        for reform in reforms
    ]


def _part(day: date, reform: str, comments: Sequence[int]) -> Summed:
    return Summed(nation(day, reform=reform, comments=sum(comments)), fewer=1)


def nation(day: date = DAY, **fields: Any) -> Cell:
    return cell(day, source="", by_post=cell().outer, **fields)


def selected(cells: Cells, *reforms: str) -> Nation:
    return cells.national.select(AROUND, reforms=reforms or [EVERY_REFORM])


def comments(cells: Cells, *reforms: str) -> dict[tuple[date, str], int]:
    totals = selected(cells, *reforms).totals
    return {(t.day, t.reform): t.parts[0].cell.comments for t in totals}


def test_a_total_comes_back_as_it_was_summed(cells: Cells) -> None:
    cells.save(SOURCE, DAY, [cell()], now=NOON)
    parts = (
        Summed(nation(scorers=("one-1.0",), everyone=9), fewer=2),
        Summed(nation(campaign=True), fewer=0),
    )
    totals = [
        Total(DAY, "", parts),
        Total(DAY, "gas", parts[:1], Apart(True, 3, (nation(comments=0),))),
        Total(DAY, "land", (), Apart(every=False)),
    ]

    cells.national.sum_up(DAY, lambda _, __: totals)

    found = selected(cells, "", "gas", "land").totals
    assert sorted(found, key=lambda total: total.reform) == [
        totals[0],
        Total(
            DAY,
            "gas",
            (Summed(nation(reform="gas", scorers=("one-1.0",), everyone=9), 2),),
            totals[1].apart,
        ),
        totals[2],
    ]


def test_sums_are_of_all_sources_on_that_day(cells: Cells) -> None:
    before = DAY - timedelta(days=1)
    cells.save(SOURCE, before, [cell(before)], now=NOON)
    cells.save(SOURCE, DAY, [cell(), cell(reform="gas")], now=NOON)
    cells.save(OTHER, DAY, [cell(source=OTHER, comments=4)], now=NOON)

    cells.national.sum_up(DAY, counted)

    assert comments(cells, "", "gas") == {(DAY, ""): 7, (DAY, "gas"): 3}
    assert selected(cells).unsure == {before}


def test_who_saves_cells_makes_the_sums_unsure_until_they_are_made_again(
    cells: Cells,
) -> None:
    cells.save(SOURCE, DAY, [cell()], now=NOON)
    assert (selected(cells).unsure, cells.national.left()) == (frozenset({DAY}), [DAY])

    cells.national.sum_up(DAY, counted)
    assert (selected(cells).unsure, cells.national.left()) == (frozenset(), [])

    cells.save(OTHER, DAY, [cell(source=OTHER)], now=NOON)
    assert (selected(cells).unsure, cells.national.left()) == (frozenset({DAY}), [DAY])
    assert selected(cells).totals == ()


def test_cells_that_were_never_summed_are_unsure(
    cells: Cells, database: MongoDB
) -> None:
    cells.save(SOURCE, DAY, [cell()], now=NOON)
    database.summed.delete_many({})

    assert (selected(cells).unsure, cells.national.left()) == (frozenset({DAY}), [DAY])


def test_what_is_said_no_more_is_gone_from_the_sums(
    cells: Cells, database: MongoDB
) -> None:
    cells.save(SOURCE, DAY, [cell(), cell(reform="gas")], now=NOON)
    cells.national.sum_up(DAY, counted)
    cells.save(SOURCE, DAY, [cell()], now=NOON)

    for _ in range(2):
        cells.national.sum_up(DAY, counted)

    assert database.national.count_documents({}) == 1
    assert comments(cells, "", "gas") == {(DAY, ""): 3}


def test_summing_broken_off_leaves_the_sums_as_they_were(cells: Cells) -> None:
    cells.save(SOURCE, DAY, [cell()], now=NOON)
    cells.national.sum_up(DAY, counted)

    def broken_off(_: date, __: Sequence[Cell]) -> Sequence[Total]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cells.national.sum_up(DAY, broken_off)

    assert comments(cells) == {(DAY, ""): 3}


def test_who_sums_while_another_writes_does_not_hide_what_was_written(
    cells: Cells,
) -> None:
    cells.save(SOURCE, DAY, [cell()], now=NOON)
    with ThreadPoolExecutor() as pool:

        def meanwhile(day: date, found: Sequence[Cell]) -> Sequence[Total]:
            args = OTHER, DAY, [cell(source=OTHER)]
            pool.submit(cells.save, *args, now=NOON)
            return counted(day, found)

        cells.national.sum_up(DAY, meanwhile)

    assert selected(cells).unsure == {DAY}


def test_two_at_work_on_one_day_end_with_the_sums_of_both(
    uri_and_db: tuple[str, str], cells: Cells
) -> None:
    def work(source: str) -> None:
        own = connect(*uri_and_db)
        door = Cells(own)
        for number in range(1, 9):
            said = [cell(source=source, comments=number)]
            door.save(source, DAY, said, now=NOON)
            door.national.sum_up(DAY, counted)
        own.client.close()

    with ThreadPoolExecutor() as pool:
        list(pool.map(work, [SOURCE, OTHER, "feed:news"]))

    assert selected(cells).unsure == frozenset()
    assert comments(cells) == {(DAY, ""): 24}


def test_the_sums_of_a_year_are_found_by_an_index(
    cells: Cells, database: MongoDB
) -> None:
    cells.save(SOURCE, DAY, [cell()], now=NOON)
    cells.national.sum_up(DAY, counted)
    days = {"$gte": "2026-01-01", "$lte": "2026-12-31"}

    plan = database.national.find({"reform": {"$in": [""]}, "day": days}).explain()
    of_date = database.cells.find({"day": DAY.isoformat()}).explain()

    assert "of_reform" in str(plan["queryPlanner"]["winningPlan"])
    assert "of_date" in str(of_date["queryPlanner"]["winningPlan"])
