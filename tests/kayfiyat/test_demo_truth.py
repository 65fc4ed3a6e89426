"""The true mood of the demo world moves as the plan says, and counts voices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.periods import Period, day_of
from kayfiyat.demo.courses import attitude_from, mood_at
from kayfiyat.demo.plan import load_plan
from kayfiyat.demo.truth import true_mood, true_series, visible
from kayfiyat.demo.world import World

START = date(2025, 5, 24)


@pytest.fixture(scope="module")
def world() -> World:
    world = World(START)
    world.grow(START + timedelta(days=547))
    return world


@pytest.mark.parametrize(
    "reform, day, step",
    [
        (c.id, e.day, e.step)
        for c in load_plan().reforms
        for e in c.events
        if abs(e.step) >= 20
    ],
)
def test_the_mood_moves_on_the_day_of_a_reform(
    world: World, reform: str, day: int, step: float
) -> None:
    on = START + timedelta(days=day)
    before = true_mood(world, Period(on - timedelta(28), on - timedelta(1)), reform)
    after = true_mood(world, Period(on, on + timedelta(9)), reform)

    assert before is not None
    assert after is not None
    assert (after - before) / step > 0.2


def test_an_event_fades_to_what_it_leaves() -> None:
    course = next(c for c in load_plan().reforms if c.id == "land_reform")
    event = course.events[0]
    on = date(2026, 6, 1)

    assert mood_at(course, event.day, on) == course.base + event.step
    assert mood_at(course, event.day - 1, on) == course.base
    later = mood_at(course, event.day + 170, on) - course.base
    assert event.step * 0.5 < later < event.step * event.keep


def test_winter_lowers_the_mood_of_energy() -> None:
    course = next(c for c in load_plan().reforms if c.id == "energy_tariffs_2024")

    january, july = (mood_at(course, 0, date(2026, m, 15)) for m in (1, 7))
    assert july - january == pytest.approx(course.winter, abs=0.1)


def test_attitudes_come_in_the_shares_of_the_mood() -> None:
    drawn = [attitude_from(n / 10_000, 30, 0.2) for n in range(10_000)]

    assert drawn.count(drawn[0]) / 10_000 == pytest.approx(0.25, abs=0.001)
    assert drawn.count(drawn[-1]) / 10_000 == pytest.approx(0.55, abs=0.001)
    assert len({attitude_from(n / 100, -500, 0.2) for n in range(100)}) == 2


def test_nobody_speaks_no_mood(world: World) -> None:
    (outage,) = world.outages
    silent = Period(
        day_of(outage.start_at), day_of(outage.end_at - timedelta(seconds=1))
    )

    assert silent.days == 3
    assert true_mood(world, silent) is None


def test_a_voice_counts_once_however_much_it_writes(world: World) -> None:
    period = Period(START, START + timedelta(days=547))
    signs = {"against": -100, "neutral": 0, "in_favour": 100}
    messages = [signs[c.attitude] for c in visible(world, period)]
    by_message = sum(messages) / len(messages)
    by_voice = true_mood(world, period)

    assert by_voice is not None
    assert by_message < by_voice - 1


def test_the_campaign_can_be_left_out(world: World) -> None:
    on = START + timedelta(days=world.plan.campaign.day)
    period = Period(on, on + timedelta(days=1))
    reform = world.plan.campaign.reform
    with_it = true_mood(world, period, reform)
    without = true_mood(world, period, reform, campaigns=False)

    assert with_it is not None
    assert without is not None
    assert with_it > without + 20


def test_a_source_may_be_named_by_its_id(world: World) -> None:
    period = Period(START, START + timedelta(days=60))
    by_id = true_mood(world, period, source="telegram_web:demo_xabar24")

    assert by_id == true_mood(world, period, source="demo_xabar24")
    assert by_id != true_mood(world, period)


def test_the_channels_own_words_are_no_voice(world: World) -> None:
    period = Period(START, START + timedelta(days=60))

    assert not [c for c in visible(world, period) if c.official]


def test_only_what_is_there_by_now_counts(world: World) -> None:
    period = Period(START, START + timedelta(days=9))
    now = period.start_at + timedelta(days=5, hours=3)

    assert all(c.at <= now for c in visible(world, period, now))
    assert true_mood(world, period, now=period.start_at) is None


def test_a_series_is_the_mood_of_its_steps(world: World) -> None:
    period = Period(START, START + timedelta(days=70))
    series = true_series(world, period, by="week", reform="tax_reform_2019")

    assert next(s.first for s, _ in series) == START
    assert all(m == true_mood(world, s, "tax_reform_2019") for s, m in series)
