"""The page of what people said, on a real MongoDB."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from domain.attitudes import Attitude, Language, Script, Verdict
from domain.comments import Comment
from domain.periods import Period
from domain.quotes import Quote, Quotes, Silent
from tests.mood.public import MongoDB, comment, crowd, speak
from tests.ui.conftest import Open, said
from tests.ui.made_up import today
from ui.explaining import EXPLAINER
from ui.files import csv_of
from ui.views.voices import told
from ui.views.voices.asked import with_words
from ui.views.voices.choosing import Choice, choice_of, query_of
from ui.views.voices.frames import quotes_frame
from ui.views.voices.marking import other_script, parts, shortened
from ui.views.voices.showing import CSS, JS, card

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> **bold** # head [a](b) "
    ":smile: :material/home: $x^2$ `code` javascript:alert(1) \u202eright =1+1"
)

UriAndDb = tuple[str, str]


def days_ago(number: int) -> date:
    return today() - timedelta(days=number)


def quote(text: str = "Narxlar oshdi", **fields: Any) -> Quote:
    given: dict[str, Any] = {
        "attitude": Attitude.AGAINST,
        "p": (0.8, 0.15, 0.05),
        "source": "telegram_web:kunuz",
        "day": date(2026, 3, 9),
        "language": "uz",
        "script": "Latn",
    }
    return Quote(text, **(given | fields))


def explained(texts: list[str]) -> list[Verdict]:
    """A scorer that is moved by each first word."""
    return [
        Verdict(
            Language.UZBEK,
            Script.LATIN,
            (0.8, 0.15, 0.05),
            why=((text.split()[0], -2.0),),
        )
        for text in texts
    ]


@pytest.fixture
def public(uri_and_db: UriAndDb, database: MongoDB) -> list[Comment]:
    """Sixty voices, of whom six speak of gas."""
    gas = [comment(500 + n, f"Qimmat gaz {n}", days_ago(3)) for n in range(6)]
    written = [*crowd(days_ago(3), against=24, neutral=15, favour=15), *gas]
    speak(uri_and_db, database, written)
    return written


def shown(page: AppTest) -> list[dict[str, Any]]:
    """The comments that the browser is told to write."""
    lists = [json.loads(each.proto.json) for each in page.get("bidi_component")]
    return [quote for each in lists for quote in each["quotes"]]


def texts(page: AppTest) -> list[str]:
    return ["".join(words for words, _ in each["parts"]) for each in shown(page)]


def test_comments_are_shown_as_the_estimate_says(
    open_view: Open, public: list[Comment]
) -> None:
    page = open_view("voices")

    assert not page.exception
    assert len(texts(page)) == 20
    assert "60" in said(page)
    against = next(each.value for each in page.subheader if "Against" in each.value)
    assert against.startswith("Against: ")


def test_a_link_shows_the_same_and_a_button_shows_others(
    open_view: Open, public: list[Comment]
) -> None:
    page = open_view("voices", seed="7")
    first = texts(page)

    page.button[0].click().run()

    assert texts(page) != first
    assert page.query_params["seed"] == "8"
    assert texts(open_view("voices", seed="7")) == first


def test_a_search_says_what_was_searched(
    open_view: Open, public: list[Comment]
) -> None:
    page = open_view("voices")

    page.text_input[0].set_value("газ").run()

    assert page.query_params["q"] == "газ"
    assert len(texts(page)) == 6
    assert "Not every comment was searched" in said(page)


def test_a_filter_keeps_the_search_and_the_lot(
    open_view: Open, public: list[Comment]
) -> None:
    page = open_view("voices", q="gaz", seed="3")

    page.selectbox(key="preset").set_value("month").run()

    assert page.query_params["period"] == "month"
    assert (page.query_params["q"], page.query_params["seed"]) == ("gaz", "3")
    assert len(texts(page)) == 6


def test_a_search_of_fewer_than_k_people_shows_nothing_and_says_why(
    open_view: Open, public: list[Comment]
) -> None:
    page = open_view("voices", q="Qimmat gaz 3")

    assert texts(page) == []
    assert "fewer than 5 people" in said(page)


def test_fewer_than_k_voices_are_not_shown_and_the_page_says_why(
    open_view: Open, uri_and_db: UriAndDb, database: MongoDB
) -> None:
    speak(uri_and_db, database, crowd(days_ago(3), against=4))

    page = open_view("voices")

    assert texts(page) == []
    assert "fewer than 5 voices" in said(page)


def test_hostile_words_reach_the_browser_as_text_alone(
    open_view: Open, uri_and_db: UriAndDb, database: MongoDB
) -> None:
    written = [comment(n, f"{HOSTILE} {n}", days_ago(3)) for n in range(1, 9)]
    speak(uri_and_db, database, written)

    page = open_view("voices")

    assert all(text.startswith(HOSTILE) for text in texts(page))
    assert HOSTILE[:20] not in said(page)


@pytest.mark.parametrize("door", ["innerHTML", "outerHTML", "insertAdjacent", "eval("])
def test_the_browser_is_never_told_to_read_markup(door: str) -> None:
    assert door not in JS
    assert "url(" not in CSS


def test_a_hostile_search_is_repeated_as_text(
    open_view: Open, public: list[Comment]
) -> None:
    page = open_view("voices", q="**x** <b>")

    assert "**x**" not in said(page)
    assert "\\*\\*x" in said(page)


def test_the_words_that_moved_a_score_are_marked(
    open_view: Open, public: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EXPLAINER, f"{__name__}:explained")

    first = shown(open_view("voices"))[0]

    assert first["parts"][0] == ["Qimmat", "against"]
    assert first["moved"] == "Towards against: Qimmat."


def test_a_score_that_the_scorer_would_not_give_now_is_not_explained() -> None:
    verdict = explained(["Qimmat"])[0]

    assert with_words(quote(), verdict).why == (("Qimmat", -2.0),)
    assert with_words(quote(attitude=Attitude.NEUTRAL), verdict).why == ()
    assert with_words(quote(), None).why == ()


def test_neither_author_nor_time_nor_id_goes_to_the_browser(
    open_view: Open, public: list[Comment]
) -> None:
    page = open_view("voices")

    sent = "".join(each.proto.json for each in page.get("bidi_component"))

    assert not [each for each in public if each.author and each.author in sent]
    assert "telegram:100" not in sent
    assert ":00" not in sent


@pytest.mark.parametrize(
    "text, why, cut",
    [
        (
            "Gaz, qimmat!",
            [("qimmat", -1.0)],
            [("Gaz, ", ""), ("qimmat", "against"), ("!", "")],
        ),
        ("a  b\nc", [], [("a  b\nc", "")]),
        ("yaxshi", [("yaxshi", 1.0)], [("yaxshi", "in_favour")]),
        ("", [("x", 1.0)], []),
    ],
    ids=["without its signs", "nothing moved it", "all of it", "no words"],
)
def test_a_text_is_cut_where_words_moved_it(
    text: str, why: list[tuple[str, float]], cut: list[tuple[str, str]]
) -> None:
    assert parts(text, why) == cut
    assert "".join(words for words, _ in cut) == text


def test_uzbek_is_shown_in_its_other_script_with_its_own_letters() -> None:
    assert other_script([("Oʻzbek gʻisht", "")], "Latn") == [("Ўзбек ғишт", "")]
    assert other_script([("Ўзбек санъат", "")], "Cyrl") == [("Oʻzbek sanʼat", "")]
    assert other_script([("mixed", "")], "mixed") == []


def test_only_uzbek_has_another_script() -> None:
    assert card(quote("Дорого", language="ru", script="Cyrl"), {})["other"] == []
    assert card(quote(), {})["turn"] == "In Cyrillic"


def test_a_card_tells_source_day_post_and_campaign() -> None:
    lines = card(
        quote(post="Tariflar " * 60, like_it=79), {"telegram_web:kunuz": "Kun.uz"}
    )["under"]

    assert lines[:2] == [
        "Against 80% · Neutral 15% · In favour 5%",
        "Kun.uz · 9 Mar 2026",
    ]
    assert lines[2].endswith("Tariflar …”")
    assert "79 more like it" in lines[3]


@pytest.mark.parametrize("text", ["a" * 900, "so " * 300])
def test_a_long_comment_is_shown_to_a_whole_word(text: str) -> None:
    short = shortened(text, 700)

    assert len(short) <= 702
    assert short.endswith(" …")


@pytest.mark.parametrize(
    "query, choice",
    [
        ({"seed": ["7"], "q": [" gaz  narxi "]}, Choice(7, "gaz narxi")),
        ({"seed": ["-1"]}, Choice()),
        ({"seed": ["²"]}, Choice()),
        ({"seed": ["9" * 5000]}, Choice()),
        ({"q": ["a" * 500]}, Choice(0, "a" * 80)),
    ],
)
def test_an_address_asks_for_a_lot_and_words(
    query: dict[str, list[str]], choice: Choice
) -> None:
    assert choice_of(query) == choice
    assert choice_of(query_of(choice)) == choice


def test_what_is_saved_is_what_is_shown_and_safe_to_open() -> None:
    table = quotes_frame([quote("=HYPERLINK(1)")], {})

    assert b"'=HYPERLINK" in csv_of(table)
    assert not {"id", "author", "at"} & set(table.columns)


@pytest.mark.parametrize("silent", list(Silent))
def test_every_silence_has_its_reason(silent: Silent) -> None:
    day = date(2026, 3, 9)
    found = Quotes(None, silent=silent)

    heading, sentence = told.why_none(found, Period(day, day), "gaz", 5)

    assert heading
    assert sentence.endswith(".")
