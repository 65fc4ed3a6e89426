"""Blind stretches as a reader wants them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.stretches import unseen
from mood.coverage import Blind
from tests.digest.letters import WEEK


def blind(start: float, end: float, share: float, *reasons: str) -> Blind:
    begin = WEEK.start_at
    return Blind(
        begin + timedelta(hours=start), begin + timedelta(hours=end), reasons, share
    )


def test_what_touches_is_told_once() -> None:
    found = unseen(
        [
            blind(1, 2, 0.5, "network"),
            blind(2, 30, 1, "outage"),
            blind(40, 50, 0.6, "x"),
        ]
    )

    first, second = found.mostly
    assert first == blind(1, 30, 1, "network", "outage")
    assert second == blind(40, 50, 0.6, "x")


def test_small_blindness_is_told_by_its_reasons_only() -> None:
    found = unseen([blind(0, 168, 0.1, "not public"), blind(3, 9, 0.2, "network")])

    assert found.mostly == ()
    assert found.partly == ("network", "not public")


@pytest.mark.parametrize("share", [0.1, 1.0])
def test_minutes_are_not_told(share: float) -> None:
    found = unseen([blind(0, 0.5, share, "network")])

    assert (found.mostly, found.partly) == ((), ())
