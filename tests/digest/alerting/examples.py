"""A mood that fell, for the tests of alerts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from digest.alerting.alerts import Moved, moved
from domain.periods import Period
from tests.digest.letters import estimate

NOW = datetime(2026, 3, 19, 9, tzinfo=UTC)
TODAY = date(2026, 3, 19)
WEEK_BEFORE = Period(date(2026, 3, 9), date(2026, 3, 15))
WEEK_SO_FAR = Period(date(2026, 3, 16), TODAY)
TITLES = {"energy": {"en": "Energy prices", "ru": "Тарифы"}}


def fell() -> Moved:
    before = estimate(10.0, period=WEEK_BEFORE)
    now = estimate(-30.0, period=WEEK_SO_FAR)
    [found] = moved({"energy": [before, now]}, TITLES)
    return found
