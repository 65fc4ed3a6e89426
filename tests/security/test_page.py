"""What docs/security.md says is tested is tested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")

NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE)))


@pytest.mark.parametrize("path", NAMED)
def test_every_test_that_is_named_is_there(path: str) -> None:
    assert "def test_" in (ROOT / path).read_text(encoding="utf-8")


def test_every_test_of_security_is_named() -> None:
    there = {
        str(each.relative_to(ROOT)) for each in (ROOT / "tests/security").glob("test_*")
    }

    assert there <= set(NAMED)
