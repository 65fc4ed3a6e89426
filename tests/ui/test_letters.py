"""The page of letters: which week, in whose language, and how far the sending is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.deliveries import Delivery, Message
from domain.letters import Edition
from shown import words
from shown.speech import TONGUES
from store.deliveries import Deliveries
from store.digests import Digests
from tests.ui.conftest import Open, said
from tests.ui.letters import MONDAY, PNG, WRITTEN, MongoDB, edition, keep
from ui.views.letters import choosing, framing, paper

BEFORE = MONDAY - timedelta(weeks=1)

AGES_AGO = date(1999, 1, 4)


def put(database: MongoDB, *readers: str, week: date = MONDAY) -> Deliveries:
    """Readers' copies of a letter wait to be sent."""
    deliveries = Deliveries(database)
    copies = (
        Delivery(f"letter|{week}|{to}", Message.LETTER, to, {"week": f"{week}"})
        for to in readers
    )
    deliveries.put(copies, due_at=WRITTEN)
    Digests(database).addressed(week, now=WRITTEN)
    return deliveries


def test_before_the_first_letter_the_page_says_when_it_is_due(open_view: Open) -> None:
    page = open_view("letters")

    assert "No letter has been written yet" in said(page)
    assert "08:00, Tashkent time" in said(page)


def test_the_hour_of_the_settings_counts(
    open_view: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAYFIYAT_LETTER", '{"at": "09:30"}')

    assert "09:30, Tashkent time" in said(open_view("letters"))


@pytest.mark.parametrize("tag", TONGUES)
def test_the_letter_is_shown_in_the_language_of_the_app(
    open_view: Open, database: MongoDB, tag: str
) -> None:
    keep(database)

    page = open_view("letters", lang=tag)

    assert page.subheader[0].value == words.plain(f"[{tag}] **Mood** −9")
    assert not page.info


def test_a_letter_that_was_not_written_in_it_is_shown_in_another_and_says_so(
    open_view: Open, database: MongoDB
) -> None:
    keep(database, editions={"ru": edition("ru")})

    page = open_view("letters", lang="en")

    assert page.subheader[0].value.startswith(r"\[ru\]")
    assert page.info[0].value.endswith("here it is in Русский.")


def test_the_latest_is_shown_unless_the_address_asks_for_another(
    open_view: Open, database: MongoDB
) -> None:
    for week in (BEFORE, MONDAY):
        keep(database, week)

    assert open_view("letters").selectbox(key=choosing.WEEK).value == MONDAY
    asked = open_view("letters", week=f"{BEFORE}")
    assert asked.selectbox(key=choosing.WEEK).value == BEFORE
    unknown = open_view("letters", week="never")
    assert unknown.selectbox(key=choosing.WEEK).value == MONDAY


def test_the_week_that_is_chosen_stands_in_the_address(
    open_view: Open, database: MongoDB
) -> None:
    for week in (BEFORE, MONDAY):
        keep(database, week)
    page = open_view("letters")
    assert "week" not in page.query_params

    page.selectbox(key=choosing.WEEK).set_value(BEFORE).run()

    assert page.query_params["week"] == f"{BEFORE}"
    assert page.selectbox(key=choosing.WEEK).value == BEFORE


def test_a_letter_that_nobody_is_sent_is_of_the_archive(
    open_view: Open, database: MongoDB
) -> None:
    keep(database)

    page = open_view("letters")

    assert "It was not sent" in said(page)
    assert "not in the public archive" in said(page)
    assert not page.metric


def test_copies_are_counted_as_they_stand_and_nobody_is_named(
    open_view: Open, database: MongoDB
) -> None:
    keep(database, public=True)
    deliveries = put(database, "r1", "r2", "r3", "r4", "r5", "r6")
    put(database, "r1", week=AGES_AGO)
    for end in ("sent", "refuse", "drop", "take"):
        taken = deliveries.take(by="a", now=WRITTEN)
        assert taken
        if end == "sent":
            deliveries.sent(taken.id, by="a", now=WRITTEN)
        elif end == "refuse":
            deliveries.refuse(taken.id, by="a", error="550 5.1.1")
        elif end == "drop":
            deliveries.drop(taken.id, by="a")

    page = open_view("letters")

    told = {each.label: each.value for each in page.metric}
    assert told == {"Sent": "1", "Waiting": "3", "Refused": "1", "In doubt": "0"}
    assert page.metric[0].delta == "of 6 copies"
    assert "1 copy was not sent any more" in said(page)
    assert "sending began: 23 Nov 2026, 08:00 · in the public archive" in said(page)
    assert not any(f"r{number}" in said(page) for number in range(1, 7))


def test_a_letter_that_nobody_asked_for_has_no_figures(
    open_view: Open, database: MongoDB
) -> None:
    keep(database)
    put(database)

    page = open_view("letters")

    assert "Nobody was to get it" in said(page)
    assert not page.metric


def test_all_letters_stand_in_a_table_the_latest_first(
    open_view: Open, database: MongoDB
) -> None:
    for week in (BEFORE, MONDAY):
        keep(database, week)
    put(database)

    page = open_view("letters")

    latest, first = page.dataframe[0].value.to_dict("records")
    assert latest == {
        "week": "16–22 Nov 2026",
        "subject": "[en] **Mood** −9",
        "written": "23 Nov 2026, 08:00",
        "began": "23 Nov 2026, 08:00",
    }
    assert (first["week"], first["began"]) == ("9–15 Nov 2026", "–")


def test_the_policy_stands_before_all_that_a_letter_says() -> None:
    hostile = edition(html="<script>x</script><head><meta charset=utf-7>")

    for page in (paper.page(hostile).decode(), paper.framed(hostile)):
        assert page.startswith(paper.HEAD)
        assert page.index("default-src 'none'") < page.index("<script>")


def test_pictures_are_in_the_page_and_nothing_is_fetched() -> None:
    html = '<img src="cid:line@x" alt="a"><img src="cid:lost@x">'

    page = paper.page(edition(html=html)).decode()

    assert 'src="data:image/png;base64,iVBORw0KGgo=" alt="a"' in page
    assert "cid:" not in page


def test_the_text_begins_with_its_subject() -> None:
    letter = Edition("Kayfiyat", "", "Oʻzgarish yoʻq.\n", {"line@x": PNG})

    assert paper.text(letter).decode() == "Kayfiyat\n\nOʻzgarish yoʻq.\n"
    assert paper.text(replace(letter, text="")) == b"Kayfiyat\n\n"


def test_the_frame_has_neither_scripts_nor_our_origin() -> None:
    denied = {"allow-scripts", "allow-same-origin", "allow-forms", "allow-modals"}

    assert denied.isdisjoint(framing.SANDBOX.split())
    assert not any(each.startswith("allow-top") for each in framing.SANDBOX.split())
