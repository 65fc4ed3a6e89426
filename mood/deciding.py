"""Who belongs to a campaign: decided at once, or by day where there is a crowd. Pure.

Where more wordings share a band than can be compared, which of them are depends on all
that are there. So each day is decided alone, of the 48 hours around it: the same
whatever else is searched with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from domain.campaigns import AUTHORS, WITHIN
from domain.periods import day_of, starts_at
from domain.uses import EPOCH, MICROSECOND, NOBODY
from mood.belonging import Said, belonging, represented, said, stars, thinned
from mood.crowds import Crowds
from mood.near import CROWD, Bools, Compared, Pairs, Runs, Whole, add_all, bands

_ONE_DAY = timedelta(days=1)
_WITHIN = WITHIN // MICROSECOND


@dataclass(slots=True)
class _Near:
    """Pairs of near wordings, and who share bands that are crowded."""

    prints: Compared
    pairs: Pairs
    crowds: list[tuple[int, Runs]]


def decided(
    at: Whole, authors: NDArray[np.int32], spoken: Whole, prints: Compared
) -> tuple[Bools, Whole]:
    """Which uses belong to a campaign, and who represents each wording."""
    many = len(prints.rows)
    near = _near(prints)
    kept = np.flatnonzero(_in_company(near, spoken[authors != NOBODY])[spoken])
    kept = kept[np.lexsort((at[kept], spoken[kept]))]
    uses = said(at[kept], authors[kept], spoken[kept], many=many)
    belongs = np.zeros(len(at), bool)
    belongs[kept], center = _belonging(uses, near)
    return belongs, center


def _near(prints: Compared) -> _Near:
    found = _Near(prints, Pairs(), [])
    for band, runs in bands(prints.prints, prints.rows):
        crowds, small = runs.parted(runs.lengths > CROWD)
        add_all(found.pairs, small, prints)
        if len(crowds.members):
            found.crowds.append((band, crowds))
    return found


def _in_company(near: _Near, by_somebody: Whole) -> Bools:
    """The wordings that five may have written nearly: all others need no more work."""
    many = len(near.prints.rows)
    uses = np.bincount(by_somebody, minlength=many)
    around = stars(*near.pairs.both(), many=many)
    worth = around.sums(uses) >= AUTHORS
    for wording in np.flatnonzero(worth).tolist():
        worth[around.of(wording)] = True
    for _, runs in near.crowds:
        worth[runs.members] = True
    return worth


def _belonging(uses: Said, near: _Near) -> tuple[Bools, Whole]:
    """Which uses belong, and who represents each wording.

    Where something is crowded, each day is decided alone; where nothing is, all days
    at once come to the same.
    """
    if near.crowds:
        belongs, centers, pairs = _by_days(uses, near)
        sure = uses.only(belongs)
        _add_around(pairs, near, sure, np.ones(len(sure.at), bool))
        around = stars(*pairs.both(), many=len(near.prints.rows))
    else:
        around = stars(*near.pairs.both(), many=len(near.prints.rows))
        asked = np.ones(len(uses.at), bool)
        belongs, centers = belonging(uses, thinned(uses), around, asked=asked)
    chosen = np.unique(np.array(centers, np.int64))
    return belongs, represented(uses.only(belongs), around, chosen)


def _by_days(uses: Said, near: _Near) -> tuple[Bools, list[int], Pairs]:
    """Which uses belong, each decided by the 48 hours around its day, and to whom.

    The pairs are those that were near on any day.
    """
    belongs, centers, pairs = np.zeros(len(uses.at), bool), [], Pairs()
    for start, end in _days(uses.at):
        during = (uses.at >= start - _WITHIN) & (uses.at < end + _WITHIN)
        window, of_day = uses.only(during), Pairs()
        asked = (window.at >= start) & (window.at < end)
        _add_around(of_day, near, window, asked)
        around = stars(*of_day.both(), many=len(near.prints.rows))
        found, by = belonging(window, thinned(window), around, asked=asked)
        belongs[during] |= found
        centers += by
        pairs.add(*of_day.both())
    return belongs, centers, pairs


def _add_around(pairs: Pairs, near: _Near, window: Said, asked: Bools) -> None:
    """Note what is near to each wording, of those that are used."""
    uses = np.diff(window.bounds)
    today = np.bincount(window.wordings[asked], minlength=len(uses))
    some, others = near.pairs.both()
    used = (uses[some] > 0) & (uses[others] > 0)
    pairs.add(some[used], others[used])
    crowds = Crowds(near.prints, uses, today, AUTHORS, np.zeros(len(uses), bool))
    for band, runs in near.crowds:
        crowds.add(pairs, runs.only(uses[runs.members] > 0), band=band)


def _days(at: Whole) -> Iterator[tuple[int, int]]:
    """Where the days on which something was said begin and end."""
    if len(at):
        first = day_of(EPOCH + int(at.min()) * MICROSECOND)
        many = int(at.max() - at.min()) // (_ONE_DAY // MICROSECOND) + 2
        days = [first + n * _ONE_DAY for n in range(many + 1)]
        starts = [(starts_at(day) - EPOCH) // MICROSECOND for day in days]
        for day in np.unique(np.searchsorted(starts, at, side="right") - 1).tolist():
            yield starts[day], starts[day + 1]
