"""The card of a scorer: what it learned from, and how well it did on what. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Literal, get_args

How = Literal["dev", "left_out"]
"""Of a set, a tenth was kept from training; or the whole set was."""

HOWS: tuple[How, ...] = get_args(How)

MOST = 100
"""So many sets a card names at most."""

LONGEST = 80
"""And so many letters a name has."""

_LABELS = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True)
class Trained:
    """A set of labelled texts that the scorer learned from."""

    set: str
    texts: int
    licence: str


@dataclass(frozen=True, slots=True)
class Measured:
    """How well the scorer did on ``texts`` that it had not seen.

    ``set`` is the set's name, or a language for all of its sets together.
    ``recall``: of the texts that are against, neutral, in favour, the share told as
    that; None where a set has no such texts. ``shares_off``: how far the shares of
    the three, corrected, were from the truth.
    """

    set: str
    how: How
    texts: int
    accuracy: float
    macro_f1: float
    recall: tuple[float | None, float | None, float | None]
    shares_off: float | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """``language`` is the share of comments whose language it tells rightly."""

    scorer: str
    date: date | None
    trained: tuple[Trained, ...] = ()
    measured: tuple[Measured, ...] = ()
    language: float | None = None


def card_of(scorer: str, raw: Mapping[str, Any]) -> Card:
    """What a trained scorer says of itself, no longer than we keep."""
    trained = raw.get("trained_on", {})
    made = raw.get("date")
    return Card(
        scorer=scorer,
        date=date.fromisoformat(made) if made else None,
        trained=tuple(
            Trained(name[:LONGEST], each["rows"], each["licence"][:LONGEST])
            for name, each in islice(trained.items(), MOST)
        ),
        measured=tuple(islice(_measured(raw), MOST)),
        language=raw.get("language_dev", {}).get("comments"),
    )


def _measured(raw: Mapping[str, Any]) -> Iterator[Measured]:
    for how in HOWS:
        for name, each in raw.get(how, {}).items():
            yield Measured(
                set=name[:LONGEST],
                how=how,
                texts=each["n"],
                accuracy=each["accuracy"],
                macro_f1=each["macro_f1"],
                recall=_recall(each["recall"]),
                shares_off=each.get("prevalence_error"),
            )


def _recall(
    told: Mapping[str, float],
) -> tuple[float | None, float | None, float | None]:
    against, neutral, in_favour = (told.get(label) for label in _LABELS)
    return against, neutral, in_favour
