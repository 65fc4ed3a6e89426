"""The card of the scorer in use, brought into the database and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pymongo.database import Database

from domain.cards import LONGEST, MOST, Card, Measured, card_of
from domain.errors import StoreError
from sentiment.scorer import Scorer
from store.scorers import load_card, save_card

MongoDB = Database[dict[str, Any]]

CARD = Card("linear-9", date(2026, 3, 1))


def measured(**more: Any) -> Measured:
    whole: dict[str, Any] = {
        "set": "uz",
        "how": "dev",
        "texts": 9,
        "accuracy": 0.8,
        "macro_f1": 0.7,
    }
    return Measured(**(whole | {"recall": (0.8, None, 0.9)} | more))


def test_no_scorer_has_been_at_work(database: MongoDB) -> None:
    assert load_card(database) is None


def test_the_card_is_read_as_the_scorer_tells_it(database: MongoDB) -> None:
    scorer = Scorer.load()
    card = card_of(scorer.id, scorer.card)

    save_card(database, card)

    assert load_card(database) == card
    assert {each.set for each in card.measured} >= {"uz", "ru", "en"}


def test_the_next_scorer_takes_the_place_of_the_one_before(database: MongoDB) -> None:
    save_card(database, replace(CARD, measured=(measured(),)))
    save_card(database, Card("linear-10", None))

    assert load_card(database) == Card("linear-10", None)


def test_an_untrained_scorer_has_an_empty_card() -> None:
    assert card_of("untrained-0", {}) == Card("untrained-0", None)


def test_a_card_is_cut_to_what_we_keep() -> None:
    row = {"rows": 1, "licence": "l" * 999}
    raw = {"trained_on": {f"{n}{'x' * 999}": row for n in range(MOST + 1)}}

    trained = card_of("s-1", raw).trained

    assert len(trained) == MOST
    assert max(len(each.set) for each in trained) == LONGEST
    assert max(len(each.licence) for each in trained) == LONGEST


@pytest.mark.parametrize(
    "wrong",
    [measured(accuracy=1.2), measured(how="guessed"), measured(recall=(1.0,))],
)
def test_mongodb_refuses_what_is_no_card(database: MongoDB, wrong: Measured) -> None:
    with pytest.raises(StoreError):
        save_card(database, replace(CARD, measured=(wrong,)))
