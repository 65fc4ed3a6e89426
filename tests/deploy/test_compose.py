"""What docker-compose.yml promises: little is open, little allowed, all watched."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kayfiyat.doctor.given import OUR_OWN, known_names
from tests.deploy.composed import ROOT, composed, services

ONE_SHOT = {"users", "kayfiyat", "trial"}
ALL = sorted(services())
LASTING = sorted(set(ALL) - ONE_SHOT)
OURS = sorted(name for name in ALL if "build" in services()[name])


def test_443_alone_is_open() -> None:
    """Mailpit, which is for trying, is open to this machine alone."""
    published = {
        name: service["ports"]
        for name, service in services().items()
        if "ports" in service
    }

    assert published.pop("mailpit") == ["127.0.0.1:8025:8025"]
    assert published == {"proxy": ["443:8443"]}


@pytest.mark.parametrize("name", ALL)
def test_it_may_do_little(name: str) -> None:
    service = services()[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert not service.get("privileged")


@pytest.mark.parametrize("name", ALL)
def test_its_log_does_not_fill_the_disk(name: str) -> None:
    log = services()[name]["logging"]

    assert log["driver"] == "json-file"
    assert set(log["options"]) == {"max-size", "max-file"}


@pytest.mark.parametrize("name", LASTING)
def test_it_is_watched_and_started_again(name: str) -> None:
    service = services()[name]

    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["restart"] == "unless-stopped"


def test_mongodb_is_out_of_reach() -> None:
    networks = composed()["networks"]
    inside = {name for name, told in networks.items() if told and told.get("internal")}

    assert services()["mongo"]["networks"] == ["database"]
    assert services()["scorer"]["networks"] == ["database"]
    assert set(services()["site"]["networks"]) <= inside
    assert "database" not in services()["proxy"]["networks"]


def test_mongodb_asks_for_a_password() -> None:
    script = services()["mongo"]["command"][-1]

    assert "--keyFile" in script
    assert "umask 077" in script


@pytest.mark.parametrize("name", ALL)
def test_no_secret_stands_in_it(name: str) -> None:
    """Only files are named, and each is handed to the service that names it."""
    service = services()[name]
    told = service.get("environment", {})
    named = {value for value in told.values() if value.startswith("/run/secrets/")}
    named |= {w for w in service.get("command", ()) if w.startswith("/run/secrets/")}

    assert {value.rpartition("/")[2] for value in named} == set(
        service.get("secrets", ())
    )
    assert not re.search(r"://[^/@]*:[^/@]+@", str(told))


@pytest.mark.parametrize("name", OURS)
def test_each_name_in_its_environment_is_one_of_ours(name: str) -> None:
    told = {each for each in services()[name]["environment"] if "KAYFIYAT" in each}

    assert told <= known_names() | OUR_OWN


def test_the_tools_are_told_all_that_the_parts_are() -> None:
    """Else `doctor` looks at another installation than the one that runs."""
    told = services()["kayfiyat"]["environment"]
    theirs = {
        name: value
        for part in LASTING
        if part in OURS
        for name, value in services()[part]["environment"].items()
        if name != "KAYFIYAT_HEARTBEAT"  # a file of the part's own
    }

    assert theirs.items() <= told.items()


def test_each_secret_is_made(tmp_path: Path) -> None:
    made(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == set(composed()["secrets"])


def test_what_is_invented_cannot_be_guessed_and_stays(tmp_path: Path) -> None:
    made(tmp_path)
    first = {path.name: path.read_text() for path in tmp_path.iterdir()}
    invented = [text for text in first.values() if text]
    made(tmp_path)

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == first
    assert len(invented) == len(set(invented)) == 4
    assert all(re.fullmatch("[0-9a-f]{48}", text) for text in invented)
    assert tmp_path.stat().st_mode & 0o077 == 0


def made(folder: Path) -> None:
    script = ROOT / "deploy" / "secrets.sh"
    subprocess.run(["sh", script, folder], check=True, capture_output=True)


def test_secrets_stay_out_of_history_and_image() -> None:
    ignored = (ROOT / ".gitignore").read_text().split()

    assert {".env", "/secrets/", "/certificates/", "/backups/"} <= set(ignored)
    assert "\n*\n" in (ROOT / ".dockerignore").read_text()  # all but what is named


def test_the_image_has_every_package() -> None:
    """And nothing is left out of what is copied."""
    copied = set(re.findall(r"(?m)^COPY (\w+) \1$", dockerfile()))
    let_in = set(re.findall(r"(?m)^!(.+)$", (ROOT / ".dockerignore").read_text()))

    assert copied == packages()
    assert copied | {"requirements.lock", "pyproject.toml", "README.md"} == let_in


def test_the_image_trusts_hashes_and_is_nobodys_root() -> None:
    assert "--require-hashes --requirement requirements.lock" in dockerfile()
    assert "--no-index --find-links /wheels kayfiyat" in dockerfile()
    last_stage = dockerfile().rpartition("\nFROM ")[2]
    assert "\nUSER 10001\n" in last_stage
    assert all(services()[name]["user"] == "10001:10001" for name in OURS)


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text()


def packages() -> set[str]:
    told: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
    included = told["tool"]["setuptools"]["packages"]["find"]["include"]
    return {name.rstrip("*") for name in included}
