"""The scorecard of official pages: who comes first, how sure, and what is missing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database
from streamlit.testing.v1 import AppTest

from domain.periods import Period, starts_at
from domain.scorecards import Component, Figure, Missing, Place, Scorecard, Weights
from domain.threads import Most, Thread
from store.threads import day_document
from tests.ui import made_up
from tests.ui.conftest import Open, said
from ui.views.official import drawing, frames, weighing, wording
from ui.views.official.heading import headline
from ui.views.official.weighing import Choice, choice_of, query_of

Data = Database[dict[str, Any]]

ENERGY, GAZETA = "Ministry of Energy (energy_uz)", "Gazeta (gazeta)"

PAGES = {"energy_uz": 3, "gazeta": 1}
"""How much each page draws; of the sources that are made up, two are official."""


@pytest.fixture
def pages(database: Data, quarter: Period) -> Period:
    """Two official pages with ten posts a day, followers and answered comments."""
    for source in made_up.SOURCES:
        much = PAGES.get(source.name)
        if much:
            database.sources.update_one(
                {"_id": source.id}, {"$set": {"official": True}}
            )
            _publish(database, source.id, quarter, much)
    return quarter


def test_it_says_who_comes_first_and_how_sure_that_is(
    open_view: Open, pages: Period
) -> None:
    page = open_view("official", rank="interactions")

    assert not page.exception
    assert (
        "**Ministry of Energy \\(energy\\_uz\\)** draws the most interactions: 302"
        in said(page)
    )
    assert "Its first place among 2 is beyond chance." in said(page)


def test_each_figure_stands_with_its_interval_or_the_reason_why_not(
    open_view: Open, pages: Period
) -> None:
    page = open_view("official")
    table = page.dataframe[0].value.set_index("name")

    assert list(table.index) == [ENERGY, GAZETA]
    assert table.loc[ENERGY, "answered"].startswith("10% (")
    assert table.loc[ENERGY, "views"] == "– (the page does not tell it)"
    assert table.loc[ENERGY, "mood"].startswith("– (too few threads")


def test_pages_can_stand_together_as_institutions(
    open_view: Open, pages: Period
) -> None:
    page = open_view("official", rows="institution")

    assert set(page.dataframe[0].value["name"]) == {"Ministry of Energy", "Gazeta"}
    assert query(page, "rows") == "institution"


def test_own_weights_are_sliders_that_stand_in_the_address(
    open_view: Open, pages: Period
) -> None:
    page = open_view("official", rank="own", weights="followers:2")
    page.slider(key="official-weight-wait").set_value(1.5).run()

    assert query(page, "weights") == "followers:2,wait:1.5"
    assert "Followers 2, Median wait for an answer 1.5" in said(page)


def test_where_every_weight_is_nought_it_says_so(
    open_view: Open, pages: Period
) -> None:
    page = open_view("official", rank="own", weights="0")

    assert not page.exception
    assert "Every weight is 0" in said(page)
    assert query(page, "weights") == "0"


def test_what_is_chosen_stays_when_the_ranking_is_changed(
    open_view: Open, pages: Period
) -> None:
    page = open_view("official", rows="institution")
    page.selectbox(key="official-rank").select("dialogue").run()

    assert query(page, "rank") == "dialogue"
    assert query(page, "rows") == "institution"


def test_without_official_pages_it_says_how_one_becomes_one(
    open_view: Open, quarter: Period
) -> None:
    assert "No official page is followed" in said(open_view("official"))


def test_fewer_voices_than_k_are_told_nowhere(
    open_view: Open, database: Data, pages: Period
) -> None:
    few = pages.last
    database.threads.delete_many({})
    database.threads.insert_one(_talked(made_up.SOURCES[0].id, few, voices=4))
    page = open_view("official")
    row = page.dataframe[0].value.set_index("name").loc[ENERGY]

    assert row["comments"] == "– (fewer voices than may be shown)"
    assert row["answered"] == "– (fewer voices than may be shown)"


@pytest.mark.parametrize(
    "asked",
    [{"rank": ["best"]}, {"rows": ["people"]}, {"rank": ["own"], "weights": ["x:1"]}],
)
def test_an_address_that_asks_wrongly_still_opens(asked: dict[str, list[str]]) -> None:
    choice = choice_of(asked)

    assert choice.by == "source"
    assert choice.rank in weighing.RANKINGS


@pytest.mark.parametrize("told", ["followers:nan", "followers:-9", "followers:1e999"])
def test_a_weight_stays_between_its_ends(told: str) -> None:
    weights = choice_of({"rank": ["own"], "weights": [told]}).weights

    assert 0 <= weights.followers <= weighing.MOST


def test_what_is_chosen_is_read_back_from_its_address() -> None:
    for choice in (
        Choice(),
        Choice("dialogue", "institution", weighing.RANKINGS["dialogue"][1]),
        Choice("own", "source", Weights(0.5, 0, 0, 3, 0, 0, 1)),
    ):
        assert choice_of(query_of(choice)) == choice


def test_a_place_that_chance_leaves_open_is_told_so() -> None:
    open_, sure = card("a", worst=7), card("a", worst=1)

    assert "down to place 7 of 9" in headline(open_, Choice())
    assert "beyond chance" in headline(sure, Choice())
    assert "50 (40 to 60) of 100" in headline(sure, Choice())


def test_the_name_of_a_page_is_never_markup() -> None:
    assert "\\[a\\]" in headline(card("[a](http://x)"), Choice())


def test_those_who_wait_less_stand_first() -> None:
    rows = [card("slow", wait=Figure(7200, 7000, 7500)), card("b", wait=hour())]
    frame = frames.part_dots(rows, Component.WAIT)

    assert list(frame["name"]) == ["b", "slow"]
    assert list(frame["value"]) == [1, 2]


def test_a_figure_without_interval_is_in_no_chart_but_in_the_table() -> None:
    rows = [card("a", wait=Figure(3600.0))]

    assert frames.part_dots(rows, Component.WAIT).empty
    assert "too few posts" in frames.shown(rows).loc[0, "wait"]


def test_pages_of_one_name_are_told_apart() -> None:
    rows = [card("a", source="x:1"), card("a", source="x:2")]

    assert list(frames.shown(rows)["name"]) == ["a (x:1)", "a (x:2)"]


def test_a_file_has_numbers_and_reasons() -> None:
    frame = frames.saved([card("a", wait=hour())])

    assert frame.loc[0, ["wait", "wait_low", "wait_high"]].tolist() == [
        3600,
        1800,
        7200,
    ]
    assert frame.loc[0, "missing"] == "views: the page does not tell it"


@pytest.mark.parametrize(
    "value, words",
    [(0, "0"), (4.267, "4.27"), (42.67, "42.7"), (426.7, "427"), (42_670, "42,700")],
)
def test_three_digits_count(value: float, words: str) -> None:
    assert wording.number(value) == words


@pytest.mark.parametrize(
    "seconds, words", [(90, "2 min"), (9_360, "2.6 hr"), (259_200, "3 days")]
)
def test_a_wait_is_told_in_its_unit(seconds: float, words: str) -> None:
    assert wording.wait(seconds).rstrip("s.") == words.rstrip("s.")


def test_every_part_has_its_words_and_every_lack_its_reason() -> None:
    assert set(wording.PARTS) == set(wording.WRITES) == set(Component)
    assert set(wording.REASONS) == set(Missing)


def test_a_chart_has_a_row_for_each_row_and_a_line_at_nought_if_need_be() -> None:
    rows = [card(str(n), mood=Figure(n - 1, n - 9, n + 9)) for n in range(3)]
    chart = drawing.dots(
        frames.part_dots(rows, Component.MOOD), unit="points"
    ).to_dict()

    assert chart["height"] == 3 * drawing.ROW
    assert len(chart["layer"]) == 5


def query(page: AppTest, key: str) -> str:
    """What stands in the address; AppTest tells a single value as it is."""
    value = page.query_params[key]
    return value if isinstance(value, str) else value[0]


def hour() -> Figure:
    return Figure(3600.0, 1800.0, 7200.0)


def card(title: str, *, source: str = "", worst: int = 3, **figures: Any) -> Scorecard:
    return Scorecard(
        title=title,
        institution="",
        sources=(source or title,),
        coverage=1.0,
        missing={"views": Missing.NOT_TOLD},
        place=Place(Figure(50.0, 40.0, 60.0), 1, 1, worst, 9, 1.0),
        **figures,
    )


def _publish(database: Data, source: str, period: Period, much: int) -> None:
    days = [day for n, day in enumerate(made_up.days(period)) if n % 3 == 0]
    database.posts.insert_many(
        _posted(source, day, n, much) for day in days for n in range(4)
    )
    database.threads.insert_many(_talked(source, day, voices=9) for day in days)
    database.followers.insert_one(
        {
            "_id": f"{source}|{period.last}",
            "source": source,
            "day": period.last.isoformat(),
            "count": 1000,
        }
    )


def _posted(source: str, day: date, number: int, much: int) -> dict[str, Any]:
    at: datetime = starts_at(day) + timedelta(hours=9 + number)
    return {
        "_id": f"{source}:{day}:{number}",
        "source": source,
        "at": at,
        "text": "Tariflar",
        "edited": False,
        "reactions": [["👍", 100 * much - 10 + number]],
        "fingerprint": "x",
        "saved_at": at,
        "first_at": at,
        "comment_total": 10,
    }


def _talked(source: str, day: date, *, voices: int) -> dict[str, Any]:
    spoke = Most(day, voices)
    thread = Thread(f"{source}:{day}:0", (day,), 10, spoke, 1, Most(day, 1), (3600,))
    key = {"_id": f"{source}|{day}", "saved_at": starts_at(day)}
    return key | day_document(source, day.isoformat(), [thread])
