"""The units for machines without Docker: each part is there, and its names are ours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from domain.settings import Settings
from kayfiyat.doctor.given import OUR_OWN, known_names
from kayfiyat.doctor.world import secret_names
from tests.command_line import cli
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


def test_a_command_by_hand_is_told_what_the_services_are(tmp_path: Path) -> None:
    """Also one of a group; an empty file is no secret, and what is given stays."""
    secrets, program = tmp_path / "etc/secrets", tmp_path / "bin/setpriv"
    makes = ROOT / "deploy" / "secrets.sh"
    subprocess.run(["sh", makes, secrets], check=True, capture_output=True)
    (secrets / "mongodb_password").write_text("a/b\n")
    (secrets / "youtube_key").write_text("AIza\n")
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nenv; echo "$@"\n')
    program.chmod(0o755)
    script = by_hand().replace("/etc/kayfiyat", str(tmp_path / "etc"))
    script = script.replace("/opt/kayfiyat/bin/python", sys.executable)
    script = script.replace("/var/lib/kayfiyat", str(tmp_path))

    done = subprocess.run(
        ["sh", "-c", script, "sh", "sources", "check", "gazetauz"],
        env={
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "KAYFIYAT_BACKUP_PASSPHRASE": "of an older one",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    *told, command = done.stdout.splitlines()
    at = f"{tmp_path}/etc/kayfiyat.toml"
    uri = "mongodb://kayfiyat:a%2Fb@127.0.0.1:27017/?replicaSet=rs0"
    assert command.endswith(f"/kayfiyat sources check gazetauz --config {at}")
    assert f"MONGODB_URI={uri}" in told
    assert "KAYFIYAT_YOUTUBE__KEY=AIza" in told
    assert "KAYFIYAT_BACKUP_PASSPHRASE=of an older one" in told
    assert not any(each.startswith("KAYFIYAT_CLIENT_SECRET=") for each in told)


def test_a_command_by_hand_has_every_secret_of_the_services() -> None:
    units = "".join(text(unit) for unit in ALL)
    handed = set(re.findall(r"LoadCredential=(\w+):", units))
    known = known_names() | OUR_OWN | set(secret_names(Settings()))
    named = set(re.findall(r"(?m)^secret (KAYFIYAT_\w+) (\w+)$", by_hand()))

    assert {file for _, file in named} == handed - {"mongodb_root_password"}
    assert {name for name, _ in named} <= known


def by_hand() -> str:
    return (ROOT / "deploy" / "as-kayfiyat.sh").read_text()
