"""The units for machines without Docker: each part is there, and its names are ours."""

from __future__ import annotations

import re

import pytest

from kayfiyat.cli import cli
from kayfiyat.doctor.given import OUR_OWN, known_names
from tests.deploy.composed import ROOT, composed, services

UNITS = ROOT / "deploy" / "systemd"
ALL = sorted(path.name for path in UNITS.glob("*.service"))
PARTS = ("listener", "scorer", "digest", "app", "site")


def text(unit: str) -> str:
    return (UNITS / unit).read_text()


@pytest.mark.parametrize("part", PARTS)
def test_it_runs_the_same_as_in_docker(part: str) -> None:
    """But its address: its proxy is on the same machine."""
    unit, service = text(f"kayfiyat-{part}.service"), services()[part]
    inside = {"MONGODB_URI", "MONGODB_DB", "KAYFIYAT_MONGODB__PASSWORD_FILE"}
    inside |= {"KAYFIYAT_HEARTBEAT"}  # systemd has its own
    named = set(re.findall(r"(?m)^Environment=(\w+)=", unit))
    theirs = {
        name
        for name in service["environment"]
        if name not in inside and not name.endswith(("__ADDRESS", "__PORT"))
    }

    (command,) = service["command"]
    assert f"/bin/kayfiyat {command} --config" in unit
    assert named == theirs
    assert "Restart=on-failure" in unit


@pytest.mark.parametrize("unit", ALL)
def test_each_name_in_its_environment_is_one_of_ours(unit: str) -> None:
    named = set(re.findall(r"\b(KAYFIYAT_\w+)=", text(unit)))

    assert named <= known_names() | OUR_OWN


@pytest.mark.parametrize("unit", [*ALL, "kayfiyat-.service.d/common.conf"])
def test_each_secret_it_names_is_handed_over(unit: str) -> None:
    named = set(re.findall(r"[= ]%d/(\w+)$", text(unit), re.MULTILINE))
    handed = re.findall(
        r"^LoadCredential=(\w+):/etc/kayfiyat/secrets/(\w+)$", text(unit), re.MULTILINE
    )

    assert all(name == file for name, file in handed)
    assert named == {name for name, _ in handed}
    assert named <= set(composed()["secrets"])


@pytest.mark.parametrize("unit", ALL)
def test_its_command_is_there_and_its_memory_limited(unit: str) -> None:
    command = re.search(r"/opt/kayfiyat/bin/kayfiyat ([\w-]+)", text(unit))
    known = {each.name for each in cli.registered_commands}

    assert command
    assert command[1] in known
    assert "\nMemoryMax=" in text(unit)


@pytest.mark.parametrize("timer", sorted(p.stem for p in UNITS.glob("*.timer")))
def test_a_timer_has_its_service(timer: str) -> None:
    assert (UNITS / f"{timer}.service").exists()
