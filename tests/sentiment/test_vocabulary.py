"""The words of a comment that say what it is about."""

from __future__ import annotations

import pytest

from sentiment.vocabulary import vocabulary


@pytest.mark.parametrize(
    "typed", ["Tarif o'sdi", "тариф ўсди", "TARIF oʻsdi!!", "tarif o`sdi"]
)
def test_both_scripts_and_all_apostrophes_are_one(typed: str) -> None:
    assert vocabulary(typed, "uz") == {"tarif", "oʻsdi"}


def test_the_letters_are_those_of_the_law() -> None:
    assert vocabulary("ma'no g'alati", "uz") == {"maʼno", "gʻalati"}


@pytest.mark.parametrize(
    "text, language",
    [
        ("men va sen bilan lekin", "uz"),
        ("мен ва сен билан лекин", "uz"),
        ("но это не всё ещё", "ru"),
        ("the and of don't", "en"),
    ],
)
def test_words_that_join_sentences_tell_nothing(text: str, language: str) -> None:
    assert vocabulary(text, language) == frozenset()


def test_numbers_addresses_and_redacted_names_are_no_words() -> None:
    text = "‹telefon› 998 https://t.me/kanal @ismi 50000 gaz"

    assert vocabulary(text, "uz") == {"gaz"}


def test_russian_stays_russian() -> None:
    assert vocabulary("Дорогой газ, жильё", "ru") == {"дорогой", "газ", "жилье"}
