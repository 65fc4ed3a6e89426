"""Numbers and times as the letter writes them. Pure."""

from __future__ import annotations

from datetime import date, datetime

from domain.periods import TASHKENT, Period
from mood.coverage import Blind
from mood.estimates import Estimate

MINUS, DASH = "\N{MINUS SIGN}", "\N{EN DASH}"


def signed(value: float | None) -> str:
    """A whole number with its sign: +12, −3, 0; a dash for none."""
    if value is None:
        return DASH
    whole = round(value)
    return f"{whole:+d}".replace("-", MINUS) if whole else "0"


def interval(low: float | None, high: float | None) -> str:
    return f"{signed(low)} to {signed(high)}"


def percent(share: float | None) -> str:
    """Whole percents; never 100% or 0% of what is not quite all or nothing."""
    if share is None:
        return DASH
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{share:.0%}"


def count(number: int, noun: str) -> str:
    """1 voice, 1,204 voices."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def days(period: Period) -> str:
    """9–15 March 2026, 30 March – 5 April 2026."""
    first, last = period.first, period.last
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{last.day} {last:%B %Y}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {first:%B}{year} {DASH} {last.day} {last:%B %Y}"


def day(at: date) -> str:
    return f"{at.day} {at:%b}"


def moment(at: datetime) -> str:
    """Mon 9 Mar 14:00, in Tashkent."""
    local = at.astimezone(TASHKENT)
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def stretch(blind: Blind) -> str:
    """When a stretch was blind, how much, and why."""
    whom = "all sources" if blind.share == 1 else f"{percent(blind.share)} of sources"
    why = ", ".join(blind.reasons)
    return f"{moment(blind.start_at)} to {moment(blind.end_at)}: {whom} ({why})"


def stated(estimate: Estimate) -> str:
    """A mood with its interval: −12 (−18 to −6)."""
    return f"{signed(estimate.mood)} ({interval(estimate.low, estimate.high)})"
