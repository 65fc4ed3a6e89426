"""The form of a number that belongs to one person, and what tells it from a sum."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Judge = Callable[["re.Match[str]"], bool]

SPACE = r"[ \u00a0]"

_THOUSANDS = re.compile(r"\+?\s?\d{1,3}(?:[ \u00a0.]\d{3})+")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[^\d]{1,3}(?:19|20)\d\d)*")
_UNIT = re.compile(
    r"\s{0,2}(?:so['ʻʼ‘’`´]?m|sum\b|soum|сўм|сум|сом\b|\$|usd|долл|doll|руб|rubl|₽|€|evro"
    r"|евро|ming|минг|тыс|mln|млн|million|миллион|mlrd|млрд|milliard|trln|трлн"
    r"|k[wv]t?h?\b|квт|kub|куб|tonn|тонн|kishi|киши|чел|foiz|фоиз|%)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern, what stands instead of it, and whether a match is meant.

    What the pattern's first group holds, if it has one, stays before it.
    """

    pattern: re.Pattern[str]
    instead: str
    is_meant: Judge

    def taken_from(self, text: str) -> str:
        return self.pattern.sub(self._replaced, text)

    def _replaced(self, found: re.Match[str]) -> str:
        if not self.is_meant(found):
            return found[0]
        return (found[1] if self.pattern.groups else "") + self.instead


def is_no_amount(found: re.Match[str]) -> bool:
    """Whether no unit follows: so'm, %, kWh, people."""
    return not _UNIT.match(found.string, found.end())


def is_in_thousands(found: re.Match[str]) -> bool:
    """Whether it is grouped like a sum: ``1 200 000``."""
    return bool(_THOUSANDS.fullmatch(found[0]))


def are_years(found: re.Match[str]) -> bool:
    """Whether it is a list of years: ``2017 2018 2019``."""
    return bool(_YEARS.fullmatch(found[0]))


def digits_of(found: re.Match[str]) -> str:
    return "".join(filter(str.isdecimal, found[0]))


def has_check_digit(digits: str) -> bool:
    """Whether the last digit is that of ISO/IEC 7812-1 (Luhn)."""
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    tens = sum(value - 9 if value > 9 else value for value in doubled)
    return (tens + sum(map(int, digits[-1::-2]))) % 10 == 0
