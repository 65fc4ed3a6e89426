"""Made-up pages whose habits are known: what the scorecard's intervals must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from domain.cells import Vector
from domain.scorecards import Figure, Moments, Scorecard, Talk, Weights
from domain.threads import Sides, Turn, Turns
from mood.aftermath import aftermath
from mood.clustered import mean, median, share
from mood.correction import MOOD, Confusions
from mood.ranking import ranked
from tests.mood.simulation import HABITS, measured_often
from tests.mood.worlds import Floats, said

SCORER = "s"


@dataclass(frozen=True, slots=True)
class Held:
    """In which share of the worlds the interval held, lay too low, lay too high.

    ``stated``: in which share there was one; ``width`` is the median one's.
    """

    held: float
    too_low: float
    too_high: float
    stated: float
    width: float


@dataclass(frozen=True, slots=True)
class Answering:
    """``threads`` of some ``size`` whose answered shares differ by ``alike``."""

    threads: int
    size: float
    share: float
    alike: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """``posts`` that draw about 20 interactions, log-normally by ``sigma``."""

    posts: int
    sigma: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """``threads`` with some answers each, whose waits are ``alike``."""

    threads: int
    answers: float
    alike: float


@dataclass(frozen=True, slots=True)
class Turning:
    """``threads`` with some voices on either side; ``won`` of them are won over."""

    threads: int
    voices: float
    won: float


ANSWERING = {
    "10 threads of 30, a tenth answered": Answering(10, 30, 0.1, 0.1),
    "30 threads of 15, a third answered": Answering(30, 15, 0.33, 0.1),
    "60 threads of 20, one in twenty": Answering(60, 20, 0.05, 0.05),
    "300 threads of 20, one in twenty": Answering(300, 20, 0.05, 0.05),
    "30 threads of 5, nine in ten": Answering(30, 5, 0.9, 0.1),
}

DRAWING = {
    "12 posts, sigma 0.5": Drawing(12, 0.5),
    "12 posts, sigma 0.8": Drawing(12, 0.8),
    "30 posts, sigma 0.5": Drawing(30, 0.5),
    "30 posts, sigma 0.8": Drawing(30, 0.8),
    "100 posts, sigma 0.8": Drawing(100, 0.8),
    "5 posts, sigma 0.5": Drawing(5, 0.5),
    "30 posts, sigma 1.2": Drawing(30, 1.2),
}

WAITING = {
    "8 threads, an answer each": Waiting(8, 0.0, 0.0),
    "20 threads, 2 answers each": Waiting(20, 1.0, 0.2),
    "60 threads, 3 answers each": Waiting(60, 2.0, 0.3),
}

TURNING = {
    "4 threads of 8 and 8 voices": Turning(4, 8, 0.2),
    "10 threads of 10 and 10, nobody won": Turning(10, 10, 0.0),
    "40 threads of 10 and 10": Turning(40, 10, 0.2),
}

Chance = np.random.Generator


def answering(setting: Answering, *, worlds: int, seed: int) -> Held:
    chance = np.random.default_rng(seed)
    found = (share(_talk(setting, chance)) for _ in range(worlds))
    return _held([(each, setting.share) for each in found])


def drawing(setting: Drawing, *, worlds: int, seed: int) -> Held:
    chance = np.random.default_rng(seed)
    true = 20 * float(np.exp(setting.sigma**2 / 2))
    found = (mean(moments_of(_drawn(setting, chance))) for _ in range(worlds))
    return _held([(each, true) for each in found])


def waiting(setting: Waiting, *, worlds: int, seed: int) -> Held:
    chance = np.random.default_rng(seed)
    found = (median(_waits(setting, chance)) for _ in range(worlds))
    return _held([(each, 3600.0) for each in found])


def turning(setting: Turning, *, worlds: int, seed: int) -> Held:
    chance = np.random.default_rng(seed)
    middle = np.array([0.45, 0.3, 0.25])
    true = 100 * setting.won * float(1 - middle @ MOOD)
    measures = measured_often(chance, HABITS["uz"], 300, worlds)
    pairs = []
    for world in range(worlds):
        confusions: Confusions = {SCORER: {"uz": measures[world]}}
        turns = [_turn(setting, middle, chance) for _ in range(setting.threads)]
        found = aftermath(Turns.of(turns), k=5, confusions=confusions)
        pairs.append((found.change if found else None, true))
    return _held(pairs)


def ranking(rows: int, posts: int, *, worlds: int, seed: int) -> float:
    """How often a row's true rank lies among its ranks, by interactions alone."""
    chance = np.random.default_rng(seed)
    inside = []
    for world in range(worlds):
        true = 20 * chance.lognormal(0, 0.4, rows)
        cards = [_card(str(n), each, posts, chance) for n, each in enumerate(true)]
        found = ranked(cards, _ONLY, seed=world)
        ranks = (-true).argsort().argsort() + 1
        inside += [_inside(each, int(ranks[int(each.title)])) for each in found]
    return float(np.mean(inside))


