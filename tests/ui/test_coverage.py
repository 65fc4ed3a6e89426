"""The page of coverage, run without a browser on a real MongoDB, and its tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.coverage import Reason, Stretch
from domain.periods import Period
from domain.sources import Completeness
from mood.coverage import Blind
from store.collected import Collected
from tests.ui import made_up
from tests.ui.conftest import Open, said
from tests.ui.estimated import estimate
from ui.views.coverage import complete, heat, told, unseen

K = 5
NOW = datetime(2026, 4, 1, tzinfo=UTC)
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
TEN_DAYS = Period(date(2026, 3, 1), date(2026, 3, 10))
MINUTE = timedelta(minutes=1)


def ledger(*blind: tuple[int, Reason]) -> list[Stretch]:
    """A month of days, seen but for those named."""
    days = dict(blind)
    start = MARCH.start_at
    return [
        Stretch(start + timedelta(days=n), start + timedelta(days=n + 1), days.get(n))
        for n in range(31)
    ]


def test_the_page_says_how_much_was_seen_and_what_weighs_most_of_the_rest(
    open_view: Open, quarter: Period
) -> None:
    page = open_view("coverage")

    assert not page.exception
    assert "We could see **94%** of the sources' hours." in said(page)
    assert "100% of the sources from" in said(page)
    assert "for 5 days (blocked)" in said(page)
    assert len(page.get("vega_lite_chart")) == 1
    assert [each.label for each in page.metric] == [
        "Hours seen",
        "Comments stored",
        "Stored within",
        "Not scored",
    ]


def test_what_servers_count_is_told_with_what_is_stored_of_it(
    open_view: Open, quarter: Period, database: Database[dict[str, Any]]
) -> None:
    source, day = made_up.SOURCES[0].id, quarter.last.isoformat()
    sums = Completeness(posts=3, server=200, stored=150)
    Collected(database).save({(source, day): sums}, now=quarter.end_at)

    page = open_view("coverage")

    assert "Of **200** comments that the servers count" in said(page)
    assert page.metric[1].value == "75%"


def test_how_soon_is_not_told_of_too_few_comments(
    open_view: Open, quarter: Period
) -> None:
    assert "How soon a comment is stored is not known" in said(open_view("coverage"))


def test_other_sources_are_left_out(open_view: Open, quarter: Period) -> None:
    page = open_view("coverage", source=made_up.SOURCES[2].id)

    assert page.dataframe[0].value["Source"].tolist() == ["Gazeta (gazeta)"]


def test_a_year_seen_throughout_is_one_rectangle_and_a_blind_day_its_own() -> None:
    ledgers = {"a": ledger(), "b": ledger((4, Reason.NETWORK))}

    table = heat.heat_frame(ledgers, {"a": "A", "b": "B"}, MARCH, now=NOW)

    assert table["source"].tolist() == ["B", "B", "B", "A"]
    assert table["share"].tolist() == [1.0, 0.0, 1.0, 1.0]
    assert table["why"].tolist()[1] == "network failed"
    assert table["when"].tolist()[1] == "5 Mar 2026"


def test_to_fourteen_days_each_hour_stands_by_itself() -> None:
    day = TEN_DAYS.start_at
    off = Stretch(day, day + timedelta(hours=3), Reason.QUOTA)
    on = Stretch(day + timedelta(hours=3), TEN_DAYS.end_at)

    table = heat.heat_frame({"a": [off, on]}, {"a": "A"}, TEN_DAYS, now=NOW)

    assert table["share"].tolist() == [0.0, 1.0]
    assert table["when"].tolist()[0] == "1 Mar 2026, 00:00 – 1 Mar 2026, 03:00"


def test_more_rectangles_than_a_browser_bears_are_drawn_in_wider_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flapping = ledger(*((n, Reason.QUOTA) for n in range(0, 31, 2)))
    monkeypatch.setattr(heat, "MOST", 10)

    table = heat.heat_frame({"a": flapping}, {"a": "A"}, MARCH, now=NOW)

    assert len(table) <= 10
    assert table["share"].between(0.3, 0.6).all()


def test_a_name_is_text_in_the_chart() -> None:
    table = heat.heat_frame({"a": ledger()}, {"a": "<b>*A*</b>"}, MARCH, now=NOW)

    spec = heat.heat_chart(table, MARCH).to_dict()

    assert spec["layer"][-1]["encoding"]["text"]["field"] == "source"
    assert table["source"].tolist() == ["<b>*A*</b>"]


def test_reasons_are_weighed_by_the_hours_of_all_sources() -> None:
    ledgers = [
        ledger((1, Reason.QUOTA)),
        ledger((1, Reason.QUOTA), (2, Reason.NETWORK)),
    ]

    table = unseen.reasons_table(ledgers, MARCH, now=NOW)

    assert table["why"].tolist() == ["The daily quota was spent", "Network failed"]
    assert table["hours"].tolist() == [48, 24]
    assert table["sources"].tolist() == [2, 1]


def test_so_few_comments_not_scored_that_they_name_people_are_not_counted() -> None:
    made = replace(estimate(comments=100), not_scored={"other": 20, "undetermined": 3})

    table = unseen.not_scored_table([made], k=K)

    assert table["comments"].tolist() == ["20", "fewer than 5"]
    assert table["share"].tolist()[0] == 20
    assert table["share"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    "lag, words",
    [
        (timedelta(seconds=40), "40 seconds"),
        (3 * MINUTE, "3 minutes"),
        (300 * MINUTE, "5 hours"),
        (timedelta(days=3), "3 days"),
        (None, "–"),
    ],
)
def test_a_lag_is_told_in_the_unit_that_fits(lag: timedelta | None, words: str) -> None:
    assert complete.said(lag) == words


def test_half_and_nine_in_ten_are_told_of_all_sources_together() -> None:
    facts = [
        complete.Fact("A", lags=tuple(n * MINUTE for n in range(1, 11))),
        complete.Fact("B"),
    ]

    sentence = told.lag(facts)

    assert "half were stored within **6 minutes**" in sentence
    assert "nine in ten within **10 minutes**" in sentence


def test_of_what_was_always_seen_no_stretch_is_told() -> None:
    assert told.headline(1.0, []) == "We could see **100%** of the sources' hours."


def test_where_nobody_was_followed_nothing_is_praised() -> None:
    later = [Stretch(MARCH.end_at, MARCH.end_at + timedelta(days=9))]

    nobody: list[list[list[Stretch]]] = [[], [[]], [later]]
    for ledgers in nobody:
        heading, sentence = told.nothing_missed(ledgers, MARCH, now=NOW)

        assert heading == "Nobody was followed yet"
        assert "imported" in sentence


def test_what_was_seen_without_a_gap_is_so_from_when_somebody_was_followed() -> None:
    late = ledger()[9:]

    _, whole = told.nothing_missed([ledger(), late], MARCH, now=NOW)
    heading, part = told.nothing_missed([late], MARCH, now=NOW)

    assert whole.startswith("In this time every source was seen")
    assert heading == "Nothing was missed"
    assert part.startswith("From 10 Mar 2026, 00:00 on, when the first source was")


def test_the_hours_seen_are_those_of_all_sources_not_a_mean_of_steps(
    open_view: Open, uri_and_db: tuple[str, str], database: Database[dict[str, Any]]
) -> None:
    """One source is seen for 80 days; two more are followed in the last 20, unseen."""
    first, *others = made_up.SOURCES
    period = made_up.period_before(made_up.today(), 80)
    late = made_up.period_before(made_up.today(), 20)
    made_up.fill(uri_and_db, database, period, sources=(first,))
    made_up.fill(uri_and_db, database, late, blackout=late, sources=tuple(others))

    pages = [open_view(name, period="all") for name in ("coverage", "mood")]

    for page in pages:
        told = {each.label: each.value for each in page.metric}["Hours seen"]
        assert told in ("67%", "68%")  # as much of today as is over
        assert f"We could see **{told}** of the sources' hours." in said(page)


def test_the_heaviest_blind_stretch_stands_first_whenever_it_was() -> None:
    at = MARCH.start_at
    shutdown = Blind(at, at + timedelta(days=3), ("outage",), 1.0)
    starts = [
        Blind(at + timedelta(days=20 + n), at + timedelta(days=20 + n, hours=1), (), s)
        for n, s in enumerate((0.1, 0.3, 0.1))
    ]

    table = unseen.blind_table([*starts, shutdown])

    assert list(table["lasted"]) == ["3 days", "1 hour", "1 hour", "1 hour"]
    assert list(table["share"]) == [100, 30, 10, 10]
    assert table["start"][2] > table["start"][3]  # of equal ones the latest
