"""Who sees what: strangers nothing, readers no control that writes."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from pymongo.database import Database
from streamlit import config
from streamlit.testing.v1 import AppTest

from domain.periods import Period
from domain.settings import AppSettings
from domain.sign_in import AuthSettings
from tests.ui.browsing import PAGES
from tests.ui.conftest import VIEW, Open, said
from ui.launch import SCRIPT

AUTH = AuthSettings(
    client_id="kayfiyat",
    server_metadata_url="https://id.example.uz/.well-known/openid-configuration",
    redirect_uri="https://mood.example.uz/oauth2callback",
    readers=("reader@example.uz",),
    analysts=("Analyst@example.uz",),
)

SIGNED_OUT = {"is_logged_in": False}
STRANGER = {"is_logged_in": True, "email": "stranger@example.uz"}
UNVERIFIED = {
    "is_logged_in": True,
    "email": "analyst@example.uz",
    "email_verified": False,
}
STRANGERS: list[dict[str, Any]] = [SIGNED_OUT, {}, STRANGER, UNVERIFIED]
READER = {"is_logged_in": True, "email": "READER@example.uz", "email_verified": True}
ANALYST = {"is_logged_in": True, "email": "analyst@EXAMPLE.uz"}

NOT_AMONG = "You are signed in, but your address is not among those"

WRITING = {"Try", "Pause", "Go on", "Take out", "Add event", "Take in", "Draw"}
"""What stands on the buttons that write."""


@pytest.fixture
def locked(served_from: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app demands a sign-in."""
    monkeypatch.setenv("KAYFIYAT_AUTH", AUTH.model_dump_json())


def app(user: dict[str, Any]) -> AppTest:
    page = AppTest.from_file(str(SCRIPT), default_timeout=60)
    page.user = dict(user)
    return page.run()


def view(name: str, user: dict[str, Any]) -> AppTest:
    page = AppTest.from_string(VIEW.format(name=name), default_timeout=60)
    page.user = dict(user)
    return page.run()


def test_every_page_is_closed_to_strangers(locked: None, quarter: Period) -> None:
    for name, user in product(PAGES, STRANGERS):
        page = view(name, user)

        assert not page.exception, name
        assert not page.dataframe, name
        assert len(page.markdown) == 1, name
        assert [each.value for each in page.title] in ([], ["Kayfiyat"]), name
        assert {each.label for each in page.button} <= {"Sign in", "Sign out"}, name


def test_who_is_not_signed_in_is_asked_to(locked: None, quarter: Period) -> None:
    page = app(SIGNED_OUT)

    assert "Sign in to go on" in said(page)
    assert [each.label for each in page.button] == ["Sign in"]


@pytest.mark.parametrize("user", [STRANGER, UNVERIFIED])
def test_who_is_not_on_the_list_sees_one_sentence(
    locked: None, quarter: Period, user: dict[str, Any]
) -> None:
    page = app(user)

    assert said(page).startswith(NOT_AMONG)
    assert len(said(page).splitlines()) == 1


@pytest.mark.parametrize("user", [READER, ANALYST])
def test_who_is_on_the_list_sees_the_mood(
    locked: None, quarter: Period, user: dict[str, Any]
) -> None:
    assert "Public mood" in said(app(user))


def test_a_reader_sees_sources_and_no_control_that_writes(
    locked: None, quarter: Period, database: Database[dict[str, Any]]
) -> None:
    page = view("sources", READER)

    assert "We listen to **3 sources**" in said(page)
    assert [each.label for each in page.button] == []
    assert not page.text_input
    assert not page.file_uploader


def test_a_reader_sees_every_page_and_brings_nothing(
    locked: None, quarter: Period
) -> None:
    for name in PAGES:
        page = view(name, READER)

        assert not page.exception, name
        assert len(page.title) == 1, name
        assert not page.file_uploader, name
        assert {each.label for each in page.button}.isdisjoint(WRITING), name


def test_an_analyst_sees_the_controls(locked: None, quarter: Period) -> None:
    labels = {each.label for each in view("sources", ANALYST).button}

    assert {"Try", "Pause", "Add event"} <= labels


def test_a_reader_who_presses_what_an_analyst_saw_changes_nothing(
    locked: None, quarter: Period, database: Database[dict[str, Any]]
) -> None:
    page = view("sources", ANALYST)
    page.user = dict(READER)

    page.button(key="pause").click().run()

    assert database.choices.count_documents({}) == 0


def test_on_this_machine_nobody_signs_in(open_page: Open, quarter: Period) -> None:
    page = open_page()

    assert "Public mood" in said(page)
    assert "Sign out" not in {each.label for each in page.button}


@pytest.mark.parametrize("address", ["", "0.0.0.0", "::", "10.0.0.7"])
def test_started_by_hand_beyond_this_machine_it_refuses_in_a_sentence(
    open_page: Open, quarter: Period, address: str
) -> None:
    config.set_option("server.address", address)
    page = open_page()

    assert not page.title
    assert not page.markdown
    (sentence,) = [each.value.replace("\\", "") for each in page.error]
    assert f"reaches {repr(address) if address else 'this machine'}, " in sentence


def test_started_by_hand_it_opens_where_only_this_machine_reaches_it(
    open_page: Open, quarter: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAYFIYAT_APP", AppSettings(only_here=True).model_dump_json())
    config.set_option("server.address", "")

    assert "Public mood" in said(open_page())
