"""What is saved is noted, with who saved it, before it is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database
from streamlit.testing.v1 import AppTest

from domain.attitudes import Attitude
from domain.audit import Act, Line
from domain.audit import View as Noted
from domain.errors import StoreError
from domain.events import Event
from domain.labels import Said
from domain.periods import Period, day_of
from domain.terms import Term, Terms
from store.audit import Audit
from store.events import save_events
from store.terms import TermsDoor
from tests.mood.public import crowd, speak
from tests.ui import letters, public
from tests.ui.browsing import PAGES
from tests.ui.conftest import VIEW
from tests.ui.made_up import REFORM
from tests.ui.test_label import NOW, THEN, button, seated
from tests.ui.test_roles import AUTH, READER
from tests.ui.test_views import campaign
from ui import exports
from ui.views.label.turns import ANSWERS
from ui.views.reforms.standings import shown_period

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


def test_what_is_compared_is_noted_with_it(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    open_view("mood", by="month", before="period", **{"with": REFORM})
    file = next(name for name in offered if "mood-compared" in name)

    pressed(offered[file])

    (line,) = lines(database)
    assert line.view
    assert (line.view.compare, line.view.before) == ((REFORM,), "period")


def of_file(
    offered: dict[str, Make], database: MongoDB, name: str
) -> tuple[str, Noted]:
    """What the file of a table is called, and the view that was noted of it."""
    (file,) = (each for each in offered if re.search(rf"-{name}-.*csv$", each))
    pressed(offered[file])
    (line,) = lines(database)
    assert line.view
    assert file.endswith(f"-{line.view.first}-{line.view.last}.csv")
    return file, line.view


def test_reforms_are_saved_with_the_days_that_are_drawn(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    open_view("reforms", by="day")

    _file, noted = of_file(offered, database, "reforms")

    drawn = shown_period(quarter, "day")
    assert (noted.first, noted.last) == (drawn.first, drawn.last)


def test_words_of_a_reform_are_saved_with_their_own_days_and_no_filter(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    first, last = date(2026, 5, 1), date(2026, 5, 31)
    words = (Term("qimmat", Attitude.AGAINST, 40, 9, 5.0),)
    TermsDoor(database).save(REFORM, Terms(first, last, 2_000, words), now=NOW)
    open_view("reform", reform=REFORM, language="uz")

    _file, noted = of_file(offered, database, "reform-words")

    assert noted == Noted(first, last, REFORM, campaigns=False)


def test_lasting_changes_are_saved_as_of_people_alone(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    open_view("reform", reform=REFORM)

    _file, noted = of_file(offered, database, "reform-changes")

    assert not noted.campaigns


def test_voices_are_saved_with_the_days_whose_words_are_kept(
    open_view: View,
    quarter: Period,
    uri_and_db: tuple[str, str],
    offered: dict[str, Make],
    database: MongoDB,
) -> None:
    spoke = quarter.last - timedelta(days=3)
    written = crowd(spoke, against=24, neutral=15, favour=15)
    speak(uri_and_db, database, written)
    open_view("voices", period="all")

    _file, noted = of_file(offered, database, "voices")

    assert noted.first == spoke


def test_campaigns_are_saved_without_the_reform_that_is_chosen(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    database["campaigns"].insert_one(campaign("loud", 7, datetime.now(UTC)))
    open_view("campaigns", reform=REFORM)

    file, noted = of_file(offered, database, r"campaigns-\d{4}")

    assert noted.reform is None
    assert any("campaigns-mood-electricity" in each for each in offered)
    assert "electricity" not in file


def test_a_letter_is_noted_with_its_week(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    letters.keep(database)
    open_view("letters")

    pressed(next(iter(offered.values())))

    (line,) = lines(database)
    assert line.view
    assert line.view.first == letters.MONDAY
    assert line.view.last == letters.MONDAY + timedelta(days=6)


def test_what_is_so_today_is_saved_as_of_today(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    open_view("sources")

    _file, noted = of_file(offered, database, "sources")

    assert noted.first == noted.last == day_of(datetime.now(UTC))


def test_events_are_saved_with_the_days_from_the_first_to_the_last(
    open_view: View, quarter: Period, offered: dict[str, Make], database: MongoDB
) -> None:
    first, last = date(2019, 3, 1), date(2026, 3, 1)
    save_events(database, [Event(last, "Act 204"), Event(first, "Act 7")])
    open_view("sources")

    _file, noted = of_file(offered, database, "events")

    assert (noted.first, noted.last) == (first, last)


def test_moments_are_saved_with_the_name_of_their_clock(
    open_view: View, quarter: Period, offered: dict[str, Make]
) -> None:
    open_view("coverage")
    file = next(each for each in offered if re.search(r"-coverage-\d.*csv$", each))

    head = pressed(offered[file]).decode("utf-8-sig").splitlines()[0]

    assert head.startswith("start_tashkent,end_tashkent,")


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
