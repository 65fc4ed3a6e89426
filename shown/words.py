"""How the app writes numbers, days and names, in the language spoken. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent

from domain.events import Event
from domain.periods import TASHKENT, Period, Step
from shown.speech import _, later, n_, spoken

MINUS = "−"
NOTHING = "–"

LANGUAGES = {
    "uz": later("Uzbek"),
    "ru": later("Russian"),
    "en": later("English"),
    "other": later("Other languages"),
    "undetermined": later("Undetermined"),
}

STEPS: dict[Step, str] = {
    "day": later("Day"),
    "week": later("Week"),
    "month": later("Month"),
}

BY_STEP: dict[Step, str] = {
    "day": later("by day"),
    "week": later("by week"),
    "month": later("by month"),
}

WHEN: dict[Step, str] = {
    "day": later("On {step}"),
    "week": later("In the week of {step}"),
    "month": later("In {step}"),
}

MONTHS = {
    "uz": "y-'yil' MMMM",
    "uz-Cyrl": "y 'йил' MMMM",
    "ru": "LLLL y",
    "en": "MMMM y",
}
"""A month and its year as a heading has it; CLDR has it otherwise in Uzbek."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+.!|~$:&-])")


_MADE_ALL_THE_SAME = re.compile(
    r"(?=https?://[-\w]*\.|www\.)|(?=@)|(?<=:)(?=material/|streamlit:)",
    re.IGNORECASE,
)
"""Where a link or an icon would begin: the app's Markdown makes them of words that are
escaped, too. A joiner in between (U+2060) has no width and keeps it from doing so."""


def plain(text: str) -> str:
    """``text`` such that Markdown shows it as it is: a name is never markup."""
    words = _MADE_ALL_THE_SAME.sub("\u2060", " ".join(text.split()))
    return _MARKDOWN.sub(r"\\\1", words)


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
    return _("{low} to {high}", low=signed(low), high=signed(high))


def count(number: int) -> str:
    return str(format_decimal(number, locale=spoken().locale))


def people(voices: int, k: int) -> str:
    """Voices, but no number so small that it speaks of single people."""
    return _("fewer than {k}", k=k) if 0 < voices < k else count(voices)


def percent(share: float) -> str:
    """0% and 100% only where it is nothing and all."""
    if 0 < share < 0.01:
        return f"<{_percent(0.01)}"
    if 0.99 < share < 1:
        return f">{_percent(0.99)}"
    return _percent(share)


def days(period: Period) -> str:
    """``3 Jan 2026``, ``5–11 Jan 2026``, ``29 Dec 2025 – 4 Jan 2026``, after CLDR."""
    if period.first == period.last:
        return day(period.first)
    locale = spoken().locale
    return str(format_interval(period.first, period.last, "yMMMd", locale=locale))


def day(when: date) -> str:
    return str(format_skeleton("yMMMd", when, locale=spoken().locale))


def moment(at: datetime) -> str:
    """A time by the clock in Tashkent."""
    local = at.astimezone(TASHKENT)
    return f"{day(local.date())}, {format_time(local, 'HH:mm')}"


def length(duration: timedelta) -> str:
    """``5 hours``, ``3 days``."""
    hours = round(duration / timedelta(hours=1))
    if hours < 48:
        return n_("{n} hour", "{n} hours", max(hours, 1))
    return n_("{n} day", "{n} days", round(hours / 24))


def event(of: Event) -> str:
    """What happened, in the reader's writing if it was told in it."""
    return of.called(spoken().writing)


def step_name(period: Period, by: Step) -> str:
    """One step as a heading says it: a whole month by its name."""
    if by == "month" and period.first.day == 1:
        tongue = spoken()
        return str(format_date(period.first, MONTHS[tongue.tag], locale=tongue.locale))
    return days(period)


def when(period: Period, by: Step) -> str:
    """``On 5 Jan 2026``, ``In the week of 5–11 Jan 2026``, ``In January 2026``."""
    return _(WHEN[by], step=step_name(period, by))


def by_step(by: Step) -> str:
    """``by week``."""
    return _(BY_STEP[by])


def language(code: str) -> str:
    """A language of comments by its name, or by its code if it has none here."""
    return _(LANGUAGES.get(code, code))


def sentence(text: str) -> str:
    """``text`` with a capital."""
    return text[:1].upper() + text[1:]


def _percent(share: float) -> str:
    return str(format_percent(share, "#,##0%", locale=spoken().locale))
