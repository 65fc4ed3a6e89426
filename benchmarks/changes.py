"""False alarms on constant mood, and how often real moves of a month are found.

Synthetic years, known to the day: voices by a negative binomial with quiet weekends,
soft votes, and days that differ by more than chance (the public talks of other
things); in some settings a day leans on the day before.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.cells import Cell
from domain.periods import Period
from kayfiyat.printing import console, table
from mood.breaks import Break, breaks
from mood.correction import Confusion, Confusions
from mood.estimates import Estimate, estimates

Floats = NDArray[np.float64]

DAYS = 365
NEW_YEAR = date(2025, 1, 1)
MOVED, MONTH = 200, 30
"""A move begins on this day of the year and lasts so long."""

CONSTANT_YEARS = 1_000
MOVED_YEARS = 100
CLOSE = 10
"""Days from the true date within which a found change counts as the one."""

NEUTRAL = 0.4
DECIDED = 4.0
SCORER = "simulated-1"
BIASED = np.array([[0.75, 0.15, 0.1], [0.2, 0.6, 0.2], [0.1, 0.15, 0.75]])


@dataclass(frozen=True, slots=True)
class Setting:
    """``voices`` a day; ``differ``: by how many points days differ beyond chance,
    each leaning on the day before by ``leaning``; ``corrected`` by a scorer's errors.
    """

    voices: int
    differ: float
    leaning: float = 0.0
    corrected: bool = False

    def __str__(self) -> str:
        leaning = f", leaning {self.leaning}" if self.leaning else ""
        corrected = ", corrected" if self.corrected else ""
        return (
            f"{self.voices} voices, days differ by {self.differ:g}{leaning}{corrected}"
        )


SETTINGS = (
    Setting(20, 5),
    Setting(60, 5),
    Setting(60, 5, leaning=0.4),
    Setting(60, 5, corrected=True),
    Setting(200, 5),
)


def main(years: int = CONSTANT_YEARS, moved: int = MOVED_YEARS) -> None:
    """Print both tables.

    ``years`` of constant mood are shared out among the settings; ``moved`` years with
    a move are made for each row.
    """
    shown = table("constant mood", "years", "false alarms a year", "years with any")
    for setting in SETTINGS:
        shown.add_row(str(setting), *_false_alarms(setting, years // len(SETTINGS)))
    console.print(shown)
    shown = table(
        "a move lasting a month", "points", "found", "size inside", "date inside",
        "off by days",
    )  # fmt: skip
    for setting in SETTINGS:
        for points in (5, 10, 20):
            shown.add_row(str(setting), str(points), *_power(setting, points, moved))
    console.print(shown)


def _false_alarms(setting: Setting, years: int) -> tuple[str, ...]:
    chance = np.random.default_rng(1)
    counts = np.array([len(breaks(year(chance, setting))) for _ in range(years)])
    return str(years), f"{counts.mean():.3f}", f"{(counts > 0).mean():.1%}"


def _power(setting: Setting, points: float, moved: int) -> tuple[str, ...]:
    chance = np.random.default_rng(2)
    years = (breaks(year(chance, setting, points)) for _ in range(moved))
    found = [the_move for each in years for the_move in _the_move(each)]
    if not found:
        return "0%", "–", "–", "–"
    sizes = [each.change.low <= points <= each.change.high for each in found]
    dates = [_at(each.earliest) <= MOVED <= _at(each.latest) for each in found]
    off = [abs(_at(each.first) - MOVED) for each in found]
    return (
        f"{len(found) / moved:.0%}",
        f"{np.mean(sizes):.0%}",
        f"{np.mean(dates):.0%}",
        f"{np.mean(off):.1f}",
    )


def _the_move(found: list[Break]) -> Iterator[Break]:
    close = [
        e for e in found if e.change.points > 0 and abs(_at(e.first) - MOVED) <= CLOSE
    ]
    yield from close[:1]


def _at(period: Period) -> int:
    return (period.first - NEW_YEAR).days


def year(
    chance: np.random.Generator, setting: Setting, points: float = 0.0
) -> list[Estimate]:
    """A year by day whose mood is constant but for a month ``points`` above."""
    true = np.full(DAYS, -10.0) + setting.differ * _days(chance, setting.leaning)
    true[MOVED : MOVED + MONTH] += points
    weekend = np.where(np.arange(DAYS) % 7 < 5, 1.1, 0.75)
    voices = chance.negative_binomial(4, 4 / (4 + setting.voices * weekend))
    cells = [
        _cell(chance, number, *day, setting)
        for number, day in enumerate(zip(voices, true, strict=True))
    ]
    periods = [Period(cell.day, cell.day) for cell in cells]
    confusions = _measured(chance) if setting.corrected else {}
    return estimates(cells, periods, coverages=[1.0] * DAYS, confusions=confusions)


def _days(chance: np.random.Generator, leaning: float) -> Floats:
    drawn = chance.standard_normal(DAYS)
    for n in range(1, DAYS):
        drawn[n] = leaning * drawn[n - 1] + np.sqrt(1 - leaning**2) * drawn[n]
    return drawn


def _cell(
    chance: np.random.Generator, number: int, voices: int, mood: float, setting: Setting
) -> Cell:
    moved = np.clip(mood / 100, NEUTRAL - 0.98, 0.98 - NEUTRAL)
    shares = np.array([(0.6 - moved) / 2, NEUTRAL, (0.6 + moved) / 2])
    says = BIASED if setting.corrected else np.eye(3) * 0.97 + 0.01
    classes = chance.choice(3, voices, p=shares / shares.sum())
    drawn = chance.standard_gamma(DECIDED * says[classes])
    votes = drawn / np.maximum(drawn.sum(axis=1, keepdims=True), 1e-12)
    a, n, f = votes.sum(axis=0).tolist()
    rows = (votes.T @ votes).tolist()
    return Cell(
        source="telegram_web:a",
        day=NEW_YEAR + timedelta(days=number),
        reform="",
        language="uz",
        campaign=False,
        comments=int(voices),
        scored=int(voices),
        voices=int(voices),
        votes=(a, n, f),
        outer=(tuple(rows[0]), tuple(rows[1]), tuple(rows[2])),
        scorers=(SCORER,),
    )


def _measured(chance: np.random.Generator) -> Confusions:
    """The scorer's errors, as 400 labelled comments of each attitude show them."""
    seen = [chance.dirichlet(DECIDED * row, 400) for row in BIASED]
    again = [
        [p[chance.integers(0, 400, 400)].mean(axis=0) for p in seen] for _ in range(40)
    ]
    matrix = np.array([p.mean(axis=0) for p in seen])
    return {SCORER: {"uz": Confusion(matrix, np.array(again))}}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
