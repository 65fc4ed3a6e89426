"""Words that set the sides apart: by how many people, in one month, beyond chance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from domain.attitudes import Attitude
from mood.telling import Heard, log_odds, telling

MAY, JUNE = date(2026, 5, 10), date(2026, 6, 10)
AGAINST, NEUTRAL, IN_FAVOUR = Attitude


def said(
    attitude: Attitude,
    words: str,
    *,
    by: Iterable[int],
    day: date = MAY,
) -> list[Heard]:
    """Comments that have ``words``, and others that nobody else uses."""
    return [
        Heard(f"{attitude}{number}", day, attitude, frozenset([*words.split(), *own]))
        for number in by
        for own in [[f"{attitude}{number}{letter}" for letter in "abcdefghij"]]
    ]


def test_each_side_has_the_words_that_it_alone_uses() -> None:
    heard = said(AGAINST, "gaz qimmat", by=range(20))
    heard += said(IN_FAVOUR, "gaz arzon", by=range(20))

    found = telling(heard)

    assert [(term.word, term.side) for term in found] == [
        ("qimmat", AGAINST),
        ("arzon", IN_FAVOUR),
    ]
    assert [(term.against, term.in_favour) for term in found] == [(20, 0), (0, 20)]


def test_a_word_of_fewer_people_than_k_is_not_kept() -> None:
    heard = said(IN_FAVOUR, "arzon", by=range(40))

    for people, kept in ((4, False), (5, True)):
        found = telling([*heard, *said(AGAINST, "qimmat", by=range(people))])
        assert ("qimmat" in {term.word for term in found}) is kept


def test_k_may_be_raised_not_lowered() -> None:
    heard = said(AGAINST, "qimmat", by=range(9)) + said(IN_FAVOUR, "b", by=range(40))

    assert "qimmat" not in {term.word for term in telling(heard, k=10)}
    assert telling(said(AGAINST, "qimmat", by=range(4)), k=1) == ()


def test_one_person_who_repeats_a_word_is_one() -> None:
    heard = said(AGAINST, "qimmat", by=[1] * 50) + said(IN_FAVOUR, "b", by=range(40))

    assert "qimmat" not in {term.word for term in telling(heard)}


def test_people_of_two_months_are_not_added_as_one_may_be_both() -> None:
    heard = said(AGAINST, "qimmat", by=range(4))
    heard += said(AGAINST, "qimmat", by=range(100, 104), day=JUNE)
    heard += said(IN_FAVOUR, "arzon", by=range(40))

    assert "qimmat" not in {term.word for term in telling(heard)}


def test_what_both_sides_say_alike_is_chance() -> None:
    words = " ".join(f"word{number}" for number in range(30))
    heard = said(AGAINST, words, by=range(30)) + said(IN_FAVOUR, words, by=range(30))

    assert telling(heard) == ()


def test_the_prior_draws_a_rare_word_nearer_than_a_common_one() -> None:
    against = {"rare": 5, "common": 50}
    everyone = {"rare": 5, "common": 50, "rest": 500}

    found = log_odds(against, {"rest": 500}, everyone)

    assert found["common"] < found["rare"] < 0 < found["rest"]


def test_the_score_is_that_of_the_paper() -> None:
    """Equations 15, 16, 20 and 22 with a prior of 500 words as the public has them."""
    found = log_odds({"a": 30, "b": 70}, {"a": 10, "b": 90}, {"a": 40, "b": 160})

    # log(110 / 490) - log(130 / 470), over the root of 1 / 110 + 1 / 130
    assert found["a"] == pytest.approx(-1.611, abs=0.001)
    assert found["b"] > 0
