"""Numbers that belong to one person: cards, passports, PINFL, phones."""

from __future__ import annotations

import re
from collections.abc import Callable

_Judge = Callable[["re.Match[str]"], bool]

_GAP = r"[ \t\u00a0\u2007\u2009\u202f().\-‐‑–—_/]"
_LETTER = "A-ZА-ЯЁЎҚҒҲ"

_PASSPORT = re.compile(
    rf"(?<![^\W_])[{_LETTER}]{{2}}[ \u00a0№:#-]{{0,3}}"
    r"\d(?:[ \u00a0]?\d){6}(?![ \u00a0]?\d)"
    r"|(?<![\w/-])[^\W\d_]{2}\d{7}(?!\w)",
)
_FOURS = re.compile(r"(?<!\d)\d{4}(?:[ \u00a0.\-–]{0,2}\d{4}){3}(?!\d)")
_PINFL = re.compile(r"(?<!\d)\d{14}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d(?:[ \u00a0-]?\d){12,18}(?!\d)")
_UZBEK_CARDS = ("8600", "9860", "5614", "6262")

_PLUS = re.compile(rf"[+＋]{_GAP}{{0,2}}\d(?:{_GAP}{{0,3}}\d){{8,14}}(?!\d)")
_COUNTRY = re.compile(rf"[+＋]?(?<!\d)998(?:{_GAP}{{0,3}}\d){{9}}(?!\d)")
_OPERATOR = r"(?:20|33|50|55|6[125679]|7[0-9]|8[78]|9[0-57-9])"
_LOCAL = re.compile(
    rf"(?<![\d.,])\(?0?{_OPERATOR}\)?{_GAP}{{0,2}}"
    rf"\d{{3}}{_GAP}{{0,2}}\d{{2}}{_GAP}{{0,2}}\d{{2}}(?![\da-z])"
)
_TRUNK = re.compile(
    rf"(?<!\d)8{_GAP}{{0,3}}\d{{3,4}}{_GAP}{{0,3}}"
    rf"\d{{2,3}}{_GAP}{{0,2}}\d{{2}}{_GAP}{{0,2}}\d{{2}}(?!\d)"
)
_HYPHENS = re.compile(r"(?<![\d-])(?:\d{2,3}-)?\d{3}-\d{2}-\d{2}(?![\d-]\d?)")

_THOUSANDS = re.compile(r"\+?\s?\d{1,3}(?:[ \u00a0.]\d{3})+")
_UNIT = re.compile(
    r"\s{0,2}(?:so['ʻʼ‘’`´]?m|sum\b|soum|сўм|сум|сом\b|\$|usd|долл|doll|руб|rubl|₽|€|evro"
    r"|евро|ming|минг|тыс|mln|млн|million|миллион|mlrd|млрд|milliard|trln|трлн"
    r"|k[wv]t?h?\b|квт|kub|куб|tonn|тонн|kishi|киши|чел|foiz|фоиз|%)",
    re.IGNORECASE,
)


def without_numbers(text: str) -> str:
    """``text`` with such numbers replaced by ‹what it was›."""
    if not _TWO_DIGITS.search(text):
        return text
    for pattern, what, judge in _ORDER:
        text = _replaced(text, pattern, what, judge)
    return text


_TWO_DIGITS = re.compile(r"\d[^\n]{0,3}\d")


def _replaced(text: str, pattern: re.Pattern[str], what: str, judge: _Judge) -> str:
    return pattern.sub(lambda found: what if judge(found) else found[0], text)


def _is_no_amount(found: re.Match[str]) -> bool:
    return not _UNIT.match(found.string, found.end())


def _is_card_in_fours(found: re.Match[str]) -> bool:
    digits = _digits(found)
    fours = [digits[start : start + 4] for start in range(0, 16, 4)]
    if fours[0] in _UZBEK_CARDS:
        return True
    years = all(four[:2] in ("19", "20") for four in fours)
    written_in_fours = len(found[0]) > 16
    return not years and (written_in_fours or _luhn(digits))


def _is_card(found: re.Match[str]) -> bool:
    grouped = _THOUSANDS.fullmatch(found[0])
    return not grouped and _luhn(_digits(found)) and _is_no_amount(found)


def _is_pinfl(found: re.Match[str]) -> bool:
    return not found[0].endswith("00000") and _is_no_amount(found)


def _is_phone(found: re.Match[str]) -> bool:
    return not _THOUSANDS.fullmatch(found[0]) and _is_no_amount(found)


def _is_local_phone(found: re.Match[str]) -> bool:
    return not found[0].endswith("00000") and _is_phone(found)


def _is_trunk_phone(found: re.Match[str]) -> bool:
    digits = _digits(found)
    return len(digits) == 11 and not digits.endswith("000") and _is_phone(found)


def _is_uzbek_phone(found: re.Match[str]) -> bool:
    return found[0][0] in "+＋" or _is_no_amount(found)


def _digits(found: re.Match[str]) -> str:
    return "".join(filter(str.isdecimal, found[0]))


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    tens = sum(value - 9 if value > 9 else value for value in doubled)
    return (tens + sum(map(int, digits[-1::-2]))) % 10 == 0


# Cards first: their digits could be read as phones.
_ORDER: tuple[tuple[re.Pattern[str], str, _Judge], ...] = (
    (_PASSPORT, "‹passport›", _is_no_amount),
    (_FOURS, "‹card›", _is_card_in_fours),
    (_PINFL, "‹pinfl›", _is_pinfl),
    (_CARD, "‹card›", _is_card),
    (_COUNTRY, "‹phone›", _is_uzbek_phone),
    (_PLUS, "‹phone›", _is_phone),
    (_TRUNK, "‹phone›", _is_trunk_phone),
    (_LOCAL, "‹phone›", _is_local_phone),
    (_HYPHENS, "‹phone›", _is_no_amount),
)
