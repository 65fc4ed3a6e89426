"""What the mood rests on, and what is marked on its line, in words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from domain.periods import Step
from mood.estimates import Estimate
from shown import words
from shown.speech import _, n_

TELLING = 0.5
"""From this difference in points on, the line with campaigns is another line."""

MOST_MARKED = 0.5
"""Where more of the steps are only half there, a sentence says so, not marks."""


def differ(shown: Sequence[Estimate], toggled: Sequence[Estimate]) -> bool:
    """Whether campaigns make another line."""
    return _furthest(shown, toggled) is not None


def campaigns_told(
    shown: Sequence[Estimate], toggled: Sequence[Estimate], *, with_them: bool, by: Step
) -> str:
    """Where campaigns moved the line most; nothing where they make no other line."""
    found = _furthest(shown, toggled)
    if found is None:
        return ""
    loud, quiet = found if with_them else found[::-1]
    return _(
        "{when} coordinated campaigns moved it most: {with_them} with them, {without} "
        "without.",
        when=words.when(loud.period, by),
        with_them=words.signed(loud.mood),
        without=words.signed(quiet.mood),
    )


def not_scored(estimates: Sequence[Estimate], *, k: int) -> str:
    """The comments without an attitude by language, the most frequent first."""
    total: Counter[str] = Counter()
    for each in estimates:
        total.update(each.not_scored)
    parts = [
        f"{words.language(code)} – {words.people(number, k)}"
        for code, number in total.most_common()
        if number > 0 and code in words.LANGUAGES
    ]
    if not parts:
        return ""
    return _("Comments not scored, by language: {list}.", list=", ".join(parts))


def half_there(estimates: Sequence[Estimate], *, by: Step) -> Iterator[str]:
    """How many steps are only half there, in sentences."""
    stated = [each for each in estimates if each.mood is not None]
    unseen = sum(each.half_blind for each in stated)
    unstored = sum(each.half_collected for each in stated)
    if unseen:
        yield _(
            "Half blind, with less than 90% of the hours seen: {steps} of {all}.",
            steps=_steps(unseen, by),
            all=words.count(len(stated)),
        )
    if unstored:
        yield _(
            "With less than half of the comments stored that the servers count: "
            "{steps} of {all}.",
            steps=_steps(unstored, by),
            all=words.count(len(stated)),
        )


def few_marks(marks: Sequence[str]) -> bool:
    """Whether half steps are few enough to be marked one by one."""
    half = sum(bool(mark) for mark in marks)
    return 0 < half <= MOST_MARKED * len(marks)


def stored(estimates: Sequence[Estimate]) -> str:
    """How many of the comments that servers count are stored, from step to step."""
    shares = [each.collected for each in estimates if each.collected is not None]
    if not shares:
        return ""
    low, high = words.percent(min(shares)), words.percent(max(shares))
    if low == high:
        return _(
            "Of the comments that the servers count, **{share}** are stored.",
            share=high,
        )
    return _(
        "Of the comments that the servers count, **{low}** to **{high}** are stored, "
        "step by step.",
        low=low,
        high=high,
    )


def made(estimates: Sequence[Estimate], *, k: int) -> Iterator[str]:
    """What else a reader must know of how the figures were made."""
    stated = [each for each in estimates if each.mood is not None]
    if stated and not all(each.corrected for each in stated):
        yield _(
            "Some steps are not corrected for the scorer's errors, which were not "
            "measured for most of their voices."
        )
    labels = sum(each.labels for each in stated)
    if labels:
        yield n_(
            "Made with the labels of {n} voice.",
            "Made with the labels of {n} voices.",
            labels,
        )
    withheld = sum(each.withheld for each in estimates)
    if withheld >= k:
        yield n_(
            "{n} voice is left out: the choice is so narrow that it could be told "
            "apart.",
            "{n} voices are left out: the choice is so narrow that they could be told "
            "apart.",
            withheld,
        )


def _furthest(
    shown: Sequence[Estimate], toggled: Sequence[Estimate]
) -> tuple[Estimate, Estimate] | None:
    """The step in which the two lines are furthest apart, if they are two."""
    apart = [
        (abs(one.mood - other.mood), n)
        for n, (one, other) in enumerate(zip(shown, toggled, strict=False))
        if one.mood is not None and other.mood is not None
        if one.period == other.period
    ]
    most, n = max(apart, default=(0.0, 0))
    return (shown[n], toggled[n]) if most >= TELLING else None


def _steps(number: int, by: Step) -> str:
    if by == "day":
        return n_("{n} day", "{n} days", number)
    if by == "week":
        return n_("{n} week", "{n} weeks", number)
    return n_("{n} month", "{n} months", number)
