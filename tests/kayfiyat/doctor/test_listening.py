"""What the listener needs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from kayfiyat.doctor.findings import State
from kayfiyat.doctor.listening import contact, sources, telegram, youtube
from store.choices import Choices
from tests.kayfiyat.doctor.worlds import NOON, OK, WARNING, WRONG, a_world, says

WEB = {"kind": "telegram_web", "name": "kun", "institution": "Kun", "official": True}
BY_ACCOUNT = {**WEB, "kind": "telegram"}
GIVEN = {"api_id": 1, "api_hash": "hash"}


def a_session(path: Path, key: bytes) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("create table sessions (dc_id integer, auth_key blob)")
        file.execute("insert into sessions values (2, ?)", [key])
        file.commit()


@pytest.mark.parametrize(
    "told, state, word",
    [
        ([], WARNING, "kayfiyat init"),
        ([WEB], OK, "1 of them official"),
        ([WEB, BY_ACCOUNT], WARNING, "two of one name: kun"),
        ([{**WEB, "institution": ""}], WARNING, "institution"),
        ([{**WEB, "official": False}], WARNING, "none of them official"),
    ],
)
def test_sources_are_named_once_and_flagged(
    tmp_path: Path, told: list[dict[str, Any]], state: State, word: str
) -> None:
    assert says(sources(a_world(tmp_path, sources=told), None), state, word)


def test_sources_of_the_app_count_too(
    tmp_path: Path, database: Database[dict[str, Any]]
) -> None:
    Choices(database).add("telegram_web:kun", WEB, by="me", now=NOON)

    assert says(sources(a_world(tmp_path), database), OK, "1 followed")


def test_the_owners_of_the_sites_should_find_us(tmp_path: Path) -> None:
    with_one = a_world(tmp_path, listener={"contact": "us@example.org"})

    assert says(contact(with_one), OK)
    assert says(contact(a_world(tmp_path)), WARNING, "listener.contact")


@pytest.mark.parametrize(
    "told, followed, state, word",
    [
        ({}, [WEB], OK, "no account"),
        ({}, [BY_ACCOUNT], WRONG, "kun"),
        ({"api_id": 1}, [], WRONG, "api_hash"),
        (GIVEN, [], WARNING, "kayfiyat login"),
        (GIVEN, [BY_ACCOUNT], WRONG, "kayfiyat login"),
    ],
)
def test_an_account_needs_its_login(
    tmp_path: Path,
    told: dict[str, Any],
    followed: list[dict[str, Any]],
    state: State,
    word: str,
) -> None:
    world = a_world(tmp_path, telegram=told, sources=followed)

    assert says(telegram(world), state, word)


def test_a_session_with_a_key_is_one(tmp_path: Path) -> None:
    a_session(tmp_path / "telegram.session", b"key")

    assert says(telegram(a_world(tmp_path, telegram=GIVEN)), OK, "session")


def test_a_login_broken_off_is_no_session(tmp_path: Path) -> None:
    a_session(tmp_path / "telegram.session", b"")

    assert says(telegram(a_world(tmp_path, telegram=GIVEN)), WARNING, "login")


def test_a_file_that_is_no_session_is_none(tmp_path: Path) -> None:
    (tmp_path / "telegram.session").write_text("no database")

    assert says(telegram(a_world(tmp_path, telegram=GIVEN)), WARNING, "login")


def test_youtube_needs_its_key(tmp_path: Path) -> None:
    channel = {"kind": "youtube", "name": "uz", "url": "https://youtube.com/channel/UC"}
    without = a_world(tmp_path, sources=[channel])
    with_one = a_world(tmp_path, sources=[channel], youtube={"key": "geheim"})

    assert says(youtube(a_world(tmp_path)), OK, "no channel")
    assert says(youtube(without), WRONG, "youtube.key")
    assert says(youtube(with_one), OK, "there is a key")
