"""What the page of method asks MongoDB: card and errors of the scorer in use."""

from __future__ import annotations

from dataclasses import dataclass

from domain.cards import Card
from store.confusions import load_confusions
from store.scorers import load_card
from ui import queries
from ui.queries import Base

Matrix = tuple[tuple[float, ...], ...]
"""For each true attitude, the mean of what the scorer says."""


@dataclass(frozen=True, slots=True)
class InUse:
    """The scorer at work, and by language how it errs."""

    card: Card
    errors: dict[str, Matrix]


@queries.kept(entries=4)
def scorer(database: Base) -> InUse | None:
    """None before a scorer has been at work here."""
    card = load_card(database)
    if card is None:
        return None
    measured = load_confusions(database).get(card.scorer, {})
    return InUse(
        card,
        {
            language: tuple(tuple(row) for row in matrix.tolist())
            for language, (matrix, _replicates) in measured.items()
        },
    )
