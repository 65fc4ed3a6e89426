"""The page of method, run without a browser on a real MongoDB, and its tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pymongo.database import Database

from domain.cards import Card, Measured, Trained
from kayfiyat.preparing import prepare
from sentiment.scorer import Scorer
from shown.speech import TONGUES
from store.scorers import save_card
from tests.ui.conftest import Open, said
from ui.views.method import figures

MATRIX = ((0.8, 0.1, 0.1), (0.2, 0.6, 0.2), (0.1, 0.1, 0.8))


def measured(name: str, how: Any = "dev", **more: Any) -> Measured:
    whole: dict[str, Any] = {
        "texts": 1000,
        "accuracy": 0.78,
        "macro_f1": 0.7,
        "recall": (0.8, 0.46, 0.9),
    }
    return Measured(name, how, **(whole | more))


CARD = Card(
    "linear-9",
    date(2026, 3, 1),
    trained=(Trained("uz_app_manual", 4000, "free"),),
    measured=(
        measured("uz_app_manual", "left_out"),
        measured("ru_rusentitweet"),
        measured("uz"),
        measured("written_uz", recall=(0.8, None, 0.9)),
    ),
    language=0.993,
)


def test_the_page_shows_the_figures_of_the_scorer_in_use(
    open_view: Open, database: Database[dict[str, Any]]
) -> None:
    prepare(database, Scorer.load())

    page = open_view("method")

    assert not page.exception
    assert [each.label for each in page.metric] == ["Uzbek", "Russian", "English"]
    assert r"Scorer in use: linear\-" in said(page)
    assert len(page.get("vega_lite_chart")) == 3
    assert "54% of the samples" in said(page)
    assert "46% go online daily" in said(page)
    assert said(page).count("displaystyle") >= 5


@pytest.mark.parametrize("tag", TONGUES)
def test_before_a_scorer_is_at_work_the_page_says_so_and_explains_all_the_same(
    open_view: Open, tag: str
) -> None:
    page = open_view("method", lang=tag)

    assert not page.exception
    assert not page.metric
    assert said(page).count("displaystyle") >= 5


def test_a_card_without_errors_is_shown_without_them(
    open_view: Open, database: Database[dict[str, Any]]
) -> None:
    save_card(database, CARD)

    page = open_view("method")

    assert not page.exception
    assert not page.get("vega_lite_chart")
    assert [each.value for each in page.metric] == ["78%"]


def test_sets_stand_by_language_and_are_called_in_words() -> None:
    table = figures.sets_frame(CARD.measured)

    assert table["language"].tolist() == ["Uzbek", "Uzbek", "Russian"]
    assert table["set"].tolist() == [
        "Comments on reforms, written for training",
        "App reviews, labelled by people",
        "Tweets, labelled by people",
    ]
    assert table["neutral"].isna().tolist() == [True, False, False]


def test_a_set_that_is_not_known_is_called_by_its_name() -> None:
    assert figures.called("uz_something_new") == "uz_something_new"


def test_the_map_of_errors_has_what_is_so_in_rows_and_what_is_said_in_columns() -> None:
    table = figures.errors_frame(MATRIX)

    row = table[(table["true"] == "Neutral") & (table["said"] == "Against")].iloc[0]
    assert (row["share"], row["label"]) == (0.2, "20%")


def test_recall_is_that_of_all_sets_of_a_language() -> None:
    assert figures.recall_of(CARD, "uz") == (0.8, 0.46, 0.9)
    assert figures.recall_of(CARD, "en") is None
