"""The view, and how it stands in the address."""

from datetime import date, timedelta

import pytest

from domain.periods import Period
from tests.ui.estimated import day
from ui.filters import (
    Filters,
    earlier,
    from_query,
    known,
    offered,
    period_of,
    to_query,
    unread,
    window,
)

WHOLE = Period(date(2025, 1, 1), day(10))

VIEWS = [
    Filters(),
    Filters(reform="tariffs", sources=("a:b", "c:d"), languages=("uz",)),
    Filters(preset="all", by="month", campaigns=False),
    Filters(reform="tariffs", compare=("visas", "land"), before="year"),
    Filters(preset="custom", first=day(1), last=day(5), by="day"),
]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_sent_as_an_address_is_the_same_view(view: Filters) -> None:
    assert from_query(to_query(view)) == view


def test_the_plain_view_has_a_plain_address() -> None:
    assert to_query(Filters()) == {}


def test_what_an_address_names_wrongly_is_left_at_its_default() -> None:
    asked = from_query({"by": ["hour"], "period": ["ever"], "from": ["tomorrow"]})

    assert asked == Filters()


def test_an_old_link_still_opens_without_what_is_gone() -> None:
    old = Filters(reform="gone", sources=("a", "gone"), languages=("xx",))

    now = known(old, reforms=["r"], sources=["a"], languages=["uz"])

    assert now == Filters(sources=("a",))


def test_a_chart_ends_today_so_that_silence_is_seen() -> None:
    today = WHOLE.last + timedelta(days=12)

    assert window(WHOLE, today=today).last == today


def test_a_chart_of_history_ends_with_its_data() -> None:
    assert window(WHOLE, today=WHOLE.last + timedelta(days=90)) == WHOLE


def test_a_preset_ends_with_the_window_and_begins_inside_it() -> None:
    assert period_of(Filters(preset="month"), WHOLE) == Period(
        date(2026, 2, 9), day(10)
    )
    assert period_of(Filters(preset="all"), WHOLE) == WHOLE


def test_own_dates_are_turned_and_kept_inside_the_window() -> None:
    view = Filters(preset="custom", first=date(2030, 1, 1), last=day(5))

    assert period_of(view, WHOLE) == Period(day(5), day(10))


def test_what_an_address_asks_for_in_vain_is_told() -> None:
    query = {
        "by": ["hour"],
        "from": ["yesterday"],
        "source": ["a:b", "gone"],
        "reform": ["tariffs", "visas"],
        "campaigns": ["without"],
        "lang": ["ru"],
    }
    view = known(from_query(query), reforms=["tariffs"], sources=["a:b"], languages=[])

    assert unread(query, view) == ["visas", "gone", "yesterday", "hour"]


def test_what_stands_at_its_default_is_read() -> None:
    query = {"by": ["week"], "period": ["year"], "campaigns": ["with"]}

    assert unread(query, from_query(query)) == []


@pytest.mark.parametrize(
    "query",
    [
        {"from": ["2026-02-30"]},
        {"from": ["9999-99-99"], "to": [""]},
        {"with": ["a"] * 1000},
        {"before": ["never"], "reform": ["\x00"]},
    ],
)
def test_nothing_in_an_address_is_an_error(query: dict[str, list[str]]) -> None:
    view = known(from_query(query), reforms=[], sources=[], languages=[])

    assert period_of(view, WHOLE)


def test_a_filter_that_a_page_does_not_offer_does_not_work_there() -> None:
    view = Filters(reform="r", sources=("a",), preset="month", by="day")

    assert offered(view, ["period"]) == Filters(preset="month")


def test_a_reform_is_not_compared_with_itself() -> None:
    asked = Filters(reform="r", compare=("r", "s"))

    view = known(asked, reforms=["r", "s"], sources=[], languages=[])

    assert view.compare == ("s",)


def test_the_time_before_is_as_long_and_a_year_keeps_its_weekdays() -> None:
    week = Period(day(2), day(8))

    assert earlier(week, "period") == Period(date(2026, 2, 23), day(1))
    last_year = earlier(week, "year")
    assert last_year is not None
    assert last_year.first == date(2025, 3, 3)
    assert last_year.first.weekday() == week.first.weekday()
    assert earlier(week, "") is None
