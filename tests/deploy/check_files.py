"""The files of deployment, read by those who use them. `make check-deploy`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from tests.deploy.composed import ROOT

UNITS = ROOT / "deploy" / "systemd"
PROGRAMS = ("/opt/kayfiyat/bin/kayfiyat", "/bin/sh", "/usr/bin/find")
MOST_EXPOSED = 2.0
"""Of ten: what systemd-analyze calls OK, and a little better."""


def said(*argv: object, **environment: str) -> str:
    done = subprocess.run(
        [str(each) for each in argv],
        env=os.environ | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file system with our units in it, and programs for them to start."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(UNITS, root / "etc" / "systemd" / "system")
    for each in PROGRAMS:
        program = root / each.lstrip("/")
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    return root


def test_the_compose_file_is_one() -> None:
    said(
        *("check-jsonschema", "--builtin-schema", "vendor.compose-spec"),
        "docker-compose.yml",
    )


@pytest.mark.parametrize("profiles", ["", "site", "tools", "try"])
def test_docker_compose_understands_it(profiles: str, tmp_path: Path) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    file = tmp_path / "compose.yml"
    file.write_text(re.sub(r"(?m)^name:.*", "", text))  # unknown to version 1
    (tmp_path / "env").write_text("APP_HOST=mood.example.uz\n")

    config = said(
        *("docker-compose", "--file", file, "--project-directory", ROOT),
        *("--env-file", tmp_path / "env", "config"),
        COMPOSE_PROFILES=profiles,
    )

    proxy = yaml.safe_load(config)["services"]["proxy"]
    assert proxy["environment"]["KAYFIYAT_APP_HOST"] == "mood.example.uz"


def test_the_dockerfile_is_well_made() -> None:
    said("hadolint", "Dockerfile")


def test_the_caddyfile_is_formatted() -> None:
    said("caddy", "fmt", "--diff", "deploy/Caddyfile")


@pytest.mark.parametrize(
    "tls", ["internal", "me@example.uz", "/certificates/c.pem /certificates/k.pem"]
)
@pytest.mark.parametrize("site", ["", "letters.example.uz"])
def test_caddy_understands_each_choice(tls: str, site: str) -> None:
    said(
        *("caddy", "adapt", "--config", "deploy/Caddyfile"),
        KAYFIYAT_APP_HOST="mood.example.uz",
        KAYFIYAT_SITE_HOST=site,
        KAYFIYAT_TLS=tls,
    )


@pytest.mark.parametrize(
    "unit",
    sorted(p.name for p in UNITS.iterdir() if p.suffix in {".service", ".timer"}),
)
def test_systemd_understands_the_unit(unit: str, root: Path) -> None:
    said(
        *("systemd-analyze", "verify", "--man=no", "--recursive-errors=no"),
        *(f"--root={root}", unit),
    )


@pytest.mark.parametrize("unit", sorted(p.name for p in UNITS.glob("*.service")))
def test_little_is_exposed_by_the_unit(unit: str, root: Path) -> None:
    told = said(
        *("systemd-analyze", "security", "--offline=true", "--no-pager"),
        *(f"--root={root}", unit),
    )

    found = re.search(r"exposure level for \S+: ([\d.]+)", told)
    assert found
    assert float(found[1]) <= MOST_EXPOSED
