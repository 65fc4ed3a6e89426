"""What `make audit` and `make sbom` make of what the tools wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CI = Path(__file__).parents[2] / ".ci"
HOLE = {"id": "PYSEC-2026-1", "fix_versions": ["2.1"]}


def audited(written: str) -> tuple[int, str]:
    """The status and the words of `.ci/audit.py` for what pip-audit wrote."""
    done = subprocess.run(
        [sys.executable, CI / "audit.py"],
        check=False,
        input=written,
        capture_output=True,
        text=True,
    )
    assert not done.stderr
    return done.returncode, done.stdout


def reported(*packages: dict[str, Any]) -> str:
    return f"Some warning\n{json.dumps({'dependencies': packages, 'fixes': []})}\n"


def package(name: str, *holes: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "version": "2.0", "vulns": list(holes)}


def test_a_known_hole_is_named_with_its_mend_and_fails() -> None:
    status, told = audited(reported(package("sound"), package("holed", HOLE)))

    assert status == 1
    assert told.splitlines() == [
        "holed 2.0: PYSEC-2026-1; fixed in 2.1",
        "2 of 2 packages audited, 1 known holes.",
    ]


def test_what_was_left_out_is_counted_and_no_hole_passes() -> None:
    skipped = {"name": "ours", "skip_reason": "not found"}

    assert audited(reported(package("sound"), skipped)) == (
        0,
        "1 of 2 packages audited, 0 known holes.\n",
    )


@pytest.mark.parametrize(
    "written",
    ["ConnectionError: Max retries exceeded", reported({"skip_reason": "no index"})],
)
def test_a_list_that_cannot_be_reached_is_told_and_passes(written: str) -> None:
    status, told = audited(written)

    assert status == 0
    assert told.startswith("Not audited: the public list")


@pytest.mark.parametrize("written", ["", "Traceback: KeyError 'vulns'"])
def test_a_tool_that_failed_is_no_audit(written: str) -> None:
    status, told = audited(written)

    assert status == 1
    assert told.startswith("Not audited: pip-audit itself failed")


def test_of_a_list_of_parts_nothing_of_this_machine_is_kept(tmp_path: Path) -> None:
    part = {"name": "aiohttp", "properties": [{"value": "/home/me"}]}
    told = {"metadata": {"component": dict(part)}, "components": [part]}
    file = tmp_path / "sbom.json"

    subprocess.run(
        [sys.executable, CI / "sbom.py", file],
        check=True,
        input=json.dumps(told),
        capture_output=True,
        text=True,
    )

    assert json.loads(file.read_text())["components"] == [{"name": "aiohttp"}]
    assert "/home/me" not in file.read_text()
