"""`kayfiyat events` and `kayfiyat changes`, by the shapes that others rely on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from pymongo.database import Database
from typer.testing import CliRunner, Result

from domain.errors import InputError
from store.cells import Cells
from tests.command_line import cli
from tests.mood.worlds import DAY, NOON, cell_of_votes

FALLS = 40


@pytest.fixture
def kayfiyat(uri_and_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Any:
    uri, name = uri_and_db
    monkeypatch.setenv("MONGODB_URI", uri)
    monkeypatch.setenv("MONGODB_DB", name)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments, catch_exceptions=False)

    return run


@pytest.fixture
def fall(database: Database[dict[str, Any]]) -> date:
    """The day on which the mood fell."""
    chance = np.random.default_rng(1)
    days = {}
    for number in range(80):
        alpha = [2, 2, 5] if number < FALLS else [5, 2, 2]
        day = DAY + timedelta(days=number)
        cell = replace(cell_of_votes(chance.dirichlet(alpha, 40)), day=day)
        days[cell.source, day] = [cell]
    Cells(database).save_days(days, now=NOON)
    return DAY + timedelta(days=FALLS)


def test_a_change_is_told_with_what_it_coincides_with(
    kayfiyat: Any, fall: date
) -> None:
    kayfiyat("events", "add", str(fall), "Tariffs rise", "--link", "https://gov.uz/1")

    told = kayfiyat("changes").stdout
    found = json.loads(kayfiyat("changes", "--json").stdout)

    (change,) = found["changes"]
    assert set(found) == {"by", "changes", "versions", "campaigns"}
    assert change["date"] == str(fall)
    assert change["change"]["high"] < 0
    assert change["coincides_with"] == [
        {
            "date": str(fall),
            "title": "Tariffs rise",
            "reform": None,
            "link": "https://gov.uz/1",
        }
    ]
    assert "coincides with" in told
    assert f"Tariffs rise ({fall})" in told
    assert "because" not in told


def test_without_comments_that_is_said(kayfiyat: Any) -> None:
    assert "No comments" in kayfiyat("changes").stdout


def test_events_are_added_listed_and_removed(kayfiyat: Any) -> None:
    kayfiyat("events", "add", "2026-03-21", "Navroʻz")
    gas = ("2026-04-01", "Gas", "--reform", "energy_tariffs_2024")
    kayfiyat("events", "add", *gas)

    listed = json.loads(kayfiyat("events", "list", "--json").stdout)
    assert [event["title"] for event in listed] == ["Navroʻz", "Gas"]
    assert all(event["added"] for event in listed)

    kayfiyat("events", "remove", *gas)
    listed = json.loads(kayfiyat("events", "list", "--json").stdout)
    assert [event["title"] for event in listed] == ["Navroʻz"]


@pytest.mark.parametrize(
    "arguments, mend",
    [
        (("add", "21 March", "Navroʻz"), "like 2026-01-31"),
        (("add", "2026-03-21", " "), "write what happened"),
        (("add", "2026-03-21", "x", "--reform", "no_such"), "reforms/"),
        (("add", "2026-03-21", "x", "--link", "gov.uz"), "https://"),
        (("remove", "2026-03-21", "never added"), "events list"),
    ],
)
def test_what_is_typed_wrongly_is_one_sentence_with_the_mend(
    kayfiyat: Any, arguments: tuple[str, ...], mend: str
) -> None:
    with pytest.raises(InputError, match=mend):
        kayfiyat("events", *arguments)
