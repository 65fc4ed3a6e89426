"""No text from outside can make a regular expression run on for ever (ReDoS)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.security.patterns import Used, patterns
from tests.security.pumping import inputs

ROOT = Path(__file__).parents[2]


def tried(code: str) -> tuple[int, str]:
    """How a program of its own ended, and the last that it said."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
    )
    return done.returncode, (done.stdout.strip().splitlines() or [done.stderr])[-1]


def test_no_pattern_of_ours_takes_more_than_linear_time() -> None:
    status, last = tried("from tests.security.pumping import main; main()")

    assert (status, last) == (0, "all")


def test_a_pattern_that_takes_square_time_would_be_found() -> None:
    spaces = "Used('here', re.compile(r'\\s+x$'), frozenset({'search'}))"
    status, last = tried(
        "import re\n"
        "from tests.security import pumping\n"
        "from tests.security.patterns import Used\n"
        f"pumping.patterns = lambda: [{spaces}]\n"
        "pumping.main()"
    )

    assert status < 0
    assert last.startswith("here")


def test_inputs_reach_what_stands_behind_a_beginning() -> None:
    made = set(inputs(re.compile(r"id:(?:\d+,)+!").pattern, length=20))

    assert any(each.startswith("id:1,1,1,") for each in made)


def test_all_patterns_are_known() -> None:
    found: list[Used] = list(patterns())
    # Half of them would do to show that none of the packages is passed over.
    assert {each.place.split(".")[0] for each in found} >= {
        *(
            "domain",
            "listener",
            "sentiment",
            "mood",
            "shown",
            "digest",
            "ui",
            "kayfiyat",
        ),
    }
    assert len(found) > 100
