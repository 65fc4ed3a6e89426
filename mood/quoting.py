"""Choose by lot what to quote, in proportion to the estimate. Pure.

Everything is decided by *tickets*: numbers made of the seed and of what is drawn. So
the same seed draws the same again, and a comment that comes or goes changes little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from math import floor, log
from typing import TypeVar

from domain.attitudes import ATTITUDES, Attitude
from domain.quotes import Heard
from mood.estimates import Estimate

Key = TypeVar("Key")
Shares = Mapping[Attitude, float]
Place = tuple[str, date]


def ticket(seed: int, *parts: object) -> float:
    """As good as random in (0, 1], the same for the same seed and parts."""
    said = "\0".join(map(str, (seed, *parts))).encode("utf-8", "backslashreplace")
    return (int.from_bytes(blake2b(said, digest_size=8).digest()) + 1) / 2**64


def drawn(weights: Mapping[Key, float], *, most: int, seed: int) -> dict[Key, float]:
    """At most ``most`` keys, each the likelier the heavier, with what it stands for.

    Priority sampling (Duffield, Lund and Thorup 2007, *Journal of the ACM* 54): what
    those drawn stand for is, on average, the weight of all.
    """
    priority = {
        key: weight / ticket(seed, key) for key, weight in weights.items() if weight > 0
    }
    order = sorted(priority, key=lambda key: -priority[key])
    least = priority[order[most]] if len(order) > most else 0.0
    return {key: max(weights[key], least) for key in order[:most]}


def overall(estimates: Sequence[Estimate]) -> tuple[Shares, int]:
    """The shares of all steps with an estimate, each by its voices; and the voices."""
    stated = [each for each in estimates if each.mood is not None]
    voices = sum(each.voices for each in stated)
    return {
        attitude: sum(each.voices * (getattr(each, attitude) or 0) for each in stated)
        / max(voices, 1)
        for attitude in ATTITUDES
    }, voices


def due(shares: Shares, number: int) -> dict[Attitude, int]:
    """``number`` divided by ``shares``: the largest remainders are rounded up."""
    exact = {attitude: number * shares[attitude] for attitude in ATTITUDES}
    whole = {attitude: floor(part + 1e-9) for attitude, part in exact.items()}
    left = number - sum(whole.values())
    nearest = sorted(ATTITUDES, key=lambda each: whole[each] - exact[each])
    return {each: whole[each] + (each in nearest[:left]) for each in ATTITUDES}


def people(heard: Iterable[Heard]) -> int:
    """How many different people wrote this, at the least.

    Pseudonyms change every month, so one person counts once in each: only those of
    one month are surely apart.
    """
    return max((len(set(map(_person, some))) for some in _by_month(heard)), default=0)


def ordered(
    heard: Sequence[Heard], stands_for: Mapping[Place, float], seed: int
) -> list[Heard]:
    """``heard`` in an order by lot, those that stand for more voices rather first.

    Of a campaign only the first, and of a person in a month. Drawing so is as
    Efraimidis and Spirakis (2006).
    """
    there = Counter((each.source, each.day) for each in heard)

    def place(each: Heard) -> float:
        at = each.source, each.day
        return -log(ticket(seed, each.id)) * there[at] / max(stands_for[at], 1e-9)

    order = _once(sorted(heard, key=place), lambda each: each.campaign)
    return list(_once(order, _person))


def chosen(order: Iterable[Heard], wanted: Mapping[Attitude, int]) -> list[Heard]:
    """The first of each attitude, as many as ``wanted``; fewer if there are not."""
    taken: dict[Attitude, list[Heard]] = {attitude: [] for attitude in ATTITUDES}
    for each in order:
        mine = taken[attitude_of(each)]
        if len(mine) < wanted[attitude_of(each)]:
            mine.append(each)
    return [each for attitude in ATTITUDES for each in taken[attitude]]


def of_enough(
    order: Sequence[Heard], take: Callable[[Sequence[Heard]], list[Heard]], least: int
) -> list[Heard]:
    """What ``take`` takes of ``order`` if ``least`` people wrote it; else nothing.

    Where those taken are of too many months to be surely so many people, as many as
    are needed are taken of one month first.
    """
    taken = take(order)
    if people(taken) < least:
        months = (take(some) for some in _by_month(order))
        fullest = {each.id for each in max(months, key=people, default=[])}
        first = [each for each in order if each.id in fullest][:least]
        taken = take([*first, *(each for each in order if each not in first)])
    return taken if people(taken) >= least else []


def attitude_of(heard: Heard) -> Attitude:
    return ATTITUDES[max(range(3), key=heard.p.__getitem__)]


def _by_month(heard: Iterable[Heard]) -> Iterable[list[Heard]]:
    months: dict[tuple[int, int], list[Heard]] = defaultdict(list)
    for each in heard:
        months[each.day.year, each.day.month].append(each)
    return months.values()


def _person(heard: Heard) -> tuple[int, int, str]:
    """Whose it is, as far as pseudonyms tell: they change every month."""
    return heard.day.year, heard.day.month, heard.person


def _once(
    order: Iterable[Heard], of: Callable[[Heard], Hashable | None]
) -> Iterable[Heard]:
    """Of each thing that ``of`` names only the first."""
    shown: set[Hashable] = set()
    for each in order:
        name = of(each)
        if name is None or name not in shown:
            yield each
            shown.add(name)
