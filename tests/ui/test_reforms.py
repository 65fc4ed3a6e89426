"""The page of all reforms and that of one, without a browser on a real MongoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pymongo.database import Database

from domain.attitudes import Attitude
from domain.events import Event
from domain.periods import Period
from domain.reforms import Reform
from domain.terms import Term, Terms
from mood.changes import change
from store.events import save_events
from store.reforms import Area, save_titles
from store.terms import TermsDoor
from tests.ui import made_up
from tests.ui.conftest import Open, said
from tests.ui.estimated import MONDAY, estimate, marked
from ui.filters import Filters, from_query
from ui.views.reform.links import way
from ui.views.reform.numbers import places_frame
from ui.views.reforms.charts import area_chart, change_told, heads_frame, reach_of
from ui.views.reforms.frames import kept_standings, shown_standings
from ui.views.reforms.standings import Standing, by_area, shown_period
from ui.views.reforms.told import headline

MongoDB = Database[dict[str, Any]]
NOW = datetime.now(UTC)
WATER, JOBS = Area("2030-3", "Water", "2030"), Area("2022-4", "Jobs", "2022")
NO_AREA = Area("", "", "")


@pytest.fixture
def titled(quarter: Period, database: MongoDB) -> None:
    reforms = [
        Reform(made_up.REFORM, {"en": "<b>Power</b> tariffs"}, areas=("2030-2",)),
        Reform("silent", {"en": "Silent reform"}),
    ]
    save_titles(database, reforms, {"2030-2": {"en": "Welfare"}}, {"2030": {}})


def standing(
    name: str, mood: float | None, *, area: Area = NO_AREA, before: float = 0.0
) -> Standing:
    now, was = estimate(mood), estimate(before)
    return Standing(name, name.title(), area, (was, now), now, change(was, now))


def terms(*words: Term) -> Terms:
    return Terms(date(2026, 5, 1), date(2026, 5, 31), 2000, words)


def test_every_reform_stands_under_its_area(open_view: Open, titled: None) -> None:
    page = open_view("reforms")

    assert not page.exception
    assert "Welfare" in said(page)
    (row,) = page.dataframe[0].value.to_dict("records")
    assert row["title"] == "<b>Power</b> tariffs"
    assert row["area"] == "Welfare"
    assert len(page.get("vega_lite_chart")) == 1


def test_a_reform_whose_voices_do_not_count_is_not_called_silent() -> None:
    now = estimate(None, voices=0, comments=9, scored=9, withheld=7)
    withheld = replace(standing("gas", 10), now=now, change=None)

    heads = heads_frame([withheld], view=Filters(), k=5)

    assert kept_standings([withheld], k=5)["voices"].isna().all()
    assert shown_standings([withheld], k=5)["voices"].tolist() == ["–"]
    assert heads["right"].tolist() == ["", ""]
    assert heads["left"].tolist() == [
        "Gas",
        "no mood: those who spoke could be told apart",
    ]


def test_silence_is_said(open_view: Open, titled: None) -> None:
    assert "Silent reform" in said(open_view("reforms"))


def test_the_order_stands_in_the_address(open_view: Open, titled: None) -> None:
    page = open_view("reforms", order="voices")
    assert page.selectbox(key="order").value == "voices"

    page.selectbox(key="order").select("change").run()
    assert page.query_params["order"] in ("change", ["change"])

    assert open_view("reforms", order="<b>").selectbox(key="order").value == "mood"


def test_areas_of_the_newest_strategy_come_first_and_none_last() -> None:
    found = [
        standing("a", 5),
        standing("b", 5, area=JOBS),
        standing("c", 5, area=WATER),
        standing("d", -5, area=WATER),
        standing("e", None, area=WATER),
    ]

    groups = by_area(found, "mood")

    assert [area.id for area, _group in groups] == ["2030-3", "2022-4", ""]
    assert [each.reform for each in groups[0][1]] == ["d", "c", "e"]


def test_the_sentence_names_the_ends_and_what_moved() -> None:
    found = [standing("gas", -40), standing("land", 2), standing("jobs", 30)]

    said = headline(found, by="week")

    assert "lowest on **Gas**, −40 (−45 to −35; 100 voices)" in said
    assert "highest on **Jobs**, +30 (+25 to +35; 100 voices)" in said
    assert "2 reforms moved beyond their intervals on the week before" in said
    assert "Gas **−40** (−47 to −33; 100 voices), Jobs **+30**" in said


def test_without_a_mood_the_sentence_says_so() -> None:
    assert headline([standing("gas", None)], by="week").startswith("No reform")


def test_an_arrow_marks_only_what_moved() -> None:
    assert change_told(standing("gas", -40)).startswith("▼ −40")
    assert change_told(standing("gas", 2)).startswith("+2 (")


def test_one_reform_of_few_voices_does_not_flatten_the_others() -> None:
    found = [standing(f"r{n}", 10) for n in range(30)]

    assert reach_of([*found, standing("few", -100)]) == 20


def test_the_name_of_a_reform_leads_to_its_page_and_keeps_the_view() -> None:
    view = Filters(reform="land", sources=("a", "b"), by="month", campaigns=False)
    heads = heads_frame([standing("gas", -40)], view=view, k=5)

    (led,) = set(heads["way"])
    asked = parse_qs(urlsplit(led).query)
    assert from_query(asked) == replace(view, reform="gas")
    assert asked["lang"] == ["en"]
    assert way("a&b", Filters()) == "reform?reform=a%26b&lang=en"


def test_a_reform_is_not_led_to_beside_itself() -> None:
    assert "with" not in way("gas", Filters(compare=("gas",)))


def test_the_page_leads_on_in_the_view_that_all_pages_share(
    open_view: Open, titled: None
) -> None:
    page = open_view("reforms", campaigns="without", language="ru", period="month")

    (link,) = page.get("page_link")
    assert from_query(parse_qs(link.proto.query_string)) == Filters(
        reform=made_up.REFORM, languages=("ru",), preset="month", campaigns=False
    )


def test_each_line_is_marked_in_its_plot_where_it_is_made_otherwise() -> None:
    old = replace(estimate(3.0, first=MONDAY), scorers=("old",))
    new = replace(estimate(4.0, first=MONDAY + timedelta(days=1)), scorers=("new",))
    made = Standing("gas", "Gas", NO_AREA, (old, new), new, None)

    chart = area_chart(
        [standing("land", 3), made],
        Period(MONDAY, MONDAY + timedelta(days=1)),
        view=Filters(by="day"),
        k=5,
        reach=20,
    ).to_dict()

    (mark,) = marked(chart)
    assert (mark["reform"], mark["turn"]) == ("Gas", "new scorer")
    assert mark["top"] < mark["plot"] < mark["bottom"]


def test_a_file_has_no_number_below_k() -> None:
    few = estimate(None, voices=3)
    (row,) = kept_standings(
        [Standing("gas", "Gas", NO_AREA, (few,), few, None)], k=5
    ).to_dict("records")

    assert row["voices"] is None or row["voices"] != row["voices"]


def test_the_last_thirteen_weeks_are_drawn() -> None:
    whole = Period(date(2025, 1, 1), date(2026, 3, 4))

    shown = shown_period(whole, "week")

    assert shown.first.weekday() == 0
    assert shown.last == whole.last
    assert 13 * 7 < shown.days <= 14 * 7


def test_without_a_choice_the_page_asks_for_one(open_view: Open, titled: None) -> None:
    page = open_view("reform")

    assert not page.exception
    assert "Which reform?" in said(page)


def test_one_reform_has_its_line_and_where_it_is_spoken_of(
    open_view: Open, titled: None
) -> None:
    page = open_view("reform", reform=made_up.REFORM)

    assert not page.exception
    assert r"\<b\>Power\</b\> tariffs" in said(page)
    assert "They have not been counted yet" in said(page)
    changes, sources, languages, *_rest = [each.value for each in page.dataframe]
    assert len(changes) == 1
    assert "One lasting change was found in this time" in said(page)
    assert "Letters: lasting changes, listed below." in said(page)
    assert len(sources) == 3
    assert sources["share"].sum() == pytest.approx(100)
    assert list(languages["name"]) == ["Uzbek", "Russian"]


def test_where_it_is_spoken_of_is_told_of_whole_months(
    open_view: Open, titled: None
) -> None:
    """Days more of a month add nobody, so they give nobody away."""
    last = made_up.today().replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)

    def where(until: date) -> list[dict[str, Any]]:
        page = open_view(
            "reform", reform=made_up.REFORM, **{"from": f"{first}", "to": f"{until}"}
        )
        sources = next(
            each.value for each in page.dataframe if "share" in each.value.columns
        )
        return list(sources.to_dict("records"))

    assert where(first) == where(first + timedelta(days=20))


def test_shares_tell_of_no_more_voices_than_numbers() -> None:
    table = places_frame({"a": 103, "b": 48, "": 7}, {"a": "Kun.uz"}, k=5)

    assert table.to_dict("records") == [
        {"name": "Kun.uz", "voices": "100", "share": 62.5},
        {"name": "b", "voices": "50", "share": 31.25},
        {"name": "Others together", "voices": "10", "share": 6.25},
    ]


def test_the_words_of_both_sides_are_shown_from_k_people_on(
    open_view: Open, titled: None, database: MongoDB
) -> None:
    words = terms(
        Term("qimmat", Attitude.AGAINST, 40, 2, 5.0),
        Term("arzon", Attitude.IN_FAVOUR, 0, 9, 3.0),
    )
    TermsDoor(database).save(made_up.REFORM, words, now=NOW)

    page = open_view("reform", reform=made_up.REFORM)

    assert "Those against say: **qimmat**." in said(page)
    assert "Those in favour say: **arzon**." in said(page)
    assert "In the latest 2,000 scored comments" in said(page)
    (row,) = page.dataframe[1].value.to_dict("records")
    assert row == {"word": "qimmat", "against": "40", "in_favour": "fewer than 5"}


def test_without_a_telling_word_the_page_says_so(
    open_view: Open, titled: None, database: MongoDB
) -> None:
    TermsDoor(database).save(made_up.REFORM, terms(), now=NOW)

    assert "no word of at least 5 people" in said(
        open_view("reform", reform=made_up.REFORM)
    )


def test_its_dates_are_listed_and_only_links_of_the_web_are_links(
    open_view: Open, titled: None, database: MongoDB
) -> None:
    day = made_up.today() - timedelta(days=10)
    save_events(
        database,
        [
            Event(day, "Act 204", made_up.REFORM, "https://lex.uz/1"),
            Event(day, "Trap", made_up.REFORM, "javascript:alert(1)"),
            Event(day, "Of another", "silent"),
        ],
    )

    shown = open_view("reform", reform=made_up.REFORM).dataframe[-1].value

    assert list(shown["title"]) == ["Act 204", "Trap"]
    assert list(shown["link"].fillna("")) == ["https://lex.uz/1", ""]
