"""Of a campaign's text, only what many wrote is shown."""

from __future__ import annotations

import pytest

from store.wordings import shared_words, shown_words

TEXT = "Tariff oshgani to'g'ri bo'ldi"


def test_each_word_of_the_most_frequent_text_has_its_authors() -> None:
    said = [
        ("a", TEXT),
        ("b", TEXT),
        ("c", "tariff OSHGANI yaxshi bo'ldi!"),
        ("d", "?"),
    ]

    assert shared_words(said) == [
        ("Tariff", 3),
        ("oshgani", 3),
        ("to'g'ri", 2),
        ("bo'ldi", 3),
    ]


def test_an_author_counts_once_and_nobody_for_none() -> None:
    said = [("a", "Narxlar"), ("a", "Narxlar"), (None, "Narxlar")]

    assert shared_words(said) == [("Narxlar", 1)]
    assert shared_words([]) == []


def test_signs_that_stand_alone_are_words_too() -> None:
    said = [("a", "Ha 👍"), ("b", "Ha 👍"), ("c", "👍")]

    assert shared_words(said) == [("Ha", 2), ("👍", 3)]


@pytest.mark.parametrize(
    "counted, shown",
    [
        ([], None),
        ([("Ali", 1), ("aka", 4)], None),
        ([("Narxlar", 5), ("yana", 6)], "Narxlar yana"),
        ([("Ali", 1), ("aka", 1), ("narxlar", 9), ("oshdi", 7)], "… narxlar oshdi"),
        ([("narxlar", 9), ("kecha", 2), ("oshdi", 7)], "narxlar … oshdi"),
    ],
)
def test_words_of_fewer_authors_are_left_out(
    counted: list[tuple[str, int]], shown: str | None
) -> None:
    assert shown_words(counted, 5) == shown
