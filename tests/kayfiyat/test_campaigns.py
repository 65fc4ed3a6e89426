"""`kayfiyat campaigns`: what was written alike, and the mood with and without."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from pymongo.database import Database
from typer.testing import CliRunner, Result

from kayfiyat.commands.campaigns import lasted
from store.cells import Cells
from tests.command_line import cli
from tests.mood.worlds import DAY, NOON, cell_of_votes

MongoDB = Database[dict[str, Any]]
SOURCES = ["telegram_web:xabar24", "telegram_web:yangiliklar", "telegram_web:bozor"]


@pytest.fixture
def kayfiyat(uri_and_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Any:
    uri, name = uri_and_db
    monkeypatch.setenv("MONGODB_URI", uri)
    monkeypatch.setenv("MONGODB_DB", name)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> Result:
        command = ("campaigns", *arguments)
        return CliRunner().invoke(cli, command, catch_exceptions=False)

    return run


@pytest.fixture
def loud(database: MongoDB) -> MongoDB:
    """Five weeks of a public that is against, and two campaigns in favour."""
    chance = np.random.default_rng(1)
    for number in range(35):
        day = DAY + timedelta(days=number)
        cells = [cell_of_votes(chance.dirichlet([6, 2, 1], 30), day=day)]
        if number in {10, 11}:
            drawn = chance.dirichlet([1, 1, 9], 40)
            cells.append(replace(cell_of_votes(drawn, day=day), campaign=True))
        Cells(database).save("telegram_web:a", day, cells, now=NOON)
    keep(database, "first", 10, "Juda zo'r islohot bo'ldi Aziz", hours=30)
    keep(database, "short", 11, None, hours=0, authors=6)
    return database


def keep(
    database: MongoDB,
    name: str,
    day: int,
    words: str | None,
    *,
    hours: int,
    authors: int = 40,
) -> None:
    """A campaign; the last of its words was written by one author."""
    *many, one = (words or "").split() or [""]
    counted = [[word, authors] for word in many] + [[one, 1]]
    first_at = NOON + timedelta(days=day)
    database.campaigns.insert_one(
        {
            "_id": name,
            "first_at": first_at,
            "last_at": first_at + timedelta(hours=hours),
            "sources": SOURCES,
            "comments": 2 * authors,
            "authors": authors,
            **({"words": counted} if words else {}),
        }
    )


def test_campaigns_are_told_with_when_where_by_how_many_and_what(
    kayfiyat: Any, loud: MongoDB
) -> None:
    told = kayfiyat().stdout

    assert "2026-03-19 12:00 to 2026-03-20 18:00, 30 hours" in told
    assert "2026-03-20 12:00 to 12:00, 1 minute" in told
    assert "80 comments by 40 authors" in told
    assert "in telegram_web:xabar24" in told
    assert "“Juda zo'r islohot bo'ldi …”" in told
    assert "The words have expired." in told


def test_what_is_told_fits_a_narrow_terminal(kayfiyat: Any, loud: MongoDB) -> None:
    keep(loud, "long", 12, "hammasi a'lo " * 40, hours=1)

    assert max(map(len, kayfiyat().stdout.splitlines())) <= 80


def test_the_words_of_a_few_are_not_told(kayfiyat: Any, loud: MongoDB) -> None:
    assert "Aziz" not in kayfiyat().stdout
    assert "Aziz" not in kayfiyat("--json").stdout


def test_campaigns_by_fewer_than_five_are_not_told(
    kayfiyat: Any, database: MongoDB
) -> None:
    Cells(database).save(
        "telegram_web:a", DAY, [cell_of_votes(np.full((9, 3), 1 / 3))], now=NOON
    )
    keep(database, "few", 0, "Juda zo'r islohot", hours=1, authors=4)

    assert "No campaign was found." in kayfiyat().stdout


def test_words_from_outside_cannot_steer_the_terminal(
    kayfiyat: Any, loud: MongoDB
) -> None:
    keep(loud, "hostile", 12, "\x1b[31mqizil [bold]qalin[/bold] x", hours=1)

    told = kayfiyat().stdout

    assert "\x1b" not in told
    assert "[bold]qalin[/bold]" in told


def test_the_mood_of_their_week_stands_with_and_without(
    kayfiyat: Any, loud: MongoDB
) -> None:
    found = json.loads(kayfiyat("--json").stdout)

    (week,) = found["weeks"]
    assert set(found) == {"campaigns", "weeks"}
    assert set(found["campaigns"][0]) == {
        "first_at", "last_at", "sources", "authors", "comments", "words",
    }  # fmt: skip
    assert week["with"]["from"] == week["without"]["from"] == "2026-03-16"
    assert week["with"]["voices"] == week["without"]["voices"] + 80
    assert week["with"]["mood"] > week["without"]["mood"] + 10
    assert f"−{-week['without']['mood']:.0f} (" in kayfiyat().stdout


def test_people_are_told_the_largest_and_programs_all(
    kayfiyat: Any, loud: MongoDB
) -> None:
    for number in range(30):
        keep(loud, f"small {number}", 12, "juda zo'r bo'ldi", hours=1, authors=7)

    told = kayfiyat().stdout

    assert told.index("by 40 authors") < told.index("by 7 authors")
    assert told.count("authors") == 20
    assert "And 12 smaller ones" in told
    assert len(json.loads(kayfiyat("--json").stdout)["campaigns"]) == 32


def test_campaigns_are_chosen_by_days_and_source(kayfiyat: Any, loud: MongoDB) -> None:
    def count(*arguments: str) -> int:
        return len(json.loads(kayfiyat("--json", *arguments).stdout)["campaigns"])

    assert count() == 2
    assert count("--from", "2026-03-21") == 0
    assert count("--to", "2026-03-19") == 1
    assert count("--source", "telegram_web:bozor") == 2
    assert count("--source", "telegram_web:other") == 0


def test_without_comments_there_is_no_campaign(kayfiyat: Any) -> None:
    assert "No campaign was found." in kayfiyat().stdout
    assert json.loads(kayfiyat("--json").stdout) == {"campaigns": [], "weeks": []}


@pytest.mark.parametrize(
    "length, said",
    [
        (timedelta(seconds=3), "1 minute"),
        (timedelta(minutes=90), "2 hours"),
        (timedelta(minutes=80), "80 minutes"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=70), "3 days"),
        (timedelta(days=4), "4 days"),
    ],
)
def test_lengths_are_said_in_the_unit_that_fits(length: timedelta, said: str) -> None:
    assert lasted(length) == said
