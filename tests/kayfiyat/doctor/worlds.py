"""Worlds to look at: settings, a folder, an environment, a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.settings import Settings
from kayfiyat.doctor.findings import Finding, State
from kayfiyat.doctor.world import World

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def a_world(folder: Path, *, env: dict[str, str] | None = None, **told: Any) -> World:
    """``told`` are sections of the settings, or fields of the world."""
    fields = {key: told.pop(key) for key in ("online", "debug") if key in told}
    world = World(Settings(**told), None, folder, env or {}, lambda: NOON)
    return replace(world, **fields)


def says(found: Finding, state: State, *words: str) -> bool:
    """Whether it is ``state`` and all ``words`` stand in it; a mend, if not ok."""
    whole = f"{found.said} → {found.mend}"
    mended = bool(found.mend) is (state is not State.OK)
    return found.state is state and mended and all(word in whole for word in words)


OK, WARNING, WRONG = State.OK, State.WARNING, State.WRONG
