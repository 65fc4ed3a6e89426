"""Prints that agree in enough places are near; each finds what is near to it."""

from __future__ import annotations

import numpy as np
import pytest

from mood.near import Near
from tests.mood.prints import print_, varied


def near(*prints: bytes) -> list[list[int]]:
    found = Near(prints)
    return [found.of(number).tolist() for number in range(len(prints))]


def test_other_words_are_not_near() -> None:
    assert near(*map(print_, range(4))) == [[0], [1], [2], [3]]


def test_what_is_near_to_something_near_is_not_near() -> None:
    first = print_(0)
    second = varied(first, 20, chance=1)
    third = varied(second, 20, chance=2)

    assert near(first, second, third) == [[0, 1], [0, 1, 2], [1, 2]]


@pytest.mark.parametrize("changed, found", [(12, 200), (26, 196), (40, 0)])
def test_nine_in_ten_are_near_four_in_five_too_two_in_three_are_not(
    changed: int, found: int
) -> None:
    prints = [print_(number) for number in range(200)]
    copies = [varied(each, changed, chance=n) for n, each in enumerate(prints)]

    both = Near([*prints, *copies])

    assert sum(n + 200 in both.of(n) for n in range(200)) >= found
    assert all(len(both.of(n)) <= 2 for n in range(200))


def test_every_near_pair_is_found_whatever_else_is_there() -> None:
    one, same = print_(1), varied(print_(1), 5, chance=1)

    crowded = Near([one, *map(print_, range(10, 500)), same])

    assert crowded.of(0).tolist() == [0, 491]


def test_a_star_has_enough_uses_or_is_none() -> None:
    prints = [print_(0), varied(print_(0), 5, chance=1), print_(2), print_(3)]
    uses = np.array([2, 3, 5, 4])

    stars = {center: star.tolist() for center, star in Near(prints).stars(uses, 5)}

    assert stars == {0: [0, 1], 1: [0, 1], 2: [2]}
