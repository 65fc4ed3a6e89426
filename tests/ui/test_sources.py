"""Sources and events: seen, tried, added, paused; events dated; files brought."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database
from streamlit.testing.v1 import AppTest

from domain.asks import HOURLY, Asked, Preview, Report, SeenPost
from domain.choices import Choice
from domain.events import Event
from domain.periods import Period
from store.asks import Asks
from store.choices import Choices
from store.events import add_event, all_events, save_events
from store.reading import KnownSource
from tests.ui.conftest import Open, said
from ui.launch import UPLOADS
from ui.roles import HERE
from ui.views.sources.dating import wrong_with
from ui.views.sources.listing import sources_frame

MongoDB = Database[dict[str, Any]]

NOW = datetime.now(UTC)

LINE = '{ kind = "telegram_web", name = "uza" },'
FOUND = Preview(
    posts=3,
    comments=2,
    newest=(SeenPost("Salom <b>dunyo</b>", NOW, 7),),
    source={"kind": "telegram_web", "name": "uza"},
    line=LINE,
)


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [each for each in page.button if each.label == label]
    return button.click().run()


def answered(database: MongoDB, kind: Asked, answer: Preview | Report | str) -> None:
    """Play the listener's part."""
    asks = Asks(database)
    ask = asks.take(now=datetime.now(UTC))
    assert ask is not None
    assert ask.kind is kind
    if isinstance(answer, str):
        asks.fail(ask.id, answer)
    else:
        asks.answer(ask.id, answer)


def test_every_source_is_shown_with_its_kind_and_state(
    open_view: Open, quarter: Period, database: MongoDB
) -> None:
    Choices(database).pause("telegram_web:gazeta", paused=True, by="a", now=NOW)

    page = open_view("sources")

    assert "We listen to **2 sources**" in said(page)
    assert "1 is paused" in said(page)
    rows = {row["name"]: row for row in page.dataframe[0].value.to_dict("records")}
    assert rows["gazeta"]["state"] == "paused"
    assert rows["energy_uz"]["state"] == "seen"
    assert rows["energy_uz"]["institution"] == "Ministry of Energy"
    assert rows["energy_uz"]["kind"] == "Telegram, by its web pages"
    assert rows["energy_uz"]["comments"] > 1_000


def test_few_comments_of_a_source_are_neither_shown_nor_saved() -> None:
    sources = [known(name) for name in ("silent", "few", "many")]
    stored = {"telegram_web:few": 4, "telegram_web:many": 5}

    table = sources_frame(sources, {}, set(), stored, k=5)

    assert table["comments"].isna().tolist() == [False, True, False]
    assert table["comments"].dropna().tolist() == [0, 5]


def known(name: str) -> KnownSource:
    return KnownSource(
        id=f"telegram_web:{name}",
        kind="telegram_web",
        name=name,
        institution="",
        official=False,
        language=None,
        last_seen_at=None,
        comments=None,
        posts=None,
    )


def test_without_sources_the_page_says_what_to_do(open_view: Open) -> None:
    assert "No source yet" in said(open_view("sources"))


def test_a_source_is_paused_and_goes_on(
    open_view: Open, quarter: Period, database: MongoDB
) -> None:
    page = press(open_view("sources"), "Pause")
    (choice,) = Choices(database).all()
    assert choice.paused

    press(page, "Go on")

    (choice,) = Choices(database).all()
    assert not choice.paused


def test_a_try_is_asked_for_and_its_answer_shown(
    open_view: Open, quarter: Period, database: MongoDB
) -> None:
    page = open_view("sources")
    page.text_input(key="try_typed").input(" uza ")
    page = press(page, "Try")
    assert "Waiting for the listener" in page.info[0].value
    (asked,) = Asks(database).latest(HERE, Asked.TRY)
    assert asked.what == {"address": "uza"}

    answered(database, Asked.TRY, FOUND)
    page.run()

    assert "Found: **3 posts**" in said(page)
    assert "fewer than 5" in said(page)
    assert page.code[0].value == LINE
    assert "Salom <b>dunyo</b>" in page.dataframe[1].value["words"].tolist()


def test_what_was_found_is_followed_at_a_press(
    open_view: Open, quarter: Period, database: MongoDB
) -> None:
    page = open_view("sources")
    page.text_input(key="try_typed").input("uza")
    press(page, "Try")
    answered(database, Asked.TRY, FOUND)
    page.run()
    page.text_input(key="institution").input("UzA")

    page = press(page, "Follow")

    settings = {**(FOUND.source or {}), "institution": "UzA", "official": False}
    assert Choices(database).all() == [Choice("telegram_web:uza", settings=settings)]
    assert "This source is followed." in page.success[0].value
    states = page.dataframe[0].value.set_index("name")["state"]
    assert states["uza"] == "not read yet"


