"""All checks together: none breaks another, none tells a secret."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.errors import ConfigError
from kayfiyat.doctor import looking
from kayfiyat.doctor.findings import Finding, State
from kayfiyat.doctor.looking import Check, look
from kayfiyat.doctor.world import World
from kayfiyat.ports import free_port
from tests.kayfiyat.doctor.worlds import a_world

NOBODY = "mongodb://kay:geheim@127.0.0.1:9/?serverSelectionTimeoutMS=100"


def states(found: list[Finding]) -> dict[str, State]:
    return {each.check: each.state for each in found}


def breaks(_world: World, *_: Any) -> Finding:
    raise RuntimeError("of malika@example.org")


def test_every_check_has_a_name_of_its_own() -> None:
    checks = (
        *looking.ALWAYS,
        *looking.BY_SETTINGS,
        *looking.ONLINE,
        *looking.WITH_DATABASE,
        *looking.WITH_OR_WITHOUT,
    )

    assert len({check.name for check in checks}) == len(checks)


def test_a_check_that_breaks_breaks_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = a_world(tmp_path, app={"port": free_port()})
    before = look(world)
    broken = (Check("Python", breaks), *looking.ALWAYS[1:])
    monkeypatch.setattr(looking, "ALWAYS", broken)

    after = look(world)

    assert [each.check for each in after] == [each.check for each in before]
    assert (after[0].state, after[1:]) == (State.WRONG, before[1:])
    assert "malika" not in repr(after)


def test_debug_shows_why_a_check_broke(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(looking, "ALWAYS", (Check("Python", breaks),))

    look(a_world(tmp_path, debug=True))

    assert "RuntimeError" in capsys.readouterr().err


def test_without_settings_the_machine_is_looked_at_all_the_same(
    tmp_path: Path,
) -> None:
    trouble = ConfigError("kayfiyat.toml: app.port: no number; mend it")
    found = look(replace(a_world(tmp_path), settings=None, trouble=trouble))

    of = states(found)

    assert (of["settings"], of["the rest"]) == (State.WRONG, State.WARNING)
    assert {"Python", "disk", "scorer"} <= set(of)
    assert "app's port" not in of


def test_a_mongodb_that_does_not_answer_is_wrong_once(tmp_path: Path) -> None:
    found = look(a_world(tmp_path, mongodb={"uri": NOBODY}))

    of = states(found)

    assert (of["MongoDB"], of["stored data"]) == (State.WRONG, State.WARNING)
    assert "mail" in of, "the others are looked at"
    assert "geheim" not in repr(found)


def test_other_machines_are_asked_only_online(tmp_path: Path) -> None:
    asking = {check.name for check in looking.ONLINE}

    assert not asking & set(states(look(a_world(tmp_path))))
    assert asking <= set(states(look(a_world(tmp_path, online=True))))
