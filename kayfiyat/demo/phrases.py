"""Turns of speech: patterns from the data files, filled by chance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from domain.attitudes import Attitude
from kayfiyat.demo.chance import one_of
from kayfiyat.demo.plan import data

_HOLES = re.compile(r"\[([^\]]*)\]|\{(\w+)\}")
_PARTS = {"slots", "openers", "replies", "general"}
_CASES = ("names", "gen", "acc", "pre")

Pattern = tuple[str | tuple[str, ...], ...]
"""Fixed words, and holes with what may stand in them."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Words, and the pattern that they fill."""

    words: str
    pattern: Pattern


NAMED = 0.78
"""How often somebody turns to a pattern of the reform; most of those name it."""


class Phrases:
    """What can be said in one language, ready to be filled."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        slots = found["slots"]
        self.openers = _by_attitude(found["openers"])
        self.agree: tuple[str, ...] = tuple(found["replies"]["agree"])
        self.differ: tuple[str, ...] = tuple(found["replies"]["differ"])
        self.idle: tuple[str, ...] = tuple(found["general"]["idle"])
        self.general = _patterns(found["general"], slots)
        self.reforms = {
            name: _patterns(part, {**slots, **_cases(part)})
            for name, part in found.items()
            if name not in _PARTS
        }

    def opinion(self, rng: Random, reform: str, attitude: Attitude) -> Opinion:
        """A thing to say of the reform, naming it or not."""
        own = rng.random() < NAMED
        patterns = self.reforms[reform] if own else self.general
        pattern = one_of(rng, patterns[attitude])
        return Opinion(fill(rng, pattern), pattern)

    def answer(self, rng: Random) -> str:
        return fill(rng, one_of(rng, self.general["answers"]))

    def headline(self, rng: Random, reform: str) -> str:
        return fill(rng, one_of(rng, self.reforms[reform]["posts"]))

    def line(self, rng: Random) -> str:
        """A line below the headline of a post."""
        return fill(rng, one_of(rng, self.general["posts"]))


class Foreign:
    """What is said in other languages, and with signs alone."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self.words = _by_attitude({a: found[a]["words"] for a in Attitude})
        self.signs = _by_attitude({a: found[a]["signs"] for a in Attitude})
        self.emoji = _by_attitude(found["emoji"])


@cache
def load_phrases(language: str) -> Phrases:
    """The phrases of ``uz``, ``ru`` or ``en``."""
    return Phrases(data(language))


@cache
def load_foreign() -> Foreign:
    return Foreign(data("other"))


def fill(rng: Random, pattern: Pattern) -> str:
    return "".join(
        part if isinstance(part, str) else one_of(rng, part) for part in pattern
    )


def compiled(text: str, slots: Mapping[str, Sequence[str]]) -> Pattern:
    """``[a|b]`` and ``{slot}`` become holes; an unknown slot raises KeyError."""
    parts: list[str | tuple[str, ...]] = []
    end = 0
    for hole in _HOLES.finditer(text):
        parts.append(text[end : hole.start()])
        either, slot = hole.groups()
        parts.append(tuple(slots[slot]) if slot else tuple(either.split("|")))
        end = hole.end()
    return (*parts, text[end:])


def _by_attitude(found: Mapping[str, Sequence[str]]) -> dict[Attitude, tuple[str, ...]]:
    return {attitude: tuple(found[attitude]) for attitude in Attitude}


def _patterns(
    part: Mapping[str, Sequence[str]], slots: Mapping[str, Sequence[str]]
) -> dict[str, tuple[Pattern, ...]]:
    return {
        key: tuple(compiled(text, slots) for text in texts)
        for key, texts in part.items()
        if key not in _CASES
    }


def _cases(part: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    names = part["names"]
    return {"r": names} | {f"r_{case}": part.get(case, names) for case in _CASES[1:]}
