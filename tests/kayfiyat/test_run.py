"""`kayfiyat run`: the demo world keeps to itself, and what passes by is waited for."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event as Stop
from typing import Any

import pytest
from pymongo.database import Database
from typer.testing import CliRunner, Result

from domain.errors import AwayError, ConfigError
from domain.settings import Settings
from kayfiyat.commands.run import Keeper, refuse_real, waited_for
from kayfiyat.opening import Opened, Place, opened
from kayfiyat.parts import Household
from kayfiyat.progress import Progress
from store.schema import is_synthetic, mark_synthetic
from store.scoring import Scoring
from tests.command_line import cli
from tests.kayfiyat.keeping.places import comment

MongoDB = Database[dict[str, Any]]

NOW = datetime(2026, 6, 12, 7, tzinfo=UTC)


@pytest.fixture
def run(at_home: None) -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(cli, ("run", *words))


def real(database: MongoDB) -> None:
    database.comments.insert_one(comment(1))


@pytest.mark.parametrize("words", [("--demo", "--once"), ("--once",)])
def test_the_demo_world_never_goes_among_what_was_really_said(
    words: tuple[str, ...], database: MongoDB, run: Callable[..., Result]
) -> None:
    real(database)

    refused = run(*words)

    assert isinstance(refused.exception, ConfigError)
    assert database.name in str(refused.exception)
    assert not is_synthetic(database)
    assert database.events.count_documents({}) == 0


def test_the_demo_world_begins_where_nothing_is_and_goes_on_where_it_was(
    database: MongoDB,
) -> None:
    refuse_real(database)

    mark_synthetic(database)
    real(database)
    refuse_real(database)


class OftenAway(Progress):
    """Of the looks at it, some find no database; after the last all is to end."""

    def __init__(self, database: MongoDB, away: list[bool], stop: Stop) -> None:
        super().__init__(database, expected=None)
        self._away, self._stop = away, stop

    def look(self, at: float) -> None:
        is_away = self._away.pop(0)
        if not self._away:
            self._stop.set()
        if is_away:
            raise AwayError("MongoDB does not answer")
        super().look(at)


@pytest.mark.parametrize(
    "away, told", [([True, True, True], 1), ([True, False, True], 2)]
)
def test_a_database_that_is_away_for_a_while_ends_nothing_and_is_told_once(
    away: list[bool],
    told: int,
    uri_and_db: tuple[str, str],
    database: MongoDB,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stop, where = Stop(), set_up(tmp_path, uri_and_db[0])
    progress = OftenAway(database, [*away], stop)
    parts, there = Household(tmp_path / "logs"), Opened(uri_and_db[0], database)

    Keeper(where, there, progress, app=None).watch(parts, stop)

    assert capsys.readouterr().out.count("MongoDB does not answer") == told


def test_a_private_mongod_that_died_is_started_again_where_all_look_for_it(
    tmp_path: Path,
) -> None:
    where = set_up(tmp_path, "")
    with opened(where) as there:
        first = pid_of(tmp_path)
        os.kill(first, signal.SIGKILL)

        progress = Progress(there.database, expected=None)
        waiting: list[int] = []
        while not waiting:
            with waited_for(where, there, progress):
                waiting.append(Scoring(there.database).count_pending())
        revived = pid_of(tmp_path)

    assert revived != first
    with pytest.raises(ProcessLookupError):
        os.kill(revived, 0)


def set_up(data_dir: Path, uri: str) -> Place:
    settings = Settings()
    mongodb = settings.mongodb.model_copy(update={"uri": uri})
    return Place(settings.model_copy(update={"mongodb": mongodb}), None, data_dir)


def pid_of(data_dir: Path) -> int:
    return int(json.loads((data_dir / "mongod.json").read_text())["pid"])