def test_what_is_in_the_way_is_told(
    open_view: Open, quarter: Period, database: MongoDB
) -> None:
    page = open_view("sources")
    page.text_input(key="try_typed").input("https://x.uz")
    press(page, "Try")
    answered(database, Asked.TRY, "it did not answer")
    page.run()

    assert "it did not answer" in page.error[0].value


def test_too_many_tries_are_refused(
    open_view: Open, quarter: Period, database: MongoDB
) -> None:
    for _ in range(HOURLY):
        Asks(database).put(Asked.TRY, {}, by=HERE, now=datetime.now(UTC))
    page = open_view("sources")
    page.text_input(key="try_typed").input("uza")

    page = press(page, "Try")

    assert any("asked for much" in each.value for each in page.warning)


def test_who_waits_long_is_told_that_nobody_listens(
    open_view: Open, quarter: Period, database: MongoDB
) -> None:
    earlier = datetime.now(UTC) - timedelta(minutes=2)
    Asks(database).put(Asked.TRY, {"address": "uza"}, by=HERE, now=earlier)

    page = open_view("sources")

    assert any("Nobody has taken this up" in each.value for each in page.warning)


def test_an_event_is_added_and_taken_out(
    open_view: Open, quarter: Period, database: MongoDB
) -> None:
    page = open_view("sources")
    page.date_input(key="event_day").set_value(date(2026, 3, 1))
    page.text_input(key="event_title").input("  Tariflar   oshdi ")
    page.text_input(key="event_link").input("https://lex.uz/1")
    page = press(page, "Add event")

    (event,) = all_events(database)
    assert (event.day, event.title) == (date(2026, 3, 1), "Tariflar oshdi")
    assert (event.link, event.added) == ("https://lex.uz/1", True)
    assert "Added" in page.success[0].value

    page.button(key="event_out").click().run()

    assert all_events(database) == []


def test_an_event_is_told_with_its_origin(
    open_view: Open, quarter: Period, database: MongoDB
) -> None:
    save_events(database, [Event(date(2026, 1, 1), "Law")])
    add_event(database, Event(date(2026, 2, 1), "Rumour"), now=NOW)

    page = open_view("sources")

    rows = page.dataframe[1].value
    assert rows["title"].tolist() == ["Rumour", "Law"]
    assert rows["origin"].tolist() == ["added", "catalogue"]
    assert page.selectbox(key="event_chosen").options == ["1 Feb 2026: Rumour"]


@pytest.mark.parametrize(
    "title, link, fits",
    [
        ("Law", "", True),
        ("Law", "https://lex.uz", True),
        ("", "", False),
        ("Law", "javascript:alert(1)", False),
        ("Law", "lex.uz", False),
        ("Law", "https://a b", False),
        ("Law", "https://a\nb", False),
    ],
)
def test_an_event_needs_a_title_and_a_proper_link(
    title: str, link: str, fits: bool
) -> None:
    assert (wrong_with(title, link) is None) == fits


@pytest.fixture
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(UPLOADS, str(tmp_path / "uploads"))
    return tmp_path / "uploads"


def brought(page: AppTest, name: str = "fikrlar.csv") -> AppTest:
    page.file_uploader[0].upload(name, b"at,text\n", "text/csv").run()
    return press(page, "Take in")


def test_a_file_lies_where_its_owner_alone_reads_it_until_it_is_in(
    open_view: Open, quarter: Period, database: MongoDB, uploads: Path
) -> None:
    page = brought(open_view("sources"), "../fikrlar.csv")

    (file,) = uploads.rglob("*.csv")
    assert file.read_bytes() == b"at,text\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    (asked,) = Asks(database).latest(HERE, Asked.IMPORT)
    assert asked.what["name"] == "fikrlar.csv"
    assert "Waiting for the listener" in page.info[0].value


def test_what_became_of_a_file_is_told(
    open_view: Open, quarter: Period, database: MongoDB, uploads: Path
) -> None:
    page = brought(open_view("sources"))
    report = Report(10, 7, 1, 2, 0, (("no date that can be read", 2),))
    answered(database, Asked.IMPORT, report)

    page.run()

    told = "Read **10 rows**: 7 saved, 1 changed, 2 skipped as known. 2 more could not"
    assert told in said(page)
    why = page.dataframe[-1].value.to_dict("records")
    assert why == [{"why": "no date that can be read", "rows": 2}]


def test_a_file_too_many_is_not_kept(
    open_view: Open, quarter: Period, database: MongoDB, uploads: Path
) -> None:
    for _ in range(HOURLY):
        Asks(database).put(Asked.IMPORT, {}, by=HERE, now=datetime.now(UTC))

    brought(open_view("sources"))

    assert list(uploads.rglob("*.csv")) == []


def test_without_a_folder_no_file_is_taken(open_view: Open, quarter: Period) -> None:
    assert not open_view("sources").file_uploader
