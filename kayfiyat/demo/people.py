"""The people of the demo world: invented names, habits and leanings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from random import Random

from kayfiyat.demo.chance import Weighted, chance, one_of
from kayfiyat.demo.cyrillic import cyrillic
from kayfiyat.demo.handwriting import Handwriting, handwriting
from kayfiyat.demo.plan import Plan, data


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """``leaning`` is added to the mood of the day; a ``gone`` account was deleted."""

    number: int
    name: str
    handle: str | None
    writing: str
    leaning: float
    hand: Handwriting
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody, and who reads what: ``publics`` by channel and writing."""

    people: tuple[Person, ...]
    publics: dict[tuple[str, str], Weighted[Person]]
    loud: dict[str, tuple[Person, ...]]
    campaigners: tuple[Person, ...]


def populate(plan: Plan, seed: int) -> Population:
    """The same people for the same plan and seed, however long the world lasts."""
    rng = chance(seed, "people")
    maker = _Maker(plan, rng)
    writings = Weighted({name: w.share for name, w in plan.languages.items()})
    people = tuple(maker.person(writings.one(rng)) for _ in range(plan.people))
    loud = tuple(
        maker.person(_habit(writings, rng), bitter=45) for _ in range(plan.loud)
    )
    homes = [max(plan.channels, key=lambda c: c.comments * rng.random()) for _ in loud]
    return Population(
        people=people,
        publics=_publics(plan, people, rng),
        loud={
            c.name: tuple(p for p, home in zip(loud, homes, strict=True) if home is c)
            for c in plan.channels
        },
        campaigners=tuple(
            maker.person("uz-Latn", lasting=True) for _ in range(plan.campaign.accounts)
        ),
    )


class _Maker:
    """Makes people, no two of the same name."""

    def __init__(self, plan: Plan, rng: Random) -> None:
        self._plan, self._rng = plan, rng
        self._numbers = count(1)
        self._taken: set[str] = set()
        self._names = data("names")

    def person(
        self, writing: str, *, bitter: float = 0, lasting: bool = False
    ) -> Person:
        rng, plan, number = self._rng, self._plan, next(self._numbers)
        first, name = self._name(writing, number)
        known = rng.random() < plan.known_by_handle
        return Person(
            number=number,
            name=name,
            handle=_handle(first, number) if known or lasting else None,
            writing=writing,
            leaning=rng.gauss(plan.languages[writing].tilt - bitter, 30),
            hand=handwriting(rng, writing),
            gone=not lasting and rng.random() < plan.deleted,
        )

    def _name(self, writing: str, number: int) -> tuple[str, str]:
        names = self._names.get(writing[:2], self._names["uz"])
        first = one_of(self._rng, names["first"])
        name = f"{first} {one_of(self._rng, names['last'])}".strip()
        if writing == "uz-Cyrl":
            name = cyrillic(name)
        if name in self._taken:
            name = f"{name} {number}"
        self._taken.add(name)
        return first, name


def _handle(first: str, number: int) -> str:
    plain = "".join(letter for letter in first.lower() if "a" <= letter <= "z")
    return f"demo_{plain or 'person'}_{number:04}"


def _habit(writings: Weighted[str], rng: Random) -> str:
    drawn = writings.one(rng)
    return "ru" if drawn == "other" else drawn


def _publics(
    plan: Plan, people: Sequence[Person], rng: Random
) -> dict[tuple[str, str], Weighted[Person]]:
    """Everybody follows a few channels; some write far oftener than others."""
    weights: dict[tuple[str, str], dict[Person, float]] = {
        (c.name, writing): {} for c in plan.channels for writing in plan.languages
    }
    follows = {w: Weighted(_appeal(plan, w)) for w in plan.languages}
    for person in people:
        zeal = min(rng.paretovariate(1.2), 12)
        for channel in follows[person.writing].draw(rng, rng.randint(2, 5)):
            weights[channel, person.writing][person] = zeal
    return {
        key: Weighted(found or {one_of(rng, people): 1.0})
        for key, found in weights.items()
    }


def _appeal(plan: Plan, writing: str) -> dict[str, float]:
    return {
        c.name: c.posts * c.comments * plan.publics[c.writing][writing]
        for c in plan.channels
    }
