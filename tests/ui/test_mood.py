"""The page of mood, run without a browser on a real MongoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.database import Database
from streamlit.testing.v1 import AppTest

from domain.cells import EVERY_REFORM, Cell, Matrix, Vector
from domain.periods import Period
from domain.sources import Kind, Source
from store.cells import Cells
from store.events import Event, save_events
from tests.ui import made_up
from tests.ui.conftest import Open, said

HOSTILE = Source(
    Kind.TELEGRAM_WEB, "hostile", institution="<script>alert(1)</script> **bold**"
)


@pytest.fixture
def moving(uri_and_db: tuple[str, str], database: Database[dict[str, Any]]) -> Period:
    """Eighty days; in the middle people turn against, on the day of an event."""
    return turned(uri_and_db, database, 0.35, -0.35)


@pytest.fixture
def steady(uri_and_db: tuple[str, str], database: Database[dict[str, Any]]) -> Period:
    """Eighty days on which nothing moves."""
    return turned(uri_and_db, database, 0.1, 0.1)


@pytest.fixture
def loud(database: Database[dict[str, Any]], quarter: Period) -> None:
    """On one day of the quarter a campaign of sixty says it is against."""
    day = quarter.last - timedelta(days=20)
    source = made_up.SOURCES[0].id
    there = Cells(database).of_days([day], reform=EVERY_REFORM)
    mine = [each for each in there if each.source == source]
    campaign = replace(spoken(source, day, EVERY_REFORM, -1.0, 60), campaign=True)
    Cells(database).save(source, day, [*mine, campaign], now=quarter.end_at)


def turned(
    uri_and_db: tuple[str, str],
    database: Database[dict[str, Any]],
    first: float,
    then: float,
) -> Period:
    period = made_up.period_before(made_up.today(), 80)
    middle = period.first + timedelta(days=40)
    made_up.fill(uri_and_db, database, period, sources=made_up.SOURCES[:1])
    source, others = made_up.SOURCES[0].id, "visas"
    for day in made_up.days(period):
        mood = first if day < middle else then
        cells = [
            spoken(source, day, EVERY_REFORM, mood, 200),
            spoken(source, day, made_up.REFORM, mood, 100),
            spoken(source, day, others, 0.1, 100),
        ]
        Cells(database).save(source, day, cells, now=period.end_at)
    save_events(database, [Event(middle, "<b>Tariffs rise</b>")])
    return period


def spoken(source: str, day: date, reform: str, mood: float, voices: int) -> Cell:
    """What ``voices`` said on a day, either for or against."""
    favour = round(voices * (1 + mood) / 2)
    votes: Vector = (voices - favour, 0, favour)
    outer: Matrix = ((votes[0], 0, 0), (0, 0, 0), (0, 0, votes[2]))
    return Cell(
        source=source,
        day=day,
        reform=reform,
        language="uz",
        campaign=False,
        comments=voices,
        scored=voices,
        voices=voices,
        votes=votes,
        outer=outer,
    )


def charts(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def test_the_page_shows_mood_voices_and_shares(
    open_page: Open, quarter: Period
) -> None:
    page = open_page()

    assert not page.exception
    assert charts(page) == 3
    assert [m.label for m in page.metric] == [
        "Latest mood",
        "Change",
        "Voices",
        "Hours seen",
        "Not scored",
    ]
    assert page.metric[3].value == "94%"
    assert "In the week of" in said(page)


def test_made_up_data_is_called_synthetic(open_page: Open, quarter: Period) -> None:
    page = open_page()

    assert page.warning[0].value.startswith("**SYNTHETIC.**")


def test_real_data_has_no_banner(
    open_page: Open, quarter: Period, database: Database[dict[str, Any]]
) -> None:
    database["meta"].delete_one({"_id": "synthetic"})

    assert not open_page().warning


def test_an_address_opens_its_view(open_page: Open, quarter: Period) -> None:
    page = open_page(
        reform=made_up.REFORM,
        source="telegram_web:gazeta",
        language="ru",
        by="day",
        campaigns="without",
    )

    assert page.selectbox(key="reform").value == made_up.REFORM
    assert page.multiselect(key="sources").value == ["telegram_web:gazeta"]
    assert page.multiselect(key="languages").value == ["ru"]
    assert page.selectbox(key="by").value == "day"
    assert not page.toggle(key="campaigns").value
    assert r"Gazeta \(gazeta\) · Russian · without coordinated campaigns" in said(page)


def test_what_is_chosen_stands_in_the_address(open_page: Open, quarter: Period) -> None:
    page = open_page()

    page.selectbox(key="by").select("day")
    page.multiselect(key="sources").select("telegram_web:gazeta")
    page.run()

    assert page.query_params["by"] == "day"
    assert page.query_params["source"] == "telegram_web:gazeta"
    assert any(s.value == "Mood by day" for s in page.subheader)


def test_fewer_sources_are_fewer_voices(open_page: Open, quarter: Period) -> None:
    def voices(page: AppTest) -> int:
        return int(page.metric[2].value.replace(",", ""))

    assert 0 < voices(open_page(source="telegram_web:gazeta")) < voices(open_page())


def test_own_dates_are_asked_for_and_kept(open_page: Open, quarter: Period) -> None:
    page = open_page()
    page.selectbox(key="preset").select("custom").run()

    first = quarter.first + timedelta(days=10)
    page.date_input(key="first").set_value(first).run()

    assert not page.exception
    assert page.query_params["from"] == first.isoformat()


def test_a_broken_link_opens_the_plain_page(open_page: Open, quarter: Period) -> None:
    page = open_page(reform="gone", source="<b>", by="hour", **{"from": "yesterday"})

    assert not page.exception
    (told,) = page.info
    assert told.value.endswith(r"left out: gone, \<b\>, yesterday, hour.")
    assert page.query_params == {}
    assert charts(page) == 3


def test_below_k_nothing_is_drawn(
    open_page: Open, uri_and_db: tuple[str, str], database: Database[dict[str, Any]]
) -> None:
    period = made_up.period_before(made_up.today(), 3)
    made_up.fill(uri_and_db, database, period, sources=made_up.SOURCES[:1], voices=2)

    page = open_page(by="day")

    assert charts(page) == 0
    assert "Too few voices for a mood" in said(page)
    assert "No day has 5 voices" in said(page)


def test_k_may_be_raised(
    open_page: Open, quarter: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAYFIYAT_PRIVACY__K", "100000")

    assert "No week has 100000 voices" in said(open_page())


def test_a_choice_that_nobody_spoke_of_says_so(
    open_page: Open, quarter: Period
) -> None:
    page = open_page(language="en")

    assert charts(page) == 0
    assert "Nobody spoke" in said(page)


def test_an_empty_database_says_what_to_do(open_page: Open) -> None:
    page = open_page()

    assert not page.exception
    assert "Nothing has been collected yet" in said(page)
    assert "kayfiyat init" in said(page)


def test_without_mongodb_there_is_one_sentence_and_a_way_on(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://127.0.0.1:1")

    page = open_page()

    assert not page.exception
    (error,) = page.error
    assert "MongoDB does not answer" in error.value
    assert page.button[0].label == "Try again"


def test_a_wrong_setting_is_named_not_traced(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAYFIYAT_PRIVACY__K", "2")

    (error,) = open_page().error

    assert "privacy" in error.value


def test_a_name_is_shown_as_text(
    open_page: Open, uri_and_db: tuple[str, str], database: Database[dict[str, Any]]
) -> None:
    period = made_up.period_before(made_up.today(), 30)
    made_up.fill(uri_and_db, database, period, sources=(HOSTILE,))

    page = open_page(source=HOSTILE.id)

    (caption,) = (c.value for c in page.caption if c.value.startswith("Chosen"))
    assert r"\<script\>alert\(1\)\</script\> \*\*bold\*\*" in caption


@pytest.mark.parametrize(
    "tag, title",
    [
        ("uz", "Jamoatchilik kayfiyati"),
        ("uz-Cyrl", "Жамоатчилик кайфияти"),
        ("ru", "Общественное настроение"),
        ("en", "Public mood"),
    ],
)
def test_the_page_speaks_the_language_of_its_address(
    open_page: Open, quarter: Period, tag: str, title: str
) -> None:
    page = open_page(lang=tag)

    assert not page.exception
    assert page.title[0].value == title
    assert page.query_params == {"lang": [tag]} or page.query_params["lang"] == tag


def test_a_language_that_is_chosen_is_spoken_and_kept_in_the_address(
    open_page: Open, quarter: Period
) -> None:
    page = open_page(by="month")

    page.selectbox(key="lang").select("ru").run()

    assert page.title[0].value == "Общественное настроение"
    assert page.query_params["lang"] == "ru"
    assert page.selectbox(key="by").options == ["День", "Неделя", "Месяц"]
    assert page.selectbox(key="by").value == "month"
    assert page.query_params["by"] == "month"


def test_an_unknown_language_is_english(open_page: Open, quarter: Period) -> None:
    assert open_page(lang="xx").title[0].value == "Public mood"


def test_what_is_shown_can_be_saved(open_page: Open, quarter: Period) -> None:
    page = open_page()

    labels = [getattr(each, "label", "") for each in page.get("download_button")]

    assert labels[:3] == ["CSV", "Parquet", "PNG"]


def test_a_lasting_change_is_marked_told_and_tabled(
    open_page: Open, moving: Period
) -> None:
    page = open_page()

    (change,) = page.dataframe[0].value.to_dict("records")
    assert "One lasting change was found in this time" in said(page)
    assert "1 lasting change" in said(page)
    assert change["key"] == "A"
    assert change["coincides"].endswith(": <b>Tariffs rise</b>")
    assert change["points"].startswith("−")
    assert "need not have caused it" in said(page)


def test_beside_a_change_of_a_reform_stands_what_others_did_meanwhile(
    open_page: Open, moving: Period
) -> None:
    page = open_page(reform=made_up.REFORM)

    assert "meanwhile" in page.dataframe[0].value.columns
    assert "meanwhile" not in open_page().dataframe[0].value.columns


def test_where_nothing_moved_the_page_says_so(open_page: Open, steady: Period) -> None:
    page = open_page()

    assert "No change that lasted" in said(page)
    assert "lasting changes, listed" not in said(page)


def test_reforms_side_by_side_say_which_moved_and_which_did_not(
    open_page: Open, quarter: Period
) -> None:
    page = open_page(**{"with": made_up.REFORM})

    assert not page.exception
    assert charts(page) == 1
    table = page.dataframe[0].value
    assert table["name"].tolist() == ["All comments", "Electricity tariffs"]
    assert set(table["moved"]) <= {"within its interval", "beyond its interval"}
    assert "on the week before" in said(page)
    assert page.query_params["with"] == made_up.REFORM


def test_a_period_stands_against_the_one_before(
    open_page: Open, quarter: Period
) -> None:
    page = open_page(period="month", before="period")

    assert charts(page) == 1
    assert "Taken as a whole, the period stands" in said(page)
    assert page.query_params["before"] == "period"


def test_where_there_was_no_mood_before_the_page_says_so(
    open_page: Open, quarter: Period
) -> None:
    assert "there is no mood to compare with" in said(open_page(before="year"))


def test_campaigns_make_a_second_line_only_where_they_move_the_mood(
    open_page: Open, quarter: Period, loud: None
) -> None:
    page = open_page(by="day")

    assert "Dotted: without coordinated campaigns." in said(page)
    assert "coordinated campaigns moved it most" in said(page)
    assert "Dotted: with coordinated" in said(open_page(by="day", campaigns="without"))


def test_without_campaigns_there_is_one_line(open_page: Open, quarter: Period) -> None:
    assert "Dotted" not in said(open_page())


def test_what_was_not_scored_is_told_by_language(
    open_page: Open, quarter: Period
) -> None:
    assert "Comments not scored, by language: Uzbek – " in said(open_page())


def test_half_blind_steps_are_counted(open_page: Open, quarter: Period) -> None:
    assert "Half blind, with less than 90% of the hours seen: " in said(
        open_page(by="month")
    )


def test_every_step_stands_in_numbers_too(open_page: Open, quarter: Period) -> None:
    page = open_page(by="month")

    numbers = page.dataframe[len(page.dataframe) - 1].value
    assert numbers.columns.tolist()[:4] == ["when", "stands", "between", "elsewhere"]
    assert len(numbers) >= 3
