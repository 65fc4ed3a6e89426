"""Words are found in either script, and no sign means anything."""

from __future__ import annotations

import pytest

from mood.wordsearch import LONGEST, MOST, speaks, words_of


@pytest.mark.parametrize(
    "asked, text",
    [
        ("tarif", "Tariflar yana oshdi"),
        ("тариф", "Tariflar yana oshdi"),
        ("tarif", "ТАРИФЛАР яна ошди"),
        ("qimmat gaz", "Gazni qimmat sotasizlar"),
        ("oʻzbek", "o‘zbekcha"),
        ("ozbek", "ўзбекча"),
        ("спасибо", "Спасибо!"),
        ("50", "narxi 50%"),
    ],
)
def test_a_word_is_found_by_its_beginning_in_either_script(
    asked: str, text: str
) -> None:
    assert speaks(text, words_of(asked))


@pytest.mark.parametrize(
    "asked, text",
    [("arif", "Tariflar"), ("tarif gaz", "Tariflar oshdi"), ("x", "")],
    ids=["inside a word", "one of two", "nothing said"],
)
def test_what_is_not_said_is_not_found(asked: str, text: str) -> None:
    assert not speaks(text, words_of(asked))


@pytest.mark.parametrize("asked", [".*", "(a+)+$", "$ne", "^", "\\w", "{}", "[^x]"])
def test_a_sign_is_no_pattern(asked: str) -> None:
    assert words_of(asked) in {(), ("a",), ("ne",), ("w",), ("x",)}


def test_what_is_typed_is_read_in_part_if_it_is_long() -> None:
    assert len(words_of("so " * 1000)) == MOST
    assert words_of("a" * 10_000) == ("a" * LONGEST,)
