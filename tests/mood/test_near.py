"""Prints that agree in enough places are near; each pair is found once."""

from __future__ import annotations

import numpy as np
import pytest

from mood.near import Pairs, Runs, add_all, bands, compared, numbered, side_by_side
from tests.mood.prints import print_, rows_of, varied


def near(*prints: bytes) -> list[tuple[int, int]]:
    """The pairs of prints that are near."""
    found, rows = Pairs(), rows_of(prints)
    all_ = compared(rows, np.arange(len(prints)))
    for _, runs in bands(rows, all_.rows):
        add_all(found, runs, all_)
    some, others = found.both()
    return list(zip(some.tolist(), others.tolist(), strict=True))


def test_other_words_are_not_near() -> None:
    assert near(*map(print_, range(4))) == []


def test_what_is_near_to_something_near_is_not_near() -> None:
    first = print_(0)
    second = varied(first, 20, chance=1)
    third = varied(second, 20, chance=2)

    assert near(first, second, third) == [(0, 1), (1, 2)]


@pytest.mark.parametrize("changed, found", [(12, 200), (26, 196), (40, 0)])
def test_nine_in_ten_are_near_four_in_five_too_two_in_three_are_not(
    changed: int, found: int
) -> None:
    prints = [print_(number) for number in range(200)]
    copies = [varied(each, changed, chance=n) for n, each in enumerate(prints)]

    both = near(*prints, *copies)

    assert len(both) >= found
    assert set(both) <= {(n, n + 200) for n in range(200)}


@pytest.mark.parametrize("changed, together", [(28, True), (29, False)])
def test_a_hundred_places_of_128_are_near(changed: int, together: bool) -> None:
    """Whichever bits of a place differ."""
    one = print_(1)
    changes = bytes(0 if place < 128 - changed else 255 for place in range(128))
    other = bytes(a ^ b for a, b in zip(one, changes, strict=True))

    assert bool(near(one, other)) == together


def test_every_near_pair_is_found_whatever_else_is_there() -> None:
    one, same = print_(1), varied(print_(1), 5, chance=1)

    assert near(one, *map(print_, range(10, 500)), same) == [(0, 491)]


def test_only_those_side_by_side_in_a_run_are_compared() -> None:
    runs = Runs(np.arange(7), np.array([4, 3]))

    found = [np.stack(each).T.tolist() for each in side_by_side(runs, most=2)]

    assert found == [
        [[0, 1], [1, 2], [2, 3], [4, 5], [5, 6]],
        [[0, 2], [1, 3], [4, 6]],
    ]


def test_same_prints_have_one_number_and_their_order_is_their_own() -> None:
    prints = [print_(number) for number in (1, 2, 1, 3)]
    numbers, rows = numbered(rows_of(prints), np.arange(4))
    others, _ = numbered(rows_of([print_(9), *prints[::-1]]), np.arange(5))

    assert numbers[0] == numbers[2]
    assert sorted(rows.tolist()) in ([0, 1, 3], [1, 2, 3])
    assert [prints[row] for row in rows[numbers]] == prints
    assert np.array_equal(np.argsort(others[[4, 3, 1]]), np.argsort(numbers[[0, 1, 3]]))
