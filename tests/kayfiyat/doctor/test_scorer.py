"""The scorer, what it scored, and the pictures of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pymongo.database import Database

from domain.cards import card_of
from kayfiyat.doctor.scorer import of_pictures, of_weights, pictures, scored, weights
from sentiment.scorer import Scorer
from store.scorers import save_card
from tests.kayfiyat.doctor.worlds import OK, WARNING, WRONG, a_world, says

MongoDB = Database[dict[str, Any]]


def test_the_scorer_that_came_along_scores(tmp_path: Path) -> None:
    assert says(weights(a_world(tmp_path)), OK, "scores")
    assert says(of_weights("linear-3.0", scores=False), WRONG, "linear-3.0")


def test_nothing_scored_is_fine(tmp_path: Path, database: MongoDB) -> None:
    assert says(scored(a_world(tmp_path), database), OK, "nothing is scored yet")


def test_what_this_scorer_scored_stays(tmp_path: Path, database: MongoDB) -> None:
    scorer = Scorer.load()
    save_card(database, card_of(scorer.id, scorer.card))

    assert says(scored(a_world(tmp_path), database), OK, scorer.id)


def test_what_an_older_scorer_scored_is_scored_again(
    tmp_path: Path, database: MongoDB
) -> None:
    save_card(database, card_of("linear-0.1", Scorer.load().card))

    found = scored(a_world(tmp_path), database)

    assert says(found, WARNING, "linear-0.1", "kayfiyat score --all")


def test_letters_that_no_font_has_are_named(tmp_path: Path) -> None:
    assert says(of_pictures(["ў", "ҳ"]), WARNING, "ў ҳ", "apt-get")
    assert says(of_pictures([]), OK, "without a browser")
    assert pictures(a_world(tmp_path)).state is not WRONG
