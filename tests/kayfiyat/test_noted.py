"""What commands take out of the program is noted first, and `kayfiyat audit` tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database
from typer.testing import CliRunner, Result

from domain.audit import Act, Export, View
from domain.erasures import Erased
from kayfiyat.forgetting import user
from store.audit import Audit
from tests.command_line import cli
from tests.ui import public

MongoDB = Database[dict[str, Any]]
Run = Callable[..., Result]

NOW = datetime.now(UTC)


@pytest.fixture
def run(
    uri_and_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Run:
    uri, name = uri_and_db
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONGODB_URI", uri)
    monkeypatch.setenv("MONGODB_DB", name)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words, typed="": CliRunner().invoke(cli, list(words), input=typed)


@pytest.fixture
def spoken(uri_and_db: tuple[str, str], database: MongoDB) -> MongoDB:
    public.speak(uri_and_db, database, 20, at=NOW - timedelta(days=2))
    return database


@pytest.mark.parametrize(
    "words, of, form",
    [
        (("mood", "--json"), "mood", "json"),
        (("changes", "--json"), "changes", "json"),
        (("campaigns", "--json"), "campaigns", "json"),
        (("scorecard", "--json"), "scorecard", "json"),
        (("scorecard", "--csv", "card.csv"), "scorecard", "csv"),
        (("labels", "show", "--json"), "labels", "json"),
        (("digest", "--preview", "letters"), "letter", "files"),
    ],
)
def test_what_a_command_gives_to_others_is_noted(
    spoken: MongoDB, run: Run, words: tuple[str, ...], of: str, form: str
) -> None:
    done = run(*words)

    (line,) = Audit(spoken).lines()
    assert done.exit_code == 0, done.output
    assert (line.what, line.of, line.form) == (Act.EXPORT, of, form)
    assert line.by == user()
    assert line.view
    assert line.view.first


def test_looking_is_not_noted(spoken: MongoDB, run: Run) -> None:
    for words in (["mood"], ["scorecard"], ["status", "--json"], ["labels", "show"]):
        assert run(*words).exit_code == 0

    assert Audit(spoken).lines() == []


def test_what_cannot_be_noted_is_not_given(spoken: MongoDB, run: Run) -> None:
    spoken.command("collMod", "audit", validator={"no": "line"})

    for words in (("mood", "--json"), ("scorecard", "--csv", "card.csv")):
        done = run(*words)
        assert done.exit_code != 0
        assert done.output == ""
    assert not Path("card.csv").exists()


def test_labels_of_a_sitting_are_one_line(spoken: MongoDB, run: Run) -> None:
    run("labels", "draw", "--size", "9")

    done = run("labels", "take", "--name", "Malika", typed="a\nf\nu\nq\n")

    assert "3 labelled" in done.output
    (line,) = Audit(spoken).lines()
    assert (line.what, line.number, line.by) == (Act.LABELS, 3, user())


def test_the_log_tells_who_did_what(database: MongoDB, run: Run) -> None:
    assert "Nothing is noted" in run("audit").output
    audit, day = Audit(database), NOW.date()
    view = View(
        *(day, day, "tariffs"),
        languages=("uz",),
        campaigns=False,
        compare=("visas",),
        before="year",
    )
    audit.exported(Export("mood", "csv", 1_234, view), by="[red]m@kun.uz", now=NOW)
    audit.note(Erased.COMMENTS, 4, by="aziz", now=NOW - timedelta(days=3))

    told = " ".join(run("audit").output.split())
    (latest, first) = json.loads(run("audit", "--json").stdout_bytes)
    lately = json.loads(run("audit", "--json", "--from", str(day)).stdout_bytes)

    assert "[red]m@kun.uz 1,234 exported rows" in told
    assert f"mood as csv, {day} to {day}, tariffs, uz, without campaigns" in told
    assert "beside visas, beside the year before" in told
    assert "erased comments of one author" in told
    assert (latest["what"], latest["number"]) == ("export", 1_234)
    assert latest["view"]["languages"] == ["uz"]
    assert (first["what"], first["by"]) == ("comments", "aziz")
    assert lately == [latest]
