"""What the labels of a period say: how right the scorer is, how labellers agree. Pure.

A language, or a script of one, with fewer than k labelled voices is counted, but no
figure is stated of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from domain.cards import Card
from domain.cells import EVERY_REFORM
from domain.labels import Label
from mood.agreement import (
    Accuracy,
    Agreement,
    Drift,
    accuracy,
    agreement,
    drift,
    wilson,
)
from mood.estimates import K

SEED = 2004
"""The same labels have the same interval, whoever looks."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The clear labels of one language, or of one ``script`` of it.

    ``here`` is the scorer's accuracy on them, ``stated`` that of its card, which
    knows no scripts; ``drift`` how far it fell.
    """

    language: str
    script: str
    labels: int
    voices: int
    here: Accuracy | None
    stated: Accuracy | None = None
    drift: Drift | None = None

    @property
    def drifted(self) -> bool:
        return bool(self.drift and self.drift.significant)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the labels say; ``twice`` have two answers or more.

    ``elsewhere`` speak of something else than the reform that was chosen, by all who
    labelled them; they are in no other figure. 0 if they are of fewer than k voices.
    """

    labelled: int
    elsewhere: int
    unclear: int
    labellers: int
    twice: int
    whole: Judged
    agreement: Agreement | None
    languages: tuple[Judged, ...]
    scripts: tuple[Judged, ...]


def findings(
    labels: Sequence[Label],
    card: Card | None,
    *,
    k: int = K,
    reform: str = EVERY_REFORM,
) -> Findings:
    """What ``labels`` say of the labellers and of the scorer with that ``card``."""
    about = [each for label in labels if (each := label.of(reform)).answers]
    clear = [label for label in about if label.clear]
    twice = [label for label in about if len(label.answers) > 1]
    return Findings(
        labelled=len(labels),
        elsewhere=_told(labels, about, k),
        unclear=len(about) - len(clear),
        labellers=len({a.labeller for label in labels for a in label.answers}),
        twice=len(twice),
        whole=_judged("", "", clear, k=k),
        agreement=_agreement(twice, k),
        languages=tuple(
            _judged(name, "", found, stated(found, card), k=k)
            for name, found in _by(clear, lambda label: label.about.language)
        ),
        scripts=tuple(
            _judged(language, script, found, k=k)
            for (language, script), found in _by(clear, _script)
        ),
    )


def stated(labels: Sequence[Label], card: Card | None) -> Accuracy | None:
    """What the card says of one language; None if another scorer scored most."""
    scorers = [label.scorer for label in labels]
    scored = max(sorted(set(scorers)), key=scorers.count, default=None)
    if card is None or card.scorer != scored:
        return None
    language = labels[0].about.language
    for each in card.measured:
        if each.set == language and each.how == "dev":
            return wilson(each.accuracy * each.texts, each.texts)
    return None


def _told(labels: Sequence[Label], about: Sequence[Label], k: int) -> int:
    """How many of ``labels`` are not among those ``about`` it, if enough speak."""
    there = {label.about.comment for label in about}
    away = [label for label in labels if label.about.comment not in there]
    voices = {label.about.voice for label in away}
    return len(away) if len(voices) >= max(k, K) else 0


def _judged(
    language: str,
    script: str,
    labels: Sequence[Label],
    stated: Accuracy | None = None,
    *,
    k: int,
) -> Judged:
    voices = len({label.about.voice for label in labels})
    here = accuracy(labels) if voices >= max(k, K) else None
    fell = drift(stated, here) if stated and here else None
    return Judged(language, script, len(labels), voices, here, stated, fell)


def _agreement(twice: Sequence[Label], k: int) -> Agreement | None:
    """On the comments that two labelled; unclear is an answer like another."""
    if len({label.about.voice for label in twice}) < max(k, K):
        return None
    said = [[str(a.said) for a in label.answers] for label in twice]
    return agreement(said, chance=np.random.default_rng(SEED))


def _script(label: Label) -> tuple[str, str]:
    return label.about.language, label.script


def _by(
    labels: Iterable[Label], key: Callable[[Label], Any]
) -> list[tuple[Any, list[Label]]]:
    found: defaultdict[Any, list[Label]] = defaultdict(list)
    for label in labels:
        found[key(label)].append(label)
    return sorted(found.items())
