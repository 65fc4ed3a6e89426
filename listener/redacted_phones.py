"""Phone numbers, also those that are written so that no program finds them."""

from __future__ import annotations

import re
from itertools import pairwise

from listener.redacted_forms import Form, digits_of, is_in_thousands, is_no_amount

_GAP = r"[ \t\u00a0\u2007\u2009\u202f().\-‐‑–—_/*~·]"

_PLUS = re.compile(rf"[+＋]{_GAP}{{0,2}}\d(?:{_GAP}{{0,3}}\d){{8,14}}(?!\d)")
_COUNTRY = re.compile(rf"[+＋]?(?<!\d)998(?:{_GAP}{{0,3}}\d){{9}}(?!\d)")
_OPERATOR = r"(?:20|33|50|55|6[125679]|7[0-9]|8[78]|9[0-57-9])"
# Digits between letters between digits are a code: …a794777121ba….
_START = rf"(?<!\d)(?<!\d[a-z.,])\(?0?{_OPERATOR}\)?"
_END = r"(?!\d|[a-z]\d)"
_LOCAL = re.compile(
    rf"{_START}{_GAP}{{0,2}}\d{{3}}{_GAP}{{0,2}}\d{{2}}{_GAP}{{0,2}}\d{{2}}{_END}"
)
_OTHERWISE_GROUPED = re.compile(
    rf"{_START}{_GAP}{{1,2}}(?:\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{2}}|\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{3}}"
    rf"|\d{{3}}{_GAP}\d{_GAP}\d{{3}}){_END}"
)
_DIGIT_BY_DIGIT = re.compile(r"(?<!\d)(?<!\d[ .-])\d(?:[ .-]{1,3}\d){8}(?![ .-]?\d)")
_OF_OPERATOR = re.compile(_OPERATOR)
_TRUNK = re.compile(
    rf"(?<!\d)8{_GAP}{{0,3}}\d{{3,4}}{_GAP}{{0,3}}"
    rf"\d{{2,3}}{_GAP}{{0,2}}\d{{2}}{_GAP}{{0,2}}\d{{2}}(?!\d)"
)
_HYPHENS = re.compile(r"(?<![\d-])(?:\d{2,3}-)?\d{3}-\d{2}-\d{2}(?![\d-]\d?)")

_ALIKE = str.maketrans("OoОоЗзlI", "00003311")
_LOOKS = "[0-9OoОоЗзlI]"
_DISGUISE = re.compile(r"\d[OoОоЗзlI]|[OoОоЗзlI]\d")
_DISGUISED = re.compile(
    rf"(?<!\w)[+＋]?{_LOOKS}(?:{_GAP}{{0,3}}{_LOOKS}){{8,11}}(?![\w'ʻʼ‘’`])"
)
_WHOLE = re.compile(rf"(?:998)?{_OPERATOR}\d{{7}}")
_FEWEST_DIGITS = 5

_ORGANISATIONS = re.compile(r"(?:inn|stir|tin|инн|стир)[^\w\n]{0,4}$", re.IGNORECASE)


def _is_phone(found: re.Match[str]) -> bool:
    return not is_in_thousands(found) and is_no_amount(found)


def _is_local(found: re.Match[str]) -> bool:
    if found[0].endswith("00000") or not _is_phone(found):
        return False
    before = found.string[max(0, found.start() - 9) : found.start()]
    return found[0][0] not in "23" or not _ORGANISATIONS.search(before)


def _is_otherwise_grouped(found: re.Match[str]) -> bool:
    return not found[0].endswith("00") and _is_phone(found)  # 60 70 80 100


def _is_digit_by_digit(found: re.Match[str]) -> bool:
    digits = digits_of(found)
    steps = {int(b) - int(a) for a, b in pairwise(digits)}
    return len(steps) > 1 and _OF_OPERATOR.match(digits) is not None  # 9 8 7 6 …, 5 5 5


def _is_trunk(found: re.Match[str]) -> bool:
    digits = digits_of(found)
    return len(digits) == 11 and not digits.endswith("000") and _is_phone(found)


def _is_uzbek(found: re.Match[str]) -> bool:
    return found[0][0] in "+＋" or is_no_amount(found)


def _is_disguised(found: re.Match[str]) -> bool:
    if len(digits_of(found)) < _FEWEST_DIGITS or not _DISGUISE.search(found[0]):
        return False
    read = "".join(filter(str.isdecimal, found[0].translate(_ALIKE)))
    return _WHOLE.fullmatch(read) is not None


PHONES = (
    Form(_DISGUISED, "‹phone›", _is_disguised),
    Form(_COUNTRY, "‹phone›", _is_uzbek),
    Form(_PLUS, "‹phone›", _is_phone),
    Form(_TRUNK, "‹phone›", _is_trunk),
    Form(_LOCAL, "‹phone›", _is_local),
    Form(_OTHERWISE_GROUPED, "‹phone›", _is_otherwise_grouped),
    Form(_DIGIT_BY_DIGIT, "‹phone›", _is_digit_by_digit),
    Form(_HYPHENS, "‹phone›", is_no_amount),
)
"""In this order: a country's number holds a local one."""
