"""The card of the scorer in use, for those who show it and may not know the scorer."""

from __future__ import annotations

from datetime import date

from domain.cards import Card, Measured, Trained
from store.clients import Database, Document
from store.errors import translated

_CARD = {"_id": "card"}


def save_card(database: Database[Document], card: Card) -> None:
    """Keep the card of the scorer that scores from now on; safe to repeat."""
    kept = {"version": card.scorer, "card": _document(card)}
    with translated():
        database["meta"].update_one(_CARD, {"$set": kept}, upsert=True)


def load_card(database: Database[Document]) -> Card | None:
    """The card of the scorer that was last at work here."""
    with translated():
        found = database["meta"].find_one(_CARD)
    return _card(found["version"], found["card"]) if found else None


def _document(card: Card) -> Document:
    return {
        "date": card.date.isoformat() if card.date else None,
        "language": card.language,
        "trained": [
            {"set": each.set, "texts": each.texts, "licence": each.licence}
            for each in card.trained
        ],
        "measured": [
            {
                "set": each.set,
                "how": each.how,
                "texts": each.texts,
                "accuracy": each.accuracy,
                "macro_f1": each.macro_f1,
                "recall": list(each.recall),
                "shares_off": each.shares_off,
            }
            for each in card.measured
        ],
    }


def _card(scorer: str, kept: Document) -> Card:
    return Card(
        scorer=scorer,
        date=date.fromisoformat(kept["date"]) if kept["date"] else None,
        trained=tuple(Trained(**each) for each in kept["trained"]),
        measured=tuple(
            Measured(**{**each, "recall": tuple(each["recall"])})
            for each in kept["measured"]
        ),
        language=kept["language"],
    )
