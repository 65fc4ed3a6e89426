"""The cells of stale days are made again, on a real MongoDB."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pymongo.database import Database

from domain.attitudes import Language, Script, Verdict
from domain.cells import EVERY_REFORM, Cell
from domain.comments import Comment
from domain.periods import Period
from mood import job
from store import votes
from store.cells import Cells
from store.scoring import Scored, Scoring
from tests.mood.conftest import Arrive
from tests.mood.worlds import AGAINST, NOON

MongoDB = Database[dict[str, Any]]
ALWAYS = Period(date(2020, 1, 1), date(2030, 1, 1))


@pytest.fixture
def write(database: MongoDB, arrive: Arrive) -> Callable[..., None]:
    """Let the public write comments, and score them."""

    def written(*numbers: int, text: str = "Narxlar oshdi") -> None:
        found = [_comment(number, text) for number in numbers]
        arrive(lambda arrivals: arrivals.save_comments(found, now=NOON))
        _score(database)

    return written


def step(database: MongoDB) -> int:
    return job.step(Scoring(database), Cells(database), now=NOON)


def cells(database: MongoDB, reform: str = EVERY_REFORM) -> list[Cell]:
    return Cells(database).select(ALWAYS, reform=reform)


def test_nothing_stale_is_nothing_to_do(database: MongoDB) -> None:
    assert step(database) == 0


def test_scored_comments_become_cells(
    database: MongoDB, write: Callable[..., None]
) -> None:
    write(1, 2, 3)

    assert step(database) == 1

    (every,), (gas,) = cells(database), cells(database, "gas")
    assert (every.voices, gas.voices) == (3, 3)
    assert every.votes == pytest.approx([2.4, 0.45, 0.15])


def test_a_step_leaves_nothing_to_do(
    database: MongoDB, write: Callable[..., None]
) -> None:
    write(1)
    step(database)

    assert step(database) == 0


def test_a_day_is_made_again_when_more_is_said(
    database: MongoDB, write: Callable[..., None]
) -> None:
    write(1, 2)
    step(database)
    write(3)
    step(database)

    (cell,) = cells(database)
    assert cell.voices == 3


def test_a_source_whose_comments_of_a_day_are_gone_has_no_cells_of_it(
    database: MongoDB, write: Callable[..., None], arrive: Arrive
) -> None:
    write(1)
    step(database)
    arrive(lambda arrivals: arrivals.erase_comments(["telegram:100:1"], now=NOON))

    assert step(database) == 1

    assert cells(database) == []


def test_sources_that_are_read_apart_or_together_have_the_same_cells(
    database: MongoDB, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [replace(_comment(n, "Yaxshi"), source=f"feed:{n % 3}") for n in range(9)]
    arrive(lambda arrivals: arrivals.save_comments(found, now=NOON))
    _score(database)
    sources, day = ["feed:0", "feed:1", "feed:2", "feed:none"], NOON.date()
    together = job.made_anew(Cells(database), sources, day)

    monkeypatch.setattr(votes, "TOGETHER", 1)

    assert job.made_anew(Cells(database), sources, day) == together
    assert {source: len(made) for (source, _), made in together.items()} == {
        "feed:0": 2,
        "feed:1": 2,
        "feed:2": 2,
        "feed:none": 0,
    }


def test_a_step_broken_off_before_its_end_is_mended_by_the_next(
    database: MongoDB, write: Callable[..., None]
) -> None:
    write(1, 2)
    (mark,) = database.stale.find()
    step(database)
    before = cells(database)
    database.stale.insert_one(mark)

    assert step(database) == 1
    assert cells(database) == before


def _score(database: MongoDB) -> None:
    scoring = Scoring(database)
    verdict = Verdict(Language.UZBEK, Script.LATIN, AGAINST, ("gas",))
    said = [Scored(one, verdict, ("gas",)) for one in scoring.pending()]
    scoring.save(said, scorer="joint-1.0", now=NOON)


def _comment(number: int, text: str) -> Comment:
    return Comment(
        id=f"telegram:100:{number}",
        source="telegram_web:kunuz",
        at=NOON,
        text=f"{text} {number}",
        author=f"author{number}",
    )
