"""The print by which near-identical words are known."""

from __future__ import annotations

import numpy as np
import pytest

from domain.transliterate import to_cyrillic
from sentiment.wording import wordings

TEXT = "Prezidentimiz to'g'ri qaror qildi, elektr tariflari endi hammaga bir xil!"
RUSSIAN = (
    "Правильное решение приняли, тарифы на электричество теперь для всех одинаковые"
)


def likeness(one: str, other: str) -> float:
    """The share of equal places, which estimates the Jaccard similarity."""
    prints = [np.frombuffer(each or b"", np.uint8) for each in wordings([one, other])]
    return float((prints[0] == prints[1]).mean())


@pytest.mark.parametrize(
    "same",
    [
        TEXT.upper(),
        "Prezidentimiz togri qaror qildi elektr tariflari endi hammaga bir xil 👍👍",
        "Assalomu alaykum! " + TEXT,
        to_cyrillic(TEXT),
    ],
)
def test_case_signs_emoji_greeting_and_script_make_no_difference(same: str) -> None:
    assert likeness(TEXT, same) == 1


def test_little_changed_leaves_a_print_much_the_same() -> None:
    assert likeness(TEXT, TEXT.replace("qildi", "qilgan")) > 0.75
    assert likeness(RUSSIAN, RUSSIAN.replace("теперь", "терепь")) > 0.7


def test_other_words_have_another_print() -> None:
    assert likeness(TEXT, RUSSIAN) < 0.1
    assert likeness(TEXT, "Narxlar yana oshdi, odamlar qanday yashaydi endi?") < 0.2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+++",
        "+ + + + + + +",
        "Narxlar yana oshdi, yomon",
        "ha ha ha ha ha ha ha",
        "Ура, ура, ура! Молодцы, браво, супер, отлично!",
        "Navro'z bayramingiz muborak bo'lsin, oilangizga tinchlik va sog'liq tilayman",
        "Наврўз байрамингиз муборак бўлсин, оилангизга тинчлик ва соғлиқ тилайман",
        "Поздравляю всех с праздником! Желаю здоровья, счастья и мира вашим семьям",
        "Alloh rahmatiga olsin, joyi jannatda bo'lsin, yaqinlariga sabr bersin",
        "Царствие небесное, вечная память, соболезнования родным и близким",
        "Happy New Year everyone, I wish you health, happiness and peace",
        "https://example.com https://example.org @birov @boshqa ‹phone› ‹name›",
    ],
)
def test_what_many_say_who_never_met_has_no_print(text: str) -> None:
    assert wordings([text]) == [None]


def test_a_wish_before_five_words_of_its_own_hides_nothing() -> None:
    assert wordings(["Bayram muborak! " + TEXT, "Rahmat. " + RUSSIAN]).count(None) == 0


def test_a_text_has_the_same_print_in_any_company() -> None:
    alone = wordings([TEXT]) + wordings([RUSSIAN])

    assert wordings([TEXT, "qisqa", "", RUSSIAN]) == [alone[0], None, None, alone[1]]
    assert wordings([]) == []


def test_a_print_stays_what_it_is_in_the_database() -> None:
    (print_,) = wordings([RUSSIAN])

    assert print_ is not None
    assert (len(print_), print_[:8].hex()) == (128, "8aadc4219d58ecfb")
