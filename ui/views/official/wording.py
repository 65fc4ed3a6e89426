"""A scorecard's figures, places and reasons in words. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import floor, log10

from babel.numbers import format_decimal
from babel.units import format_unit

from domain.scorecards import Component, Figure, Missing, Place, Scorecard
from mood.ranking import value_of
from shown import words
from shown.speech import _, later, spoken
from shown.words import NOTHING, signed

PARTS = {
    Component.FOLLOWERS: later("Followers"),
    Component.VIEWS: later("Views a post"),
    Component.INTERACTIONS: later("Interactions a post"),
    Component.EFFECTIVENESS: later("Interactions a post per 1,000 followers"),
    Component.ANSWERED: later("Share of comments answered"),
    Component.WAIT: later("Median wait for an answer"),
    Component.MOOD: later("Mood after an answer less before"),
}

REASONS = {
    Missing.BLIND: later("less than half of its hours was seen"),
    Missing.NO_POSTS: later("nothing was published"),
    Missing.NOT_TOLD: later("the page does not tell it"),
    Missing.NOT_COUNTED: later("followers were not counted in this time"),
    Missing.ONCE: later("followers were counted once"),
    Missing.NO_COMMENTS: later("no comments under these posts"),
    Missing.FEW_VOICES: later("fewer voices than may be shown"),
    Missing.NO_ANSWERS: later("no comment was answered"),
    Missing.FEW_THREADS: later("too few threads with enough voices on both sides"),
}

UNITS = ((60.0, "minute"), (3_600.0, "hour"), (86_400.0, "day"))

Write = Callable[[float], str]


def number(value: float) -> str:
    """Three digits that count: 4.27, 42.7, 427, 42,700."""
    size = floor(log10(abs(value))) if value else 0
    places = min(max(2 - size, 0), 2) if value else 0
    rounded = round(value, 2 - size) if value else 0
    pattern = "#,##0." + "0" * places if places else "#,##0"
    return str(format_decimal(rounded, format=pattern, locale=spoken().locale))


def share(value: float) -> str:
    """4.2%, 42%: small shares differ in their tenths."""
    pattern = "0.0" if 0 < value < 0.0995 else "0"
    return f"{format_decimal(100 * value, format=pattern, locale=spoken().locale)}%"


def wait(seconds: float) -> str:
    """35 min, 2.6 hrs, 3 days: short, after CLDR."""
    size, unit = _unit(seconds)
    told = round(seconds / size, _digits(unit))
    locale = spoken().locale
    return str(format_unit(told, unit, "short", format="#,##0.#", locale=locale))


def _unit(seconds: float) -> tuple[float, str]:
    return UNITS[(seconds >= 90 * 60) + (seconds >= 2 * 86_400)]


def _digits(unit: str) -> int:
    return 0 if unit == "minute" else 1


WRITES: dict[Component, Write] = {
    Component.FOLLOWERS: number,
    Component.VIEWS: number,
    Component.INTERACTIONS: number,
    Component.EFFECTIVENESS: number,
    Component.ANSWERED: share,
    Component.WAIT: wait,
    Component.MOOD: signed,
}


def between(figure: Figure, write: Write) -> str:
    """The interval; nothing where there is none, or none is needed."""
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return ""
    if write is wait:
        write = partial(_waits, unit=_unit(figure.value))
    return _("{low} to {high}", low=write(figure.low), high=write(figure.high))


def _waits(seconds: float, *, unit: tuple[float, str]) -> str:
    """In the unit of the figure, which is not said again."""
    told = round(seconds / unit[0], _digits(unit[1]))
    return str(format_decimal(told, format="#,##0.#", locale=spoken().locale))


def figured(figure: Figure, write: Write) -> str:
    """``4.2% (3.7% to 4.9%)``"""
    wide = between(figure, write)
    return f"{write(figure.value)} ({wide})" if wide else write(figure.value)


def part_said(row: Scorecard, part: Component) -> str:
    """A figure with its interval, or why there is none."""
    figure = figure_of(row, part)
    if figure is None:
        return f"{NOTHING} {why(row, str(part))}"
    said = figured(figure, WRITES[part])
    if figure.low is None:
        few = _("too few posts for an interval")
        return f"{said} ({few})"
    return said


def figure_of(row: Scorecard, part: Component) -> Figure | None:
    """Also a figure without an interval, which counts in no score."""
    if part is Component.FOLLOWERS:
        return value_of(row, part)
    found: Figure | None = getattr(row, part)
    return found


def why(row: Scorecard, name: str) -> str:
    """Why a figure is missing, in words."""
    reason = row.missing.get(name) or row.missing.get("posts")
    return f"({_(REASONS[reason])})" if reason else ""


def placed(place: Place | None) -> str:
    """``2 (1–5)``: the rank, and the ranks that chance leaves open."""
    if place is None:
        return NOTHING
    if place.best == place.worst:
        return str(place.rank)
    return f"{place.rank} ({place.best}–{place.worst})"


def whole(value: float) -> str:
    return words.count(round(value))
