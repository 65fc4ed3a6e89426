"""Worlds in which the scorer errs otherwise than where its errors were measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import numpy as np

from domain.cells import EVERY_REFORM, Cell
from domain.labels import CLEAR, Answer, Candidate, Draw, Frame, Label
from mood.cells import cells_of
from mood.correction import Confusions
from mood.estimates import Estimate, estimate
from mood.labelled import with_labels
from mood.sampling import candidates, draw
from store.cells import Vote
from tests.mood.worlds import DAY, ONE_DAY, SCORER, measured, said

SOURCE = "telegram_web:a"
THEN = datetime(2026, 3, 20, tzinfo=UTC)

CARD: dict[str, Any] = {
    "uz": np.array([[2.8, 0.8, 0.3], [0.8, 2.0, 0.8], [0.3, 0.8, 2.8]]),
    "ru": np.array([[2.5, 1.2, 0.8], [1.3, 2.0, 1.2], [0.7, 1.3, 2.5]]),
}
"""What the scorer says of each attitude on the sets that it was measured on."""

# Irony and new words: what is against is taken for neutral, or for praise.
ELSEWHERE: dict[str, Any] = {
    "uz": np.array([[2.3, 1.1, 0.6], [0.8, 2.0, 0.8], [0.3, 1.0, 2.6]]),
    "ru": np.array([[2.1, 1.4, 1.0], [1.3, 2.0, 1.2], [0.8, 1.5, 2.2]]),
}

SHIFTS = {
    "none": CARD,
    "mild": {name: (CARD[name] + ELSEWHERE[name]) / 2 for name in CARD},
    "strong": ELSEWHERE,
}
"""How it errs here, by how far the subject has shifted."""


@dataclass(frozen=True)
class World:
    """What was written on one day, and what is true of it."""

    votes: list[Vote]
    attitudes: dict[str, int]
    mood: float
    reforms: tuple[str, ...] = ()

    @cached_property
    def candidates(self) -> list[Candidate]:
        return candidates(SOURCE, DAY, self.votes)

    @cached_property
    def cells(self) -> list[Cell]:
        made = cells_of(SOURCE, DAY, self.votes)
        reform = self.reforms[0] if self.reforms else EVERY_REFORM
        return [cell for cell in made if cell.reform == reform]


PUBLIC = {"uz": (0.55, 0.30, 0.15), "ru": (0.35, 0.30, 0.35)}
RUSSIAN = 0.3
STEADY = 0.8
"""How likely another comment of a voice is of the same attitude."""


def world(
    chance: np.random.Generator,
    *,
    shift: str = "mild",
    voices: int = 1_200,
    public: dict[str, tuple[float, float, float]] = PUBLIC,
    reforms: tuple[str, ...] = (),
) -> World:
    """A day of ``voices`` voices, some of whom write up to five comments.

    All of them were found to speak of ``reforms``; the cells are of the first.
    """
    habits = SHIFTS[shift]
    speaks = np.where(chance.random(voices) < RUSSIAN, "ru", "uz")
    votes: list[Vote] = []
    attitudes: dict[str, int] = {}
    for language in ("uz", "ru"):
        many = int((speaks == language).sum())
        of = np.repeat(np.arange(many), 1 + chance.binomial(4, 0.1, many))
        first = chance.choice(3, many, p=public[language])[of]
        other = chance.choice(3, len(of), p=public[language])
        classes = np.where(chance.random(len(of)) < STEADY, first, other)
        for n, p in enumerate(said(chance, habits[language], classes).tolist()):
            id_ = f"telegram:{language}:{n}"
            author = f"{language}{of[n]}"
            votes.append(Vote(id_, author, language, tuple(p), reforms, False, SCORER))
            attitudes[id_] = int(classes[n])
    share = {"uz": 1 - RUSSIAN, "ru": RUSSIAN}
    mood = sum(share[name] * (public[name][2] - public[name][0]) for name in share)
    return World(votes, attitudes, 100 * mood, reforms)


def off_subject(made: World, chance: np.random.Generator) -> set[str]:
    """Comments that name the subject in another sense: half of those against, one in
    ten of the others."""
    return {
        id_
        for id_, attitude in made.attitudes.items()
        if chance.random() < (0.5 if attitude == 0 else 0.1)
    }


def true_to_subject(made: World, off: set[str]) -> World:
    """The world with the mood of those who do speak of the subject, a voice as one."""
    share, mood = 0.0, 0.0
    for each in made.candidates:
        weight = (each.comment not in off) / each.parts[0].of
        share += weight
        mood += weight * (made.attitudes[each.comment] - 1)
    return replace(made, mood=100 * mood / share)


def labelled(
    made: World, chance: np.random.Generator, size: int
) -> tuple[list[Label], list[Draw]]:
    """A sample of ``size`` comments, labelled without an error."""
    drawn = draw(made.candidates, size=size, chance=chance)
    labels = [label(each, made.attitudes[each.comment]) for each in drawn.comments]
    count = len(labels)
    return labels, [Draw("1", Frame(ONE_DAY), drawn.chance, THEN, count, count)]


def label(
    about: Candidate, attitude: int, *, labellers: Sequence[str] = ("a",)
) -> Label:
    answers = tuple(Answer(name, CLEAR[attitude], THEN) for name in labellers)
    return Label(about, "joint-1", "1", 0.5, THEN, answers)


def by_labels(made: World, chance: np.random.Generator, size: int) -> Estimate:
    """The world's mood by that many labels."""
    labels, draws = labelled(made, chance, size)
    plain = estimate(made.cells, ONE_DAY, coverage=1)
    (found,) = with_labels([plain], made.cells, labels, draws)
    return found


def confusions(chance: np.random.Generator) -> Confusions:
    known = {name: measured(chance, habits) for name, habits in CARD.items()}
    return {SCORER: known}


def error(found: Estimate, made: World) -> float:
    assert found.mood is not None
    return abs(found.mood - made.mood)


def holds(found: Estimate, made: World) -> bool:
    assert found.low is not None
    assert found.high is not None
    return found.low <= made.mood <= found.high
