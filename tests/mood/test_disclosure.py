"""No two answers differ by a few voices, whatever is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.periods import Period, Step
from mood.blocks import Place, blocks
from mood.disclosure import (
    EVERYWHERE,
    Every,
    Filter,
    Part,
    allowed,
    named,
    whole,
)

K = 5
FIRST = date(2026, 3, 27)
SPAN = Period(FIRST, FIRST + timedelta(days=9))
"""Ten days in two weeks and two months."""

PLACES: list[Place] = list(product([False, True], ["a", "b", "c"], ["ru", "uz"]))
Answer = int
"""The voices that an answer counts, a bit for each."""


def filters() -> Iterator[Filter]:
    sources = [None, *map(frozenset, (["a"], ["b"], ["a", "b"], ["b", "c"]))]
    languages = [None, frozenset(["uz"]), frozenset(["ru"])]
    for source, language, campaigns in product(sources, languages, [True, False]):
        yield Filter(source, language, campaigns)


def units() -> Iterator[Period]:
    for by in get_args(Step):
        yield from whole(SPAN, by)


@dataclass(frozen=True)
class World:
    """How many voices each day and place has: of the reform, and of others."""

    about: Mapping[tuple[date, Place], int]
    other: Mapping[tuple[date, Place], int]

    def voices(self, *, every: bool) -> dict[date, Counter[Place]]:
        days: dict[date, Counter[Place]] = {}
        for counts in (self.about, self.other) if every else (self.about,):
            for (day, place), voices in counts.items():
                days.setdefault(day, Counter())[place] += voices
        return days

    def beside(self) -> Every:
        """As ``mixed`` counts it from cells."""
        about, every = self.voices(every=False), self.voices(every=True)
        few = {
            day: {p: min(n, every[day][p] - n) for p, n in places.items()}
            for day, places in about.items()
        }
        return Every(few, lambda: about, lambda: every)

    def people(self, part: Part, *, every: bool) -> Answer:
        """Each voice that an answer counts."""
        counted = bit = 0
        for about, counts in ((True, self.about), (False, self.other)):
            for (day, place), voices in counts.items():
                if day in part.days and part.places & {place, EVERYWHERE}:
                    counted |= ((1 << voices) - 1) << bit if about or every else 0
                bit += voices
        return counted

    def of_every_comment(self) -> dict[Answer, str]:
        return self._answers(reform=False)

    def of_the_reform(self) -> dict[Answer, str]:
        return self._answers(reform=True)

    def _answers(self, *, reform: bool) -> dict[Answer, str]:
        """All that can be seen of enough voices, and by what question."""
        seen = {}
        voices = self.voices(every=not reform)
        beside = self.beside() if reform else None
        for chosen, unit in product(filters(), units()):
            part = allowed(voices, unit, chosen, k=K, every=beside)
            counted = self.people(part, every=part.every or not reform)
            if counted.bit_count() >= K:
                seen[counted] = f"{chosen} {unit}"
        return seen


def counts(most: int) -> st.SearchStrategy[dict[tuple[date, Place], int]]:
    days = st.integers(0, SPAN.days - 1).map(lambda n: FIRST + timedelta(days=n))
    few = st.sampled_from([1, 2, 3, 4, 5, 6, 9, 20])
    return st.dictionaries(st.tuples(days, st.sampled_from(PLACES)), few, max_size=most)


WORLDS = st.builds(World, counts(12), counts(8))


@settings(max_examples=100)
@given(WORLDS)
def test_no_two_answers_differ_by_fewer_than_five_voices(world: World) -> None:
    """Of every comment and of a reform, by any filter and step."""
    answers = world.of_every_comment() | world.of_the_reform()

    for one, other in combinations(answers, 2):
        assert not 0 < (one ^ other).bit_count() < K, (answers[one], answers[other])


@given(st.dictionaries(st.sampled_from(PLACES), st.integers(1, 12), min_size=1))
def test_blocks_cover_each_place_once_and_hold_enough(voices: dict[Place, int]) -> None:
    cut = list(blocks(voices, K))

    assert sorted(place for block in cut for place in block) == sorted(voices)
    sizes = [sum(voices[place] for place in block) for block in cut]
    assert len(cut) == 1 or min(sizes) >= K


@given(WORLDS)
@settings(max_examples=50)
def test_without_a_choice_no_day_loses_a_voice(world: World) -> None:
    voices = world.voices(every=True)

    for day in whole(SPAN, "day"):
        part = allowed(voices, day, Filter(), k=K)

        assert part.days == day
        assert part.places == frozenset(voices.get(day.first, {}))


def places(**voices: int) -> dict[Place, int]:
    return {(False, name[0], name[1:]): count for name, count in voices.items()}


DAY = Period(FIRST, FIRST)


def answer(voices: dict[Place, int], chosen: Filter) -> set[str]:
    part = allowed({FIRST: voices}, DAY, chosen, k=K)
    return {
        f"{source}{language}{' campaign' if campaign else ''}"
        for campaign, source, language in part.places
    }


def test_a_source_of_few_voices_cannot_be_left_out() -> None:
    voices = places(auz=60, buz=40, cuz=3)

    assert answer(voices, Filter(frozenset("ab"))) == {"auz", "buz", "cuz"}


def test_a_source_of_enough_voices_is_answered_alone() -> None:
    voices = places(auz=60, buz=40, cuz=5)

    assert answer(voices, Filter(frozenset("c"))) == {"cuz"}
    assert answer(voices, Filter(frozenset("ab"))) == {"auz", "buz"}


def test_a_source_of_few_voices_has_no_answer_of_its_own() -> None:
    assert answer(places(auz=60, buz=3, cuz=3), Filter(frozenset("b"))) == set()


def test_a_campaign_of_few_voices_cannot_be_left_out() -> None:
    voices = places(auz=60, buz=40) | {(True, "a", "uz"): 4}

    assert answer(voices, Filter(campaigns=False)) == {"auz", "buz", "auz campaign"}


def test_campaigns_of_many_voices_are_left_out_whole() -> None:
    voices = places(auz=60, buz=40) | {(True, "a", "uz"): 4, (True, "b", "uz"): 2}

    assert answer(voices, Filter(campaigns=False)) == {"auz", "buz"}


def test_a_week_that_is_nearly_one_day_is_that_day() -> None:
    week = Period(date(2026, 3, 9), date(2026, 3, 15))
    monday = Period(week.first, week.first)
    rest = date(2026, 3, 12)

    def days(voices: int) -> Period:
        spoken = {week.first: {EVERYWHERE: 50}, rest: {EVERYWHERE: voices}}
        return allowed(spoken, week, Filter(), k=K).days

    assert days(4) == monday
    assert days(5) == week


def test_a_week_of_two_days_too_small_to_be_shown_is_a_week() -> None:
    week = Period(date(2026, 3, 9), date(2026, 3, 15))
    spoken = {week.first: {EVERYWHERE: 3}, date(2026, 3, 12): {EVERYWHERE: 3}}

    assert allowed(spoken, week, Filter(), k=K).days == week


@pytest.mark.parametrize("silent, every", [(0, True), (4, True), (5, False)])
def test_a_reform_that_nearly_all_speak_of_is_every_comment(
    silent: int, every: bool
) -> None:
    place = (DAY.first, PLACES[0])
    world = World({place: 40}, {place: silent})

    part = allowed(world.voices(every=False), DAY, Filter(), k=K, every=world.beside())

    assert part.every == every


@pytest.mark.parametrize("by", get_args(Step))
def test_weeks_and_months_are_whole_whatever_is_asked(by: Step) -> None:
    found = whole(Period(date(2026, 3, 11), date(2026, 4, 14)), by)

    starts = {"day": date(2026, 3, 11), "week": date(2026, 3, 9)}
    ends = {"day": date(2026, 4, 14), "week": date(2026, 4, 19)}
    assert found[0].first == starts.get(by, date(2026, 3, 1))
    assert found[-1].last == ends.get(by, date(2026, 4, 30))


def test_a_cut_week_keeps_its_asked_days_where_nobody_spoke_on_the_others() -> None:
    week = Period(date(2026, 3, 9), date(2026, 3, 15))
    asked = Period(date(2026, 3, 11), date(2026, 3, 15))

    assert named(week, asked, [date(2026, 3, 12)]) == asked
    assert named(week, asked, [date(2026, 3, 10)]) == week
