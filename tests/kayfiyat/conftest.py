"""What tests of commands share: a folder and a database that the command finds."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def at_home(
    uri_and_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A command runs in an empty folder, over the database of the test."""
    uri, name = uri_and_db
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONGODB_URI", uri)
    monkeypatch.setenv("MONGODB_DB", name)
