"""Where a series of estimates moved, since when and by how much. Pure.

The search is PELT (Killick, Fearnhead and Eckley 2012), as ruptures has it, with
the squared distance of each estimate from the mean of its stretch, weighted by its
own variance (``mood.lines``). The penalty counts two parameters for each change,
its date and its size (Yao 1988, *Statistics & Probability Letters* 6). The
interval of the date is the shortest with 95% of the posterior of a single change
between its neighbours (Smith 1975, *Biometrika* 62).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from math import log, sqrt

import numpy as np

from domain.periods import Period, Step
from mood.changes import Change
from mood.estimates import Estimate
from mood.intervals import NORMAL
from mood.lines import LEAST, PACES, Line, line_of
from mood.sums import Floats

PENALTY = 2.0
"""Of a change, times the logarithm of the number of estimates. The benchmark
``changes`` shows the false alarms and the power that this buys."""

YEAR = 365
"""A shorter series is searched as if it had so many estimates: with less of a penalty
it would raise more false alarms than a long one."""

HELD = 0.95


@dataclass(frozen=True, slots=True)
class Level:
    """The mood of a stretch without a change, with its 95% interval."""

    mood: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Break:
    """A lasting change of mood. ``first`` is the first period of the new mood.

    With 95% the change lies between ``earliest`` and ``latest``, first periods of
    the new mood too. ``before`` and ``after`` are the stretches up to the
    neighbouring changes, or to the ends.
    """

    first: Period
    earliest: Period
    latest: Period
    before: Level
    after: Level
    change: Change
    stretch_before: Period
    stretch_after: Period


def breaks(estimates: Sequence[Estimate], *, by: Step = "day") -> list[Break]:
    """The changes of a series by day or by week, in order.

    Periods without an estimate are left out, not filled in.
    """
    line = line_of(estimates, by=by)
    if len(line) < LEAST:
        return []
    cuts = [0, *_cuts(line, PACES[by].shortest), len(line)]
    neighbours = zip(cuts, cuts[1:], cuts[2:], strict=False)
    found = (_break(line, *each) for each in neighbours)
    return [each for each in found if each.change.moved]


def moved_between(line: Line, before: Period, after: Period) -> Change | None:
    """How another line moved from one period to the other; None where it is not."""
    was, now = line.within(before), line.within(after)
    return _change(was, now) if len(was) and len(now) else None


def _cuts(line: Line, shortest: int) -> list[int]:
    # ruptures brings SciPy, a second to import; most commands never search.
    search = import_module("mood.pelt").cuts
    found: list[int] = search(
        line.moods,
        line.variances,
        penalty=PENALTY * log(max(len(line), YEAR)),
        shortest=shortest,
    )
    return found


def _break(line: Line, start: int, cut: int, end: int) -> Break:
    earliest, latest = _dates(line, start, cut, end)
    before, after = line.part(start, cut), line.part(cut, end)
    return Break(
        first=line.periods[cut],
        earliest=line.periods[earliest],
        latest=line.periods[latest],
        before=_level(before),
        after=_level(after),
        change=_change(before, after),
        stretch_before=Period(before.periods[0].first, before.periods[-1].last),
        stretch_after=Period(after.periods[0].first, after.periods[-1].last),
    )


def _mean(line: Line) -> tuple[float, float]:
    """The weighted mean, and its standard error."""
    weights = 1 / line.variances
    total = float(weights.sum())
    return float(weights @ line.moods) / total, 1 / sqrt(total)


def _level(line: Line) -> Level:
    mood, error = _mean(line)
    half = NORMAL * error
    return Level(mood, max(mood - half, -100.0), min(mood + half, 100.0))


def _change(before: Line, after: Line) -> Change:
    (was, error_was), (now, error_now) = _mean(before), _mean(after)
    half = NORMAL * sqrt(error_was**2 + error_now**2)
    return Change(now - was, now - was - half, now - was + half)


def _dates(line: Line, start: int, cut: int, end: int) -> tuple[int, int]:
    """The shortest run of cuts around ``cut`` that holds 95% of the posterior."""
    cuts = np.arange(start + 1, end)
    chance = np.exp(_log_posterior(line.part(start, end)))
    chance /= chance.sum()
    low = high = int(cut - cuts[0])
    held = chance[low]
    while held < HELD:
        left = chance[low - 1] if low > 0 else -1.0
        right = chance[high + 1] if high + 1 < len(chance) else -1.0
        low, high = (low - 1, high) if left >= right else (low, high + 1)
        held += max(left, right)
    return int(cuts[low]), int(cuts[high])


def _log_posterior(line: Line) -> Floats:
    """Of one change before each estimate but the first; both means integrated out."""
    weights = 1 / line.variances
    w, wx = np.cumsum(weights), np.cumsum(weights * line.moods)
    left, right = w[:-1], w[-1] - w[:-1]
    fit = wx[:-1] ** 2 / left + (wx[-1] - wx[:-1]) ** 2 / right
    chance: Floats = (fit - np.log(left) - np.log(right)) / 2
    relative: Floats = chance - chance.max()
    return relative
