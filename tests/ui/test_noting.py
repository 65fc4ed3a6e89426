"""What is saved is noted, with who saved it, before it is given."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pymongo.database import Database
from streamlit.testing.v1 import AppTest

from domain.audit import Act, Line
from domain.errors import StoreError
from domain.labels import Said
from domain.periods import Period
from store.audit import Audit
from tests.ui import public
from tests.ui.browsing import PAGES
from tests.ui.conftest import VIEW
from tests.ui.test_label import NOW, THEN, button, seated
from tests.ui.test_roles import AUTH, READER
from ui import exports
from ui.views.label.turns import ANSWERS

MongoDB = Database[dict[str, Any]]
Make = Callable[[], bytes]
View = Callable[..., AppTest]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Make]:
    """What the buttons of a page give, by their files' names."""
    found: dict[str, Make] = {}

    def offer(_label: str, make: Make, file: str, _mime: str, *, key: str) -> None:
        assert key
        found[file] = make

    monkeypatch.setattr(exports, "_offer", offer)
    return found


def pressed(make: Make) -> bytes:
    """As Streamlit does it: in a thread of its own, after the page was drawn."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(make).result()


def lines(database: MongoDB) -> list[Line]:
    return Audit(database).lines()


def test_a_file_is_noted_with_what_was_chosen(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    open_view("mood", period="month", language="ru", campaigns="no")
    file = next(name for name in offered if name.endswith(".csv"))
    assert lines(database) == []

    rows = pressed(offered[file]).count(b"\r\n") - 1

    (line,) = lines(database)
    assert (line.what, line.of, line.form) == (Act.EXPORT, "mood", "csv")
    assert (line.by, line.number) == ("this machine", rows)
    assert line.view
    assert f"{line.view.first}-{line.view.last}" in file
    assert line.view.languages == ("ru",)


def test_who_saved_it_is_who_signed_in(
    served_from: None,
    quarter: Period,
    offered: dict[str, Make],
    database: MongoDB,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KAYFIYAT_AUTH", AUTH.model_dump_json())
    page = AppTest.from_string(VIEW.format(name="coverage"), default_timeout=60)
    page.user = dict(READER)
    page.run()

    pressed(next(iter(offered.values())))

    assert [each.by for each in lines(database)] == ["reader@example.uz"]


def test_every_file_of_every_page_is_noted(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    for page in PAGES:
        open_view(page)
    tables = [make for name, make in offered.items() if name.endswith(".csv")]

    for make in tables:
        pressed(make)

    assert len(lines(database)) == len(tables) >= len(PAGES) // 2


def test_what_cannot_be_noted_is_not_given(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    open_view("coverage")
    database.command("collMod", "audit", validator={"no": "line"})

    for make in offered.values():
        with pytest.raises(StoreError):
            pressed(make)


def test_labels_are_counted_in_one_line_without_the_labellers_words(
    open_view: View, uri_and_db: tuple[str, str], database: MongoDB
) -> None:
    public.draw(database, public.speak(uri_and_db, database, 60, at=THEN), 40, now=NOW)
    page = seated(open_view("label"))
    against = ANSWERS[Said.AGAINST][0]

    for _ in range(3):
        button(page, against).click().run()
    button(page, "Take back the last").click().run()

    (line,) = lines(database)
    assert (line.what, line.by) == (Act.LABELS, "this machine")
    assert (line.number, line.withdrawn) == (3, 1)
    assert line.of == database.draws.distinct("_id")[0]
