"""Who belongs is who a plain count of every 48 hours says belongs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.campaigns import AUTHORS, WITHIN, Use
from mood.belonging import said, thinned
from mood.campaigns import campaigns
from tests.mood.prints import print_, varied
from tests.mood.worlds import NOON

HOUR = timedelta(hours=1)
FIRST = print_(0)
SECOND = varied(FIRST, 20, chance=1)
THIRD = varied(SECOND, 20, chance=2)
NEAR = {FIRST: {FIRST, SECOND}, SECOND: {FIRST, SECOND, THIRD}, THIRD: {SECOND, THIRD}}
"""The ends of the chain are near to its middle alone."""


def plainly(uses: Sequence[Use]) -> set[Use]:
    found: set[Use] = set()
    for center, star in NEAR.items():
        for first in uses:
            hours = [
                use
                for use in uses
                if use.wording in star and first.at <= use.at <= first.at + WITHIN
            ]
            authors = {use.author for use in hours} - {None}
            if len(authors) >= AUTHORS and center in {use.wording for use in hours}:
                found |= set(hours)
    return found


@given(st.randoms(use_true_random=False), st.integers(0, 60))
def test_a_plain_count_finds_the_same(chance: Any, many: int) -> None:
    """Authors say the same again and again, so that uses can be thinned."""
    hours = chance.choice((60, 150, 300))
    uses = [
        Use(
            f"c{n}",
            "s",
            "2026-03-09",
            chance.choice([None, *"abcdefg"[: chance.choice((5, 7))]]),
            NOON + chance.randrange(hours) * HOUR,
            chance.choices([FIRST, SECOND, THIRD], [5, chance.choice((0, 1, 5)), 3])[0],
        )
        for n in range(many)
    ]

    assert {use for found in campaigns(uses) for use in found} == plainly(uses)


@pytest.mark.parametrize("authors, left", [(1, 2), (3, 6)])
def test_what_an_author_says_again_within_a_day_is_no_more_work(
    authors: int, left: int
) -> None:
    at = np.arange(900)
    by = (at % authors).astype(np.int32)

    assert len(thinned(said(at, by, np.zeros(900, np.int64), many=1)).at) == left
