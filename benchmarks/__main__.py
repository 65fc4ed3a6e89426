"""`make bench`: every comparison, the short ones first. ``--quick`` takes minutes.

Each runs in a process of its own, so that one that fails, or whose extra is not
installed, does not keep the others from running.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from kayfiyat.printing import console, table

DATA = Path("../shared/data")
WIDE = "120"
"""Columns: the tables hold more than a terminal of old."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A module with a ``main``, and what it is told.

    ``quick`` is what it is told in a hurry; None if it is then left out. ``needs``
    is a package of the extra ``bench``. With ``data`` it reads the folder of labelled
    texts, with ``must`` it can do nothing without.
    """

    title: str
    module: str
    given: tuple[str, ...] = ()
    quick: tuple[str, ...] | None = ()
    needs: str | None = None
    data: bool = False
    must: bool = False

    def command(self, data: Path, *, quick: bool) -> list[str]:
        told = self.quick if quick and self.quick is not None else self.given
        where = ("--data", str(data)) if self.data else ()
        return [sys.executable, "-m", f"benchmarks.{self.module}", *where, *told]


COMPARISONS = (
    Comparison("Saving", "saving"),
    Comparison("Redaction", "redaction"),
    Comparison("Scorecard", "scorecard", quick=("--worlds", "200")),
    Comparison("Scoring", "scoring"),
    Comparison("Telegram", "telegram"),
    Comparison("Scoring everything anew", "rescoring", quick=None),
    Comparison("Several scorers", "scorers", quick=None),
    Comparison("The demo world's truth", "truth"),
    Comparison("A set of three, the primary killed", "replica_set", quick=None),
    Comparison("Two listeners, one killed", "sharing", quick=("--kills", "2")),
    Comparison("Labels", "labels", quick=("60",)),
    Comparison("Intervals", "coverage", quick=("--worlds", "80")),
    Comparison("Campaigns", "campaigns", quick=None, data=True),
    Comparison("Changes", "changes", quick=("50", "10")),
    Comparison("Shares", "prevalence", quick=None, needs="quapy", data=True, must=True),
    Comparison("Pages", "pages", quick=None),
    Comparison("Letters", "letters", quick=("--readers", "500", "--kills", "3")),
    Comparison("Size", "size", quick=("--comments", "100000")),
)


def main() -> None:
    """Run them all, each in a section, with the time of each and of all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="fewer worlds, the short")
    asked.add_argument("--data", type=Path, default=DATA, help="labelled texts")
    asked.add_argument("--only", nargs="+", default=[], help="names of modules")
    given = asked.parse_args()
    times = {
        each.title: taken
        for each in COMPARISONS
        if not given.only or each.module in given.only
        if (taken := _section(each, given.data, quick=given.quick)) is not None
    }
    shown = table("comparison", "seconds")
    for title, taken in (*times.items(), ("all", sum(times.values()))):
        shown.add_row(title, f"{taken:.0f}")
    console.rule("Time")
    console.print(shown)


def _section(each: Comparison, data: Path, *, quick: bool) -> float | None:
    console.rule(each.title)
    for reason in reasons_to_leave_out(each, data, quick=quick):
        console.print(f"Left out: {reason}.", highlight=False)
        return None
    started = perf_counter()
    environment = {"COLUMNS": WIDE, **os.environ}
    done = subprocess.run(each.command(data, quick=quick), env=environment)  # noqa: S603, PLW1510
    taken = perf_counter() - started
    ended = f", ended with {done.returncode}" if done.returncode else ""
    console.print(f"{taken:.0f} s{ended}", highlight=False)
    return taken


def reasons_to_leave_out(each: Comparison, data: Path, *, quick: bool) -> Iterator[str]:
    if quick and each.quick is None:
        yield "it has no short form"
    if each.must and not data.is_dir():
        yield f"{data} is not there, name the folder of labelled texts with --data"
    if each.needs and find_spec(each.needs) is None:
        yield f"{each.needs} is not installed, pip install 'kayfiyat[bench]'"


if __name__ == "__main__":
    main()
