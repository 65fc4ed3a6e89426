"""Worlds whose mood is known: what intervals must hold, a thousand at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.cells import Cell
from domain.periods import Period
from mood.correction import MOOD, Confusion
from mood.estimates import Estimate, estimates
from tests.mood.worlds import DAY, SCORER, Floats, P, cell_of_votes, said

HABITS: dict[str, Any] = {
    "uz": 3.0 * np.array([[0.62, 0.24, 0.14], [0.24, 0.45, 0.31], [0.12, 0.14, 0.74]]),
    "ru": 2.5 * np.array([[0.63, 0.25, 0.12], [0.21, 0.63, 0.16], [0.14, 0.24, 0.62]]),
    "en": 3.2 * np.array([[0.53, 0.31, 0.16], [0.19, 0.54, 0.27], [0.10, 0.26, 0.64]]),
}
"""What the scorer says of comments of each attitude: rows of Dirichlet parameters,
as the development splits of its languages have them."""

EVEN: P = (0.35, 0.35, 0.3)
TOGETHER = 40
"""Worlds estimated in one call."""


@dataclass(frozen=True, slots=True)
class Public:
    """Those who write in one language: how many, and what they think.

    Under each of ``posts`` they are ``alike``: the intraclass correlation of their
    attitudes. No posts: each stands alone.
    """

    language: str
    voices: int
    shares: P
    posts: int = 0
    alike: float = 0.2


@dataclass(frozen=True, slots=True)
class Setting:
    """How worlds are made.

    ``measured`` comments of each attitude tell how the scorer errs; ``elsewhere`` is
    the intraclass correlation of its errors from subject to subject. ``varied``:
    the number of voices is drawn from a Poisson distribution. One author wrote
    ``loud`` comments. So many more voices wrote for a ``campaign``, which is left
    out. ``shifting``: how the languages mix is another in each world.
    """

    publics: tuple[Public, ...]
    measured: int = 300
    elsewhere: float = 0.0
    varied: bool = False
    loud: int = 1
    campaign: int = 0
    shifting: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often intervals held the true mood, and how wide they were, in points.

    ``without`` is the share of worlds that had no estimate; the others make the rest.
    """

    held: float
    width: float
    without: float
    held_elsewhere: float
    width_elsewhere: float


def coverage(setting: Setting, *, worlds: int, seed: int) -> Coverage:
    """Estimate ``worlds`` worlds, each with a public and measured errors of its own."""
    chance = np.random.default_rng(seed)
    found: list[tuple[Estimate, float]] = []
    for first in range(0, worlds, TOGETHER):
        found += _estimated(setting, min(TOGETHER, worlds - first), chance)
    stated = [(each, true) for each, true in found if each.mood is not None]
    inner = np.array([(each.low, each.high) for each, _ in stated])
    outer = np.array([(each.low_elsewhere, each.high_elsewhere) for each, _ in stated])
    true = np.array([true for _, true in stated])
    return Coverage(
        held=_held(inner, true),
        width=float(np.diff(inner).mean()),
        without=1 - len(stated) / len(found),
        held_elsewhere=_held(outer, true),
        width_elsewhere=float(np.diff(outer).mean()),
    )


def _held(intervals: Floats, true: Floats) -> float:
    return float(((intervals[:, 0] <= true) & (true <= intervals[:, 1])).mean())


