"""The overview page, run without a browser on a real MongoDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from pymongo.database import Database
from streamlit.testing.v1 import AppTest

from domain.periods import Period
from domain.sources import Kind, Source
from tests.ui import made_up
from ui.launch import SCRIPT

Open = Callable[..., AppTest]

HOSTILE = Source(
    Kind.TELEGRAM_WEB, "hostile", institution="<script>alert(1)</script> **bold**"
)


@pytest.fixture
def open_page(
    uri_and_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Open]:
    """Opens the page with the query given."""
    uri, name = uri_and_db
    monkeypatch.setenv("MONGODB_URI", uri)
    monkeypatch.setenv("MONGODB_DB", name)
    monkeypatch.chdir(tmp_path)

    def opened(**query: str | list[str]) -> AppTest:
        page = AppTest.from_file(str(SCRIPT), default_timeout=30)
        for key, value in query.items():
            page.query_params[key] = value
        return page.run()

    yield opened
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def quarter(uri_and_db: tuple[str, str], database: Database[dict[str, Any]]) -> Period:
    """Ninety days until today, five of them blacked out."""
    period = made_up.period_before(made_up.today(), 90)
    off = period.first + timedelta(days=40)
    made_up.fill(
        uri_and_db, database, period, blackout=Period(off, off + timedelta(days=4))
    )
    return period


def said(page: AppTest) -> str:
    """All words of the page."""
    parts = [page.title, page.subheader, page.markdown, page.caption]
    parts += [page.warning, page.error]
    return "\n".join(element.value for part in parts for element in part)


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
    page = open_page(reform="gone", source="gone", by="hour", **{"from": "yesterday"})

    assert not page.exception
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
