"""The page's sentences and how it writes numbers, days and names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.periods import TASHKENT, Period, Step
from mood.changes import Change, change
from mood.estimates import BLIND, Estimate

MINUS = "−"
NOTHING = "–"

LANGUAGES = {
    "uz": "Uzbek",
    "ru": "Russian",
    "en": "English",
    "other": "Other languages",
    "undetermined": "Undetermined",
}

STEP_BEFORE = {"day": "the day before", "week": "the week before"}

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+.!|~$:&-])")


def plain(text: str) -> str:
    """``text`` such that Markdown shows it as it is: a name is never markup."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def signed(value: float | None) -> str:
    """A mood or a change of it, rounded: +12, −5, 0."""
    if value is None:
        return NOTHING
    whole = round(value)
    if whole == 0:
        return "0"
    return f"+{whole}" if whole > 0 else f"{MINUS}{-whole}"


def interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return NOTHING
    return f"{signed(low)} to {signed(high)}"


def count(number: int) -> str:
    return f"{number:,}"


def people(voices: int, k: int) -> str:
    """Voices, but no number so small that it speaks of single people."""
    return f"fewer than {k}" if 0 < voices < k else count(voices)


def percent(share: float) -> str:
    """0% and 100% only where it is nothing and all."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def many(number: int, noun: str) -> str:
    """``3 voices``, ``1 voice``."""
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def days(period: Period) -> str:
    """``3 Jan 2026``, ``5–11 Jan 2026``, ``29 Dec 2025 – 4 Jan 2026``."""
    first, last = period.first, period.last
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def day(when: date) -> str:
    return f"{when.day} {when:%b %Y}"


def moment(at: datetime) -> str:
    """A time by the clock in Tashkent."""
    local = at.astimezone(TASHKENT)
    return f"{day(local.date())}, {local:%H:%M}"


def length(duration: timedelta) -> str:
    """``5 hours``, ``3 days``."""
    hours = round(duration / timedelta(hours=1))
    if hours < 48:
        return many(max(hours, 1), "hour")
    return many(round(hours / 24), "day")


def step_name(period: Period, by: Step) -> str:
    """One step as a heading says it: a whole month by its name."""
    if by == "month" and period.first.day == 1:
        return f"{period.first:%B %Y}"
    return days(period)


def when(period: Period, by: Step) -> str:
    """``On 5 Jan 2026``, ``In the week of 5–11 Jan 2026``, ``In January 2026``."""
    how = {"day": "On", "week": "In the week of"}.get(by, "In")
    return f"{how} {step_name(period, by)}"


def before(by: Step) -> str:
    return STEP_BEFORE.get(by, f"the {by} before")


def moved(earlier: Estimate | None, now: Estimate, *, by: Step, k: int) -> str:
    """The sentence at the head of the page."""
    if now.mood is None:
        return f"For {step_name(now.period, by)} there is no mood: {why_none(now, k)}."
    stood = (
        f"{when(now.period, by)} mood stood at **{signed(now.mood)}** "
        f"({interval(now.low, now.high)})"
    )
    step = change(earlier, now) if earlier else None
    if step is None:
        return f"{stood}; for {before(by)} there is no mood to compare it with."
    return f"{stood}{_against_before(step, by)}"


def why_none(estimate: Estimate, k: int) -> str:
    """Why a step has no mood."""
    if estimate.coverage < BLIND:
        seen = percent(estimate.coverage)
        return "nobody was listening" if seen == "0%" else f"we saw only {seen} of it"
    if estimate.voices == 0:
        return "nobody spoke"
    return f"fewer than {k} voices spoke"


def completeness(estimates: Sequence[Estimate], k: int) -> str:
    """How much the numbers above rest on, in one sentence or two."""
    voices = sum(e.voices for e in estimates)
    comments = sum(e.comments for e in estimates)
    said = (
        f"These figures rest on **{people(voices, k)}** voices "
        f"({many(comments, 'comment')} by the public)"
    )
    seen = f"we could see **{percent(seen_share(estimates))}** of the sources' hours"
    if not comments:
        return f"Nobody spoke in this time, in which {seen}."
    share = unscored_share(estimates)
    left = (
        f"**{percent(share)}** of the comments could not be scored and are left out, "
        "not counted as neutral"
        if share
        else "every comment could be scored"
    )
    return f"{said}; {seen}, and {left}."


def seen_share(estimates: Sequence[Estimate]) -> float:
    """The share of the hours of all steps together that was seen."""
    total = sum(e.period.days for e in estimates)
    seen = sum(e.coverage * e.period.days for e in estimates)
    return min(1.0, seen / total) if total else 0.0


def unscored_share(estimates: Sequence[Estimate]) -> float:
    comments = sum(e.comments for e in estimates)
    scored = sum(e.scored for e in estimates)
    return (comments - scored) / comments if comments else 0.0


def _against_before(step: Change, by: Step) -> str:
    size = abs(round(step.points))
    wide = f"({interval(step.low, step.high)})"
    if step.moved:
        way = "above" if step.points > 0 else "below"
        return f", **{many(size, 'point')} {way} {before(by)}** {wide}."
    return (
        f". It did not move beyond its interval: {signed(step.points)} on "
        f"{before(by)} {wide}."
    )
