"""Of a crowd not all pairs are compared, and its campaigns are found all the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from domain.campaigns import AUTHORS, Use
from domain.periods import Period, day_of
from mood import crowds as crowds_module
from mood import deciding as deciding_module
from mood.campaigns import campaigns, changes, surroundings
from mood.crowds import Crowds
from mood.near import Pairs, bands, compared
from tests.mood.prints import cloud, print_, varied
from tests.mood.worlds import NOON

HOUR = timedelta(hours=1)
FLOOD, HALF = 0.05, 1 / 3
"""The share of changed places: two of a flood have a similarity of 0.9, of 0.45."""


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three that share a band are a crowd."""
    for module in (deciding_module, crowds_module):
        monkeypatch.setattr(module, "CROWD", 2)


def said(prints: Sequence[bytes], *, every: timedelta = HOUR) -> list[Use]:
    return [
        Use(
            f"c{n:05}",
            "s",
            day_of(NOON + n * every).isoformat(),
            f"author-{n}",
            NOON + n * every,
            print_,
        )
        for n, print_ in enumerate(prints)
    ]


def work(prints: NDArray[np.uint8]) -> int:
    """How many pairs are compared, for each print, where all are used on one day."""
    many = len(prints)
    all_, ones = compared(prints, np.arange(many)), np.ones(many, np.int64)
    crowds = Crowds(all_, ones, ones, AUTHORS, np.zeros(many, bool))
    for band, runs in bands(prints, all_.rows):
        crowds.add(Pairs(), runs, band=band)
    return all_.pairs // many


@pytest.mark.parametrize("share", [FLOOD, 0.12, HALF])
def test_the_work_for_each_grows_no_more_with_their_number(share: float) -> None:
    few, many = work(cloud(4_000, share=share)), work(cloud(16_000, share=share))

    assert few <= many < max(1.5 * few, 700)


def test_a_flood_of_variants_is_one_campaign() -> None:
    flood = [bytes(row) for row in cloud(3_000, share=FLOOD)]

    (found,) = campaigns(said(flood, every=timedelta(seconds=50)))

    assert len(found) == 3_000


def test_a_campaign_amid_a_crowd_is_found() -> None:
    """What all have in common, such as a form letter, hides no copies."""
    crowd = [bytes(row) for row in cloud(2_000, share=HALF)]
    copies = [varied(crowd[0], 8, chance=n) for n in range(10)]

    found = campaigns(said(crowd + copies, every=timedelta(seconds=50)))

    assert [len(each) for each in found] == [11]


def test_a_leader_of_another_time_hides_nothing() -> None:
    """The crowd of each day has a leader of that day."""
    flood = [bytes(row) for row in cloud(1_000, share=FLOOD)]

    (found,) = campaigns(said(flood, every=timedelta(minutes=15)))

    assert len(found) == 1_000


@pytest.mark.usefixtures("crowded")
@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_who_belongs_hangs_on_the_48_hours_around_its_day_alone(chance: Any) -> None:
    """Searched alone or with two months around it, a day comes to the same."""
    wordings = [print_(0)] + [varied(print_(0), n, chance=n) for n in range(4, 30)]
    uses = [
        each._replace(author=f"a{chance.randrange(9)}")
        for each in said(chance.choices(wordings, k=60), every=5 * HOUR)
    ]
    day = day_of(NOON + 150 * HOUR)
    period = Period(day, day)
    start_at, end_at = surroundings(period)
    around = [use for use in uses if start_at <= use.at < end_at]

    alone = {use.comment for use in changes(around, period)}

    assert alone == {use.comment for use in changes(uses[::-1], period)}


@pytest.mark.usefixtures("crowded")
def test_where_all_is_crowded_ten_copies_are_found_still() -> None:
    copies = [varied(print_(0), 6, chance=n) for n in range(10)]

    (found,) = campaigns(said(copies))

    assert len(found) == 10
