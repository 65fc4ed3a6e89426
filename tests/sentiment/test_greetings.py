"""Greetings move nothing; thanks and blessings do."""

from __future__ import annotations

import pytest

from domain.attitudes import Attitude
from sentiment.greetings import without_greeting
from sentiment.scorer import Scorer


@pytest.mark.parametrize(
    "text, left",
    [
        ("Assalomu alaykum, gaz yo'q", "gaz yo'q"),
        ("Ассалому алайкум! Газ йўқ", "Газ йўқ"),
        ("Здравствуйте. Почему нет света?", "Почему нет света?"),
        ("Navro‘z muborak!!! 🎉 Soliq kamaysin", "Soliq kamaysin"),
        ("С днем независимости, друзья", "друзья"),
        ("Hello! The queue is long", "The queue is long"),
        ("Salomat bo'ling", "Salomat bo'ling"),
        ("Rahmat sizlarga", "Rahmat sizlarga"),
        ("Gaz yo'q, salom", "Gaz yo'q, salom"),
        ("", ""),
    ],
)
def test_a_greeting_at_the_beginning_is_taken_off(text: str, left: str) -> None:
    assert without_greeting(text) == left


@pytest.mark.parametrize(
    "text",
    ["Assalomu alaykum!", "Ассалому алайкум", "С праздником! 🎉", "Good morning!"],
)
def test_a_comment_that_only_greets_is_neutral(scorer: Scorer, text: str) -> None:
    assert scorer.predict([text])[0].attitude is Attitude.NEUTRAL


@pytest.mark.parametrize(
    "text",
    [
        "Alloh rozi bo'lsin",
        "Аллоҳ рози бўлсин",
        "Katta rahmat sizlarga",
        "Дай бог здоровья, спасибо вам",
        "Thank you so much",
    ],
)
def test_thanks_and_blessings_are_in_favour(scorer: Scorer, text: str) -> None:
    assert scorer.predict([text])[0].attitude is Attitude.IN_FAVOUR


def test_a_greeting_moves_nothing(scorer: Scorer) -> None:
    plain, greeted = scorer.predict(
        ["Gaz yo'q, svet yo'q", "Salom! Gaz yo'q, svet yo'q"]
    )
    assert greeted.p == plain.p


def test_no_word_of_a_greeting_is_a_reason(scorer: Scorer) -> None:
    why = scorer.explain(["Assalomu alaykum, bu adolatsizlik"])[0].why
    assert "adolatsizlik" in dict(why)
    assert not {"Assalomu", "alaykum"} & set(dict(why))
