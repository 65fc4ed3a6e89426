"""What docs/security.md says is tested is tested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")

NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)))

ROWS = re.findall(r"^\| .+ \|$", PAGE.partition("## Threats")[2], re.MULTILINE)[2:]

UNTESTED = {"a package changed on its way"}
"""What others must see to, on a machine that reaches the list of holes."""


@pytest.mark.parametrize("path, name", NAMED)
def test_every_test_that_is_named_is_there(path: str, name: str) -> None:
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("row", ROWS)
def test_every_threat_names_a_test(row: str) -> None:
    _, threat, _done, test, _ = map(str.strip, row.split("|"))

    assert re.search("`tests/.+::test_", test) or threat in UNTESTED


def test_no_test_is_named_by_its_file_alone() -> None:
    files = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))

    assert files <= {"tests/security/test_page.py"}


def test_every_file_of_attacks_is_named() -> None:
    there = {
        str(each.relative_to(ROOT)) for each in (ROOT / "tests/security").glob("test_*")
    }

    assert there - {"tests/security/test_page.py"} <= {path for path, _ in NAMED}
