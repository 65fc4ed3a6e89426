"""What a database must hold before the first comment is scored."""

from __future__ import annotations

from domain.attitudes import SCORED_LANGUAGES
from domain.cards import card_of
from domain.events import Event, events_of
from kayfiyat import rereading
from sentiment.catalogue import load_areas, load_catalogue, load_strategies
from sentiment.scorer import Scorer
from store.clients import Database, Document
from store.confusions import save_confusions
from store.events import save_events
from store.reforms import save_titles
from store.schema import is_synthetic
from store.scorers import save_card


def catalogue_events() -> list[Event]:
    """The days on which the catalogue's reforms took effect, and of their acts."""
    return [
        event for reform in load_catalogue().values() for event in events_of(reform)
    ]


def prepare(database: Database[Document], scorer: Scorer) -> None:
    """Leave what is needed to estimate and to explain: errors, card, reforms.

    From now on reforms are found by the rules of this process.
    """
    rereading.begin(database)
    save_confusions(
        database,
        scorer.id,
        {name: scorer.confusion(name) for name in SCORED_LANGUAGES},
        {name: scorer.confusion_replicates(name) for name in SCORED_LANGUAGES},
    )
    save_card(database, card_of(scorer.id, scorer.card))
    save_titles(database, load_catalogue().values(), load_areas(), load_strategies())
    if not is_synthetic(database):  # the demo world has dates of its own
        save_events(database, catalogue_events())