_ONLY = Weights(
    followers=0.0, interactions=1.0, effectiveness=0.0, answered=0.0, wait=0.0
)


def moments_of(numbers: Floats) -> Moments:
    return Moments(len(numbers), *(float((numbers**n).sum()) for n in (1, 2, 3)))


def talk_of(comments: NDArray[np.int64], answered: NDArray[np.int64]) -> Talk:
    """The sums of threads with so many comments, of which so many were answered."""
    return Talk(
        threads=len(comments),
        comments=int(comments.sum()),
        answered=int(answered.sum()),
        squares=int(comments @ comments),
        answered_squares=int(answered @ answered),
        products=int(comments @ answered),
        voices=int(comments.sum()),
        answered_voices=int(answered.sum()),
    )


def card(title: str, **figures: object) -> Scorecard:
    plain = Scorecard(title=title, institution="", sources=(title,), coverage=1.0)
    return replace(plain, **figures)  # type: ignore[arg-type]


def _card(title: str, true: float, posts: int, chance: Chance) -> Scorecard:
    drawn = chance.poisson(true * chance.lognormal(-0.18, 0.6, posts)).astype(float)
    return card(title, interactions=mean(moments_of(drawn)))


def _inside(row: Scorecard, rank: int) -> bool:
    return row.place is not None and row.place.best <= rank <= row.place.worst


def _talk(setting: Answering, chance: Chance) -> Talk:
    sizes = 1 + chance.negative_binomial(2, 2 / (1 + setting.size), setting.threads)
    strength = 1 / setting.alike - 1
    a, b = setting.share * strength, (1 - setting.share) * strength
    shares = chance.beta(a, b, setting.threads)
    return talk_of(sizes, chance.binomial(sizes, shares))


def _drawn(setting: Drawing, chance: Chance) -> Floats:
    means = 20 * chance.lognormal(0, setting.sigma, setting.posts)
    drawn: Floats = chance.poisson(means).astype(float)
    return drawn


def _waits(setting: Waiting, chance: Chance) -> list[list[float]]:
    return list(_threads_of_waits(setting, chance))


def _threads_of_waits(setting: Waiting, chance: Chance) -> Iterator[list[float]]:
    for _ in range(setting.threads):
        together = chance.normal(0, np.sqrt(setting.alike))
        alone = chance.normal(
            0, np.sqrt(1 - setting.alike), 1 + chance.poisson(setting.answers)
        )
        yield (3600 * np.exp(together + alone)).tolist()


def _turn(setting: Turning, middle: Floats, chance: Chance) -> Turn:
    shares = chance.dirichlet(middle * 6)
    after = (1 - setting.won) * shares + setting.won * np.array([0.0, 0.0, 1.0])
    sizes = 5 + chance.poisson(setting.voices - 5, 2)
    votes = [_votes(chance, p, n) for p, n in zip((shares, after), sizes, strict=True)]
    return (Sides("uz", (SCORER,), int(sizes[0]), votes[0], int(sizes[1]), votes[1]),)


def _votes(chance: Chance, shares: Floats, n: int) -> Vector:
    drawn = said(chance, HABITS["uz"], chance.choice(3, n, p=shares)).sum(axis=0)
    against, neutral, in_favour = drawn.tolist()
    return against, neutral, in_favour


def _held(pairs: list[tuple[Figure | None, float]]) -> Held:
    told = [
        (each.low, each.high, true)
        for each, true in pairs
        if each is not None and each.low is not None and each.high is not None
    ]
    low, high, true = np.array(told).T
    return Held(
        held=float(((low <= true) & (true <= high)).mean()),
        too_low=float((high < true).mean()),
        too_high=float((true < low).mean()),
        stated=len(told) / len(pairs),
        width=float(np.median(high - low)),
    )
