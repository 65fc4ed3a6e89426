"""The page of campaigns, run without a browser on a real MongoDB, and its tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.campaigns import Campaign
from domain.periods import Period
from shown.frames import bounds, steps_frame
from shown.marks import blind_frame
from tests.ui import made_up
from tests.ui.conftest import Open, said
from tests.ui.estimated import MONDAY, day, estimate, marked
from ui.views.campaigns import charts, frames, told

K = 5
AT = datetime(2026, 3, 2, 7, tzinfo=UTC)
WEEK = Period(MONDAY, day(8))


def campaign(
    authors: int = 7, *, at: datetime = AT, words: str | None = "bir … ovoz"
) -> Campaign:
    return Campaign("c", at, at + timedelta(hours=9), ("a", "b"), authors, 9, words)


def insert(database: Database[dict[str, Any]], id_: str, authors: int) -> None:
    now = datetime.now(UTC)
    database["campaigns"].insert_one(
        {
            "_id": id_,
            "first_at": now - timedelta(hours=30),
            "last_at": now - timedelta(hours=20),
            "sources": [made_up.SOURCES[2].id],
            "comments": authors + 2,
            "authors": authors,
            "words": [["bir", 7], ["ovozdan", 7], ["meniki", 1]],
        }
    )


def test_the_page_says_how_many_where_and_how_they_move_the_mood(
    open_view: Open, quarter: Period, database: Database[dict[str, Any]]
) -> None:
    insert(database, "loud", 7)

    page = open_view("campaigns", by="week")

    assert not page.exception
    assert "**1 campaign** was found: 9 comments" in said(page)
    assert r"under Gazeta \(gazeta\) (1)" in said(page)
    assert "They move the mood nowhere by as much as a point." in said(page)
    assert "Greetings" in said(page)
    assert len(page.get("vega_lite_chart")) == 2


def test_the_mood_with_and_without_can_be_that_of_one_reform(
    open_view: Open, quarter: Period, database: Database[dict[str, Any]]
) -> None:
    insert(database, "loud", 7)

    page = open_view("campaigns", reform=made_up.REFORM)

    assert not page.exception
    assert "Voices and mood are those of the chosen reform" in said(page)
    assert "**1 campaign** was found" in said(page)


def test_a_campaign_of_fewer_than_k_authors_is_none(
    open_view: Open, quarter: Period, database: Database[dict[str, Any]]
) -> None:
    insert(database, "quiet", K - 1)

    assert "No campaign was found" in said(open_view("campaigns"))


def test_campaigns_of_other_sources_are_left_out(
    open_view: Open, quarter: Period, database: Database[dict[str, Any]]
) -> None:
    insert(database, "loud", 7)

    page = open_view("campaigns", source=made_up.SOURCES[0].id)

    assert "No campaign was found" in said(page)


def test_the_sentence_names_the_step_in_which_the_moods_stand_furthest_apart() -> None:
    with_them = [estimate(10, voices=100), estimate(-20, first=day(3), voices=100)]
    without = [estimate(10, voices=90), estimate(4, first=day(3), voices=90)]

    sentence = told.headline([campaign()], with_them, without, by="day")

    assert "On 3 Mar 2026 they move the mood most: **−20** (−25 to −15)" in sentence
    assert "**+4** (−1 to +9) without." in sentence
    assert "**10%** of the voices" in sentence


def test_where_a_mood_is_missing_nothing_is_said_of_it() -> None:
    sentence = told.headline([campaign()], [estimate(None)], [estimate(None)], by="day")

    assert "move" not in sentence


def test_only_the_campaigns_with_the_most_authors_are_drawn() -> None:
    table = frames.campaigns_frame([campaign(6), campaign(9), campaign(7)], {})

    assert frames.largest(table, 2)["authors"].tolist() == [9, 7]


def test_a_campaign_begun_before_the_period_stands_at_its_edge() -> None:
    table = frames.campaigns_frame([campaign(at=AT - timedelta(days=1))], {})

    (at,) = frames.dots_frame(table, WEEK)["at"]

    assert at == bounds(WEEK)[0]


def test_words_that_too_few_share_are_not_told() -> None:
    table = frames.campaigns_frame([campaign(words=None)], {})

    assert frames.dots_frame(table, WEEK)["words"].tolist() == ["–"]


def test_both_lines_are_saved_with_what_is_alike_once() -> None:
    saved = frames.kept_pair([estimate(1)], [estimate(2)], k=K)

    assert [c for c in saved.columns if c.startswith("mood")] == [
        "mood_with",
        "mood_without",
    ]
    assert saved.columns.tolist().count("seen") == 1


def test_the_chart_is_marked_once_where_both_lines_are_made_otherwise() -> None:
    made = [
        replace(estimate(mood, first=day(n)), scorers=(scorer,))
        for n, (mood, scorer) in enumerate([(5.0, "old"), (4.0, "new")], start=2)
    ]
    steps = steps_frame(made, by="day", k=K)

    chart = charts.mood_chart(
        frames.pair_frame(steps, steps), blind_frame([], WEEK), WEEK
    ).to_dict()

    assert [row["turn"] for row in marked(chart)] == ["new scorer"]


@pytest.mark.parametrize("mood", [5.0, None])
def test_the_chart_tells_the_lines_apart_by_dash_as_by_colour(
    mood: float | None,
) -> None:
    steps = steps_frame([estimate(mood), estimate(4, first=day(3))], by="day", k=K)

    chart = charts.mood_chart(
        frames.pair_frame(steps, steps), blind_frame([], WEEK), WEEK
    ).to_dict()

    dashes = [
        e for layer in chart["layer"] if (e := layer["encoding"].get("strokeDash"))
    ]
    assert len(dashes) == 2
    assert dashes[0]["scale"]["domain"] == ["With campaigns", "Without campaigns"]