def _estimated(
    setting: Setting, worlds: int, chance: np.random.Generator
) -> Iterator[tuple[Estimate, float]]:
    """Each world has a day of its own, and languages of its own to be corrected."""
    cells: list[Cell] = []
    confusions: dict[str, Confusion] = {}
    speaking = np.zeros((len(setting.publics), worlds))
    mixes = _mixes(setting, worlds, chance)
    for place, public in enumerate(setting.publics):
        habits = HABITS[public.language]
        numbers = _numbers(public.voices * mixes[place], setting.varied, chance)
        speaking[place] = numbers
        measures = measured_often(chance, habits, setting.measured, worlds)
        for world, n in enumerate(numbers):
            name = f"{public.language}{world}"
            confusions[name] = measures[world]
            here = _elsewhere(habits, setting.elsewhere, chance)
            for cell in _cells(setting, public, int(n), here, chance):
                day = DAY + timedelta(days=world)
                cells.append(replace(cell, day=day, language=name))
    days = [
        Period(DAY + timedelta(days=n), DAY + timedelta(days=n)) for n in range(worlds)
    ]
    shown = [cell for cell in cells if not cell.campaign]
    known = {SCORER: confusions}
    found = estimates(shown, days, coverages=[1.0] * worlds, confusions=known)
    moods = np.array([np.array(public.shares) @ MOOD for public in setting.publics])
    total = np.maximum(speaking.sum(axis=0), 1)
    true = 100 * (moods @ speaking) / total
    return zip(found, true.tolist(), strict=True)


def _mixes(setting: Setting, worlds: int, chance: np.random.Generator) -> Floats:
    shape = len(setting.publics), worlds
    if not setting.shifting:
        return np.ones(shape)
    mixes: Floats = chance.dirichlet(np.ones(shape[0]), worlds).T * shape[0]
    return mixes


def _numbers(mean: Floats, varied: bool, chance: np.random.Generator) -> Any:
    return chance.poisson(mean) if varied else np.rint(mean).astype(int)


def _elsewhere(habits: Floats, shift: float, chance: np.random.Generator) -> Floats:
    """The scorer's habits on another subject."""
    if not shift:
        return habits
    sizes = habits.sum(axis=1, keepdims=True)
    rows = [chance.dirichlet(row * (1 / shift - 1)) for row in habits / sizes]
    shifted: Floats = np.maximum(np.array(rows) * sizes, 1e-3)
    return shifted


def _cells(
    setting: Setting,
    public: Public,
    n: int,
    habits: Floats,
    chance: np.random.Generator,
) -> Iterator[Cell]:
    if not n:
        return
    posts, attitudes = _attitudes(public, n, chance)
    votes = said(chance, habits, attitudes)
    if setting.loud > 1:
        votes[0] = said(chance, habits, np.repeat(attitudes[0], setting.loud)).mean(0)
    yield replace(cell_of_votes(votes), by_post=by_post(votes, posts))
    if setting.campaign:
        same = said(chance, habits, np.array([0]))
        yield replace(cell_of_votes(same.repeat(setting.campaign, 0)), campaign=True)


def _attitudes(
    public: Public, n: int, chance: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Under which post each voice writes, some posts drawing more; what it thinks."""
    if not public.posts:
        return np.arange(n), chance.choice(3, n, p=public.shares)
    drawing = chance.dirichlet(np.full(public.posts, 2.0))
    posts = chance.choice(public.posts, n, p=drawing)
    spread = np.array(public.shares) * (1 / public.alike - 1)
    shares = chance.dirichlet(spread, public.posts)[posts]
    drawn = chance.random((n, 1)) > shares.cumsum(axis=1)[:, :2]
    return posts, drawn.sum(axis=1)


def by_post(votes: Floats, posts: NDArray[np.int64]) -> Any:
    """The outer products of the posts' sums, made without the code under test."""
    sums = np.array([votes[posts == post].sum(axis=0) for post in np.unique(posts)])
    return tuple(map(tuple, (sums.T @ sums).tolist()))


def measured_often(
    chance: np.random.Generator,
    habits: Floats,
    size: int,
    worlds: int,
    replicates: int = 60,
) -> Sequence[Confusion]:
    """The scorer's errors, measured anew in each world on ``size`` of each attitude.

    The replicates are those of the Bayesian bootstrap (Rubin 1981), quick to draw.
    """
    rows, again = [], []
    for attitude in range(3):
        p = said(chance, habits, np.full((worlds, size), attitude))
        weights = chance.standard_exponential((worlds, replicates, size))
        weights /= weights.sum(axis=-1, keepdims=True)
        rows.append(p.mean(axis=1))
        again.append(weights @ p)
    matrices, several = np.stack(rows, axis=1), np.stack(again, axis=2)
    return [Confusion(*each) for each in zip(matrices, several, strict=True)]
