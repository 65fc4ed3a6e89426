"""Uzbek from one script to the other."""

from __future__ import annotations

import pytest

from domain.transliterate import (
    on_a_russian_keyboard,
    spelled,
    to_cyrillic,
    to_latin,
)

PAIRS = [
    ("Yer egasi keldi", "Ер эгаси келди"),
    ("o'zgarish yo'q", "ўзгариш йўқ"),
    ("yomon yo'l", "ёмон йўл"),
    ("SHAHAR va Shahar", "ШАҲАР ва Шаҳар"),
    ("ma'no, is'hoq", "маъно, исҳоқ"),
    ("konstitutsiya ketsa", "конституция кетса"),
    ("yangi bog'cha", "янги боғча"),
    ("poyezd", "поезд"),
]


@pytest.mark.parametrize("latin, cyrillic", PAIRS)
def test_latin_becomes_cyrillic(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize("latin, cyrillic", PAIRS)
def test_cyrillic_becomes_latin(latin: str, cyrillic: str) -> None:
    assert to_latin(cyrillic) == latin


def test_a_silent_hard_sign_after_o_is_not_written_twice() -> None:
    assert to_latin("мўъжиза") == "mo'jiza"


@pytest.mark.parametrize("text", ["", "123 — 👍", "İstanbul ſ K"])
def test_what_is_not_uzbek_does_no_harm(text: str) -> None:
    assert isinstance(to_cyrillic(text) + to_latin(text), str)


def test_a_russian_keyboard_lacks_four_letters() -> None:
    assert on_a_russian_keyboard("ўқғҳ Ўзбек") == "укгх Узбек"


@pytest.mark.parametrize(
    "typed, spelt",
    [("O'zbek tog'i", "Oʻzbek togʻi"), ("ma`lum", "maʼlum"), ("G‘azna", "Gʻazna")],
)
def test_what_a_keyboard_lacks_is_spelt(typed: str, spelt: str) -> None:
    assert spelled(typed) == spelt
