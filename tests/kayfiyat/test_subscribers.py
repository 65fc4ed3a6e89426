"""`kayfiyat subscribers`: who leaves leaves nothing behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database
from typer.testing import CliRunner

from domain.subscribers import Wishes
from store.deliveries import Deliveries
from store.layout import COLLECTIONS
from store.subscribers import Subscribers
from tests.command_line import cli
from tests.store.deliveries import NOW, letter

MongoDB = Database[dict[str, Any]]


def test_readers_who_are_all_forgotten_stand_nowhere_any_more(
    uri_and_db: tuple[str, str],
    database: MongoDB,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONGODB_URI", uri_and_db[0])
    monkeypatch.setenv("MONGODB_DB", uri_and_db[1])
    Subscribers(database).ask("reader-1", b"sealed", Wishes("uz"), now=NOW)
    Deliveries(database).put([letter(1)], due_at=NOW)

    done = CliRunner().invoke(cli, ["subscribers", "forget-all", "--yes"])

    assert done.exit_code == 0, done.output
    assert "1 readers are forgotten" in done.output
    kept = [str(each) for name in COLLECTIONS for each in database[name].find()]
    assert not [each for each in kept if "reader-1" in each]
