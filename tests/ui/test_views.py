"""What every page owes its reader, and the short pages whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.periods import Period
from shown.speech import TONGUES
from store.clients import OPTIONS
from tests.ui import made_up
from tests.ui.browsing import PAGES
from tests.ui.conftest import Open, said

K = 5


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_on_data(open_view: Open, quarter: Period, name: str) -> None:
    page = open_view(name)

    assert not page.exception
    assert not page.error
    assert page.warning[0].value.startswith("**SYNTHETIC.**")


@pytest.mark.parametrize("tag", TONGUES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_on_nothing(open_view: Open, name: str, tag: str) -> None:
    page = open_view(name, lang=tag)

    assert not page.exception
    assert not page.error


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_in_a_sentence_that_mongodb_does_not_answer(
    open_view: Open, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://127.0.0.1:1")
    monkeypatch.setitem(OPTIONS, "serverSelectionTimeoutMS", 300)  # not ten times 5 s

    page = open_view(name)

    assert not page.exception
    assert "MongoDB does not answer" in page.error[0].value


def test_coverage_tells_when_and_why_we_were_blind(
    open_view: Open, quarter: Period
) -> None:
    page = open_view("coverage")

    assert "1 blind stretch" in said(page)
    (stretch,) = page.dataframe[1].value.to_dict("records")
    assert stretch["lasted"] == "5 days"
    assert stretch["share"] == 100
    assert stretch["why"] == "blocked"


def test_campaigns_are_shown_with_the_words_that_k_authors_wrote(
    open_view: Open, quarter: Period, database: Database[dict[str, Any]]
) -> None:
    now = datetime.now(UTC)
    for id_, authors in (("loud", 7), ("quiet", K - 1)):
        database["campaigns"].insert_one(campaign(id_, authors, now))

    page = open_view("campaigns")

    assert "1 campaign" in said(page)
    (row,) = page.dataframe[0].value.to_dict("records")
    assert (row["authors"], row["comments"]) == (7, 9)
    assert row["sources"] == "Gazeta (gazeta)"
    assert row["words"] == "bir ovozdan …"


def test_where_there_is_no_campaign_the_page_says_so(
    open_view: Open, quarter: Period
) -> None:
    assert "No campaign was found" in said(open_view("campaigns"))


def campaign(id_: str, authors: int, now: datetime) -> dict[str, Any]:
    return {
        "_id": id_,
        "first_at": now - timedelta(hours=30),
        "last_at": now - timedelta(hours=20),
        "sources": [made_up.SOURCES[2].id],
        "comments": authors + 2,
        "authors": authors,
        "words": [["bir", 7], ["ovozdan", 7], ["meniki", 1]],
    }
