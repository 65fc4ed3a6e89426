"""Times as official pages of Uzbekistan write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from listener.pages.times import time_in

NOW = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)  # 16:30 in Tashkent


@pytest.mark.parametrize(
    "text, expected",
    [
        ("23 Ноябрь 2026", "2026-11-23T00:00+05:00"),
        ("12 Январь 2025", "2025-01-12T00:00+05:00"),
        ("23 ноября 2026, 14:05", "2026-11-23T14:05+05:00"),
        ("23-noyabr 2026", "2026-11-23T00:00+05:00"),
        ("2026-yil 23-noyabr", "2026-11-23T00:00+05:00"),
        ("2026 йил 23 ноябрь", "2026-11-23T00:00+05:00"),
        ("бугун, 14:05", "2026-11-24T14:05+05:00"),
        ("bugun 14:05", "2026-11-24T14:05+05:00"),
        ("сегодня, 14:05", "2026-11-24T14:05+05:00"),
        ("кеча, 23:50", "2026-11-23T23:50+05:00"),
        ("kecha, 10:15", "2026-11-23T10:15+05:00"),
        ("вчера в 10:15", "2026-11-23T10:15+05:00"),
        ("kecha", "2026-11-23T16:30+05:00"),
        ("3 часа назад", "2026-11-24T13:30+05:00"),
        ("5 daqiqa oldin", "2026-11-24T16:25+05:00"),
        ("5 дақиқа олдин", "2026-11-24T16:25+05:00"),
        ("14:05", "2026-11-24T14:05+05:00"),
        ("23:50", "2026-11-23T23:50+05:00"),
        ("01.05.2026", "2026-05-01T00:00+05:00"),
        ("01-05-2026", "2026-05-01T00:00+05:00"),
        ("01.05.2026 14:05", "2026-05-01T14:05+05:00"),
        ("14:05 / 23.11.2026", "2026-11-23T14:05+05:00"),
        ("2026-04-15 09:10:00", "2026-04-15T09:10+05:00"),
        ("2016-06-23T17:21:09+02:00", "2016-06-23T17:21:09+02:00"),
        ("25 April 2026", "2026-04-25T00:00+05:00"),
        ("  25\u00a0April\n 2026 | ", "2026-04-25T00:00+05:00"),
        ("1524562159", "2018-04-24T09:29:19+00:00"),
    ],
)
def test_a_time_is_read(text: str, expected: str) -> None:
    found = time_in(text, NOW)

    assert found == datetime.fromisoformat(expected)
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    ["", "   ", "Xabarlar", "12", "99:99", "31.02.2026", "25 декабря 2027", "7" * 99],
)
def test_what_is_no_time_or_still_to_come_is_none(text: str) -> None:
    assert time_in(text, NOW) is None


def test_a_month_without_a_year_is_the_last_such() -> None:
    assert time_in("25 декабря", NOW) == datetime(2025, 12, 24, 19, tzinfo=UTC)


def test_a_page_may_keep_another_zone() -> None:
    found = time_in("2026-05-01 12:00:00", NOW, ZoneInfo("UTC"))

    assert found == datetime(2026, 5, 1, 12, tzinfo=UTC)
