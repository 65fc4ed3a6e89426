"""The page of mood, run without a browser on a real MongoDB."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database
from streamlit.testing.v1 import AppTest

from domain.periods import Period
from domain.sources import Kind, Source
from tests.ui import made_up
from tests.ui.conftest import Open, said

HOSTILE = Source(
    Kind.TELEGRAM_WEB, "hostile", institution="<script>alert(1)</script> **bold**"
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
    assert page.dataframe[0].value["Source"][0].startswith("<script>")


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

    assert labels == ["CSV", "Parquet", "PNG"]
