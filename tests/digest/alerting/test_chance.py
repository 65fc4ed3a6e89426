"""How often an alert comes of chance alone, looked at every hour of made-up weeks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from digest.alerting.alerts import FIRST_LOOK, moved
from mood.changes import change
from mood.estimates import Estimate
from mood.intervals import NORMAL
from tests.digest.alerting.examples import TITLES
from tests.digest.letters import estimate

HOURS, WEEKS = 168, 400
FIRST = int(FIRST_LOOK.total_seconds() / 3_600)
SPREAD = 84.0
"""Of one voice, in points of mood."""


def stated(mood: float, voices: int) -> Estimate:
    half = NORMAL * SPREAD / voices**0.5
    return estimate(float(mood), half=float(half), voices=int(voices))


def weeks(voices: int) -> Iterator[tuple[Estimate, list[Estimate]]]:
    """Weeks in which nothing changes: the one before, and each hour of the next."""
    chance = np.random.default_rng(voices)
    for _ in range(WEEKS):
        n = chance.poisson(voices / HOURS, HOURS)
        said = chance.normal(0, SPREAD * np.sqrt(n)).cumsum()
        heard = np.maximum(n.cumsum(), 1)
        before = stated(chance.normal(0, SPREAD / voices**0.5), voices)
        hours = range(FIRST - 1, HOURS)
        yield before, [stated(said[each] / heard[each], heard[each]) for each in hours]


@pytest.mark.parametrize("voices", [60, 600])
def test_where_nothing_changes_one_reform_in_twenty_is_told_of_in_a_week(
    voices: int,
) -> None:
    told = plain = 0
    for before, hours in weeks(voices):
        steps = [step for now in hours if (step := change(before, now))]
        plain += any(step.moved for step in steps)
        told += any(list(moved({"energy": [before, now]}, TITLES)) for now in hours)

    assert 0.02 <= told / WEEKS <= 0.08
    # By the interval itself, as the week's letter has it, it would be one in five.
    assert plain / WEEKS > 0.15
