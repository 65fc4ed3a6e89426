"""The facts of a week, from a real MongoDB."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from digest.compose import compose
from digest.preview import write_preview
from domain.errors import InputError
from domain.reforms import Reform
from mood.cells import cells_of
from mood.reading import series
from store.cells import Cells, Vote
from store.reforms import save_titles
from store.schema import mark_synthetic
from tests.digest.letters import MONDAY, WEEK
from tests.mood.worlds import AGAINST, IN_FAVOUR, NEUTRAL, NOON, P, vote

MongoDB = Database[dict[str, Any]]
BEFORE = MONDAY - timedelta(days=7)
SOURCE = "telegram_web:kunuz"


def keep(database: MongoDB, day: date, votes: Sequence[Vote]) -> None:
    Cells(database).save(SOURCE, day, cells_of(SOURCE, day, votes), now=NOON)


def crowd(size: int, *said: P, reform: str = "gas_prices") -> list[Vote]:
    return [vote(n, said[n % len(said)], reforms=[reform]) for n in range(size)]


def test_the_letter_has_the_numbers_of_the_app(database: MongoDB) -> None:
    keep(database, BEFORE, crowd(60, AGAINST, IN_FAVOUR))
    keep(database, MONDAY, crowd(60, AGAINST, AGAINST, NEUTRAL))

    letter = compose(database, WEEK)

    (shown,) = series(database, WEEK, by="week")
    assert letter.now == shown
    assert letter.change is not None
    assert letter.change.moved
    assert len(letter.weeks) == 12


def test_reforms_that_moved_stand_before_those_that_did_not(database: MongoDB) -> None:
    keep(
        database,
        BEFORE,
        [*crowd(60, AGAINST), *crowd(50, NEUTRAL, reform="land")],
    )
    keep(
        database,
        MONDAY,
        [*crowd(60, IN_FAVOUR), *crowd(50, NEUTRAL, reform="land")],
    )

    save_titles(database, [Reform("land", {"en": "Land code"})])

    found = compose(database, WEEK).reforms

    assert [line.title for line in found] == ["Gas prices", "Land code"]
    assert [line.change.moved for line in found if line.change] == [True, False]


def test_a_reform_with_few_voices_is_left_out(database: MongoDB) -> None:
    keep(database, MONDAY, crowd(4, AGAINST))

    assert compose(database, WEEK).reforms == ()


def test_what_is_not_scored_is_told_by_language(database: MongoDB) -> None:
    foreign = [vote(100 + n, None, language="other") for n in range(3)]
    keep(database, MONDAY, [*crowd(7, AGAINST), *foreign])

    letter = compose(database, WEEK)

    assert [(each.language, each.not_scored) for each in letter.languages] == [
        ("uz", 0),
        ("other", 3),
    ]
    assert letter.not_scored == pytest.approx(0.3)


def test_a_week_of_nothing_still_has_a_letter(database: MongoDB) -> None:
    letter = compose(database, WEEK)

    assert (letter.now.mood, letter.change, letter.sources) == (None, None, 0)


def test_the_preview_is_the_latest_whole_week_in_html_and_text(
    database: MongoDB, tmp_path: Path
) -> None:
    mark_synthetic(database)
    keep(database, MONDAY, crowd(40, AGAINST))

    write_preview(
        database, tmp_path / "new" / "week.html", today=date(2026, 3, 18), k=5
    )

    for name in ("week.html", "week.txt"):
        written = (tmp_path / "new" / name).read_text(encoding="utf-8")
        assert "9–15 March 2026" in written
        assert "SYNTHETIC" in written


def test_a_preview_that_cannot_be_written_names_its_file(
    database: MongoDB, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_preview(database, tmp_path, today=MONDAY, k=5)
