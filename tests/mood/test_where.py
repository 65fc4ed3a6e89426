"""No table of where a reform is spoken of tells of a few voices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reforms import Spoken
from mood.disclosure import Filter
from mood.where import OTHERS, Part, places, rounded

K = 5
ALL = Filter()
PARTS: tuple[Part, ...] = ("source", "language")
PLACES = list(product(["2026-01", "2026-02"], "abc", ["ru", "uz"], [False, True]))


def spoken(
    month: str = "2026-01", campaign: bool = False, **voices: int
) -> list[Spoken]:
    """The voices of each source, in Uzbek."""
    return [Spoken(month, name, "uz", campaign, n) for name, n in voices.items()]


def test_voices_are_counted_by_source_and_by_language() -> None:
    found = [*spoken(a=20, b=9), Spoken("2026-02", "a", "ru", False, 30)]

    assert places(found, "source", ALL, k=K) == {"a": 50, "b": 9}
    assert places(found, "language", ALL, k=K) == {"uz": 29, "ru": 30}


def test_a_source_of_few_adds_to_one_of_many_and_has_no_number() -> None:
    assert places(spoken(a=100, b=3), "source", ALL, k=K) == {"a": 103}


def test_sources_of_few_stand_together_as_others() -> None:
    found = spoken(a=100, b=3, c=4)

    assert places(found, "source", ALL, k=K) == {"a": 100, OTHERS: 7}


def test_of_a_month_of_few_voices_nothing_is_told() -> None:
    months = [*spoken(a=3), *spoken("2026-02", a=20)]

    assert places(months, "source", ALL, k=K) == {"a": 20}
    assert places(spoken(a=2, b=2), "source", ALL, k=K) == {}


def test_a_month_more_adds_no_voice_or_at_least_five() -> None:
    january = spoken(a=20, b=7)

    longer = places([*january, *spoken("2026-02", a=3, b=1)], "source", ALL, k=K)

    assert longer == places(january, "source", ALL, k=K)


def test_a_campaign_of_few_is_not_told_by_leaving_it_out() -> None:
    found = [*spoken(a=20), *spoken(campaign=True, a=3)]

    without = places(found, "source", Filter(campaigns=False), k=K)

    assert without == places(found, "source", ALL, k=K) == {"a": 23}


def test_k_can_be_raised_but_never_lowered() -> None:
    assert places(spoken(a=4), "source", ALL, k=1) == {}
    assert places(spoken(a=9), "source", ALL, k=10) == {}


@pytest.mark.parametrize(
    "voices, told", [(5, 10), (14, 10), (15, 20), (96, 100), (104, 100), (1_234, 1_230)]
)
def test_numbers_are_rounded_to_twice_k(voices: int, told: int) -> None:
    assert rounded(voices, K) == told


def filters() -> Iterator[Filter]:
    sources = [None, *map(frozenset, (["a"], ["a", "b"]))]
    languages = [None, frozenset(["uz"])]
    for source, language, campaigns in product(sources, languages, [True, False]):
        yield Filter(source, language, campaigns)


def narrower(one: Filter, other: Filter) -> bool:
    """Whether ``one`` chooses nothing that ``other`` does not."""
    return all(
        place in other
        for _month, source, language, campaign in PLACES
        if (place := (campaign, source, language)) in one
    )


@given(st.dictionaries(st.sampled_from(PLACES), st.integers(1, 12)))
def test_what_a_choice_leaves_out_of_a_number_is_nobody_or_at_least_five(
    voices: dict[tuple[str, str, str, bool], int],
) -> None:
    """By months, sources, languages or campaigns."""
    whole = [Spoken(*place, n) for place, n in voices.items()]
    january = [each for each in whole if each.month == "2026-01"]
    for part, chosen in product(PARTS, product(filters(), filters())):
        if narrower(*chosen):
            less = places(january, part, chosen[0], k=K)
            more = places(whole, part, chosen[1], k=K)
            assert all(n >= K for n in (*less.values(), *more.values()))
            for name in (less.keys() | more.keys()) - {OTHERS}:
                left_out = more.get(name, 0) - less.get(name, 0)
                assert left_out == 0 or left_out >= K
