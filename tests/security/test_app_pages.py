"""Hostile names and hostile addresses: what each page of the app makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo import monitoring
from pymongo.database import Database
from streamlit.testing.v1 import AppTest

from domain.asks import Asked, Preview, Report, SeenPost
from domain.events import Event
from domain.periods import Period
from domain.reforms import Reform
from domain.sources import Kind, Source
from shown.words import plain
from store.asks import Asks
from store.clients import OPTIONS
from store.events import add_event, save_events
from store.reforms import save_titles
from tests.ui import letters, made_up
from tests.ui.browsing import CHROMIUM, PAGES, chromium, opened, served
from tests.ui.conftest import Open, open_view, quarter, served_from
from ui.filters import KEYS
from ui.roles import HERE

__all__ = ["open_view", "quarter", "served_from"]

MongoDB = Database[dict[str, Any]]

NAME = (
    "zq[x](http://e.uz)![i](http://e.uz/i.png)<b onclick=alert(1)>**b**:red[r]"
    ":material/delete::streamlit:$a^2$`c`~~s~~ https://e.uz/a www.e.uz a@e.uz"
)
"""All that Streamlit's Markdown knows, and would make something of."""

MADE_INTO = "a[href*='e.uz'], b, code, del, img, .katex, [aria-label='delete icon']"

PLAIN = {
    *(("Selectbox", "options"), ("Selectbox", "raw_value"), ("MultiSelect", "options")),
    ("MultiSelect", "raw_values"),
    *(("Code", "code_text"), ("VegaLiteChart", "alt")),
}
"""Where Streamlit shows words as words."""

QUERY = (*KEYS, "order", "week", "rank", "rows", "weights", "q", "seed", "lang")

WANTED = ["zq$ne", '{"$gt": "zq"}', "$zq", "zq' || '1'=='1", "zq\0"]
"""What an address asks for: as PHP and JSON would have it, and as MongoDB would."""


@pytest.fixture
def hostile(uri_and_db: tuple[str, str], database: MongoDB) -> None:
    """Whatever comes from outside and has a name is called ``NAME``."""
    period = made_up.period_before(made_up.today(), 60)
    source = Source(Kind.TELEGRAM_WEB, "hostile", institution=NAME, official=True)
    made_up.fill(uri_and_db, database, period, sources=(source, *made_up.SOURCES))
    day, now = period.first + timedelta(days=30), datetime.now(UTC)
    save_events(database, [Event(day, NAME), Event(day, NAME, made_up.REFORM)])
    link = "https://e.uz/?zq"
    add_event(database, Event(day, f"{NAME}2", link=link, added=True), now=now)
    titles = {"en": NAME, "uz-Latn": NAME, "uz-Cyrl": NAME, "ru": NAME}
    area = {"zq": titles}
    save_titles(database, [_reform(titles)], area, area)
    database["campaigns"].insert_one(_campaign(source.id, now))
    _ask(database, Asked.TRY, {"address": NAME}, _found(now), now)
    brought = {"token": "a" * 32, "name": NAME}
    _ask(database, Asked.IMPORT, brought, Report(1, 1, 0, 2, 0, ((NAME, 2),)), now)
    letters.keep(database)


def _reform(titles: dict[str, str]) -> Reform:
    return Reform(made_up.REFORM, titles, areas=("zq",))


def _campaign(source: str, now: datetime) -> dict[str, Any]:
    words = [[word, 9] for word in NAME.split()]
    return {
        "_id": "loud",
        "first_at": now - timedelta(hours=30),
        "last_at": now - timedelta(hours=20),
        "sources": [source],
        "comments": 12,
        "authors": 9,
        "words": words,
    }


def _found(now: datetime) -> Preview:
    return Preview(
        posts=1,
        comments=1,
        newest=(SeenPost(NAME, now, 7),),
        source={"kind": "telegram_web", "name": NAME},
        line=NAME,
        note=NAME,
        robots=NAME,
    )


def _ask(
    database: MongoDB, kind: Asked, what: dict[str, str], answer: Any, now: datetime
) -> None:
    asks = Asks(database)
    asks.put(kind, what, by=HERE, now=now)
    taken = asks.take(now=now)
    assert taken is not None
    asks.answer(taken.id, answer)


Text = tuple[tuple[str, str], str]
"""With the kind of element and the field in which it stands."""


def texts(element: Any) -> Iterator[Text]:
    """All texts of an element that are sent to the browser."""
    for field, value in element.ListFields():
        for one in value if field.is_repeated else [value]:
            if isinstance(one, str):
                yield (type(element).__name__, field.name), one
            elif hasattr(one, "ListFields"):
                yield from texts(one)


def sent(page: AppTest) -> Iterator[Text]:
    for node in page._tree:
        if (element := getattr(node, "proto", None)) is not None:
            yield from texts(element)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_takes_a_name_for_markup(
    open_view: Open, hostile: None, name: str
) -> None:
    page = open_view(name, reform=made_up.REFORM, source="telegram_web:hostile")

    assert not page.exception
    places = {place for place, text in sent(page) if NAME[:4] in text}
    assert places <= PLAIN


def test_the_pages_that_are_full_of_names_show_them(
    open_view: Open, hostile: None
) -> None:
    """Else the test above would prove nothing."""
    for name in ("mood", "reforms", "sources"):
        shown = [text for _place, text in sent(open_view(name))]
        assert any(plain(NAME) in text for text in shown), name


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_a_browser_makes_nothing_of_a_name(
    hostile: None, uri_and_db: tuple[str, str], tmp_path: Path
) -> None:
    """Streamlit makes links, icons and its logo also of words that are escaped."""
    with served(*uri_and_db, tmp_path) as address, chromium() as browser:
        for path in ("/?source=telegram_web:hostile", "/reforms"):
            page, wrong = opened(browser, f"{address}{path}")
            main = page.locator("[data-testid=stMain]")
            said = main.inner_text().replace("\u2060", "")
            assert NAME in said
            assert said.count("zq[") == said.count(NAME)
            assert main.locator(MADE_INTO).count() == 0, main.inner_html()
            assert wrong == []


class Heard(monitoring.CommandListener):
    """All that MongoDB is asked, as it goes over the wire."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.said.append(str(event.command))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


@pytest.mark.parametrize("name", PAGES)
def test_nothing_that_an_address_makes_up_reaches_mongodb(
    open_view: Open,
    quarter: Period,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    heard = Heard()
    monkeypatch.setitem(OPTIONS, "event_listeners", [heard])
    made_up_keys = {f"{key}[$ne]": WANTED for key in KEYS}

    page = open_view(name, **dict.fromkeys(QUERY, WANTED), **made_up_keys)

    assert not page.exception
    assert heard.said
    assert [each for each in heard.said if "zq" in each] == []
