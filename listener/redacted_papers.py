"""Numbers on a person's papers: cards, accounts, passports, PINFL, INN, car plates."""

from __future__ import annotations

import re

from listener.redacted_forms import (
    SPACE,
    Form,
    are_years,
    digits_of,
    has_check_digit,
    is_in_thousands,
    is_no_amount,
)

_LETTER = "A-ZА-ЯЁЎҚҒҲ"
_PASSPORT = re.compile(
    rf"(?<![^\W_])[{_LETTER}]{{2}}[ \u00a0№:#-]{{0,3}}"
    rf"\d(?:{SPACE}?\d){{6}}(?!{SPACE}?\d)"
    r"|(?<![\w/-])[^\W\d_]{2}\d{7}(?!\w)",
)
_SPACED_AFTER_HYPHEN = re.compile(r"[^\d]*-\d+[ \u00a0]")
_PETROL = re.compile(r"[AА][IИ][^\d]*(?:80|9[1258])[ \u00a0]")

_UZBEK_CARDS = ("8600", "9860", "5614", "6262")
_FOURS = re.compile(r"(?<!\d)\d{4}(?:[ \u00a0.\-–_/*·]{0,2}\d{4}){3}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d(?:[ \u00a0-]?\d){12,18}(?!\d)")

_ACCOUNT = re.compile(r"(?<!\d)\d(?:[ \u00a0.-]?\d){19}(?:\d{7})?(?!\d)")
_BALANCE = ("20", "22", "23", "40")
"""With what an account begins, in the charts of accounts here and in Russia."""

_IBAN = re.compile(
    rf"(?<![^\W_])[A-Z]{{2}}\d\d(?:{SPACE}?[A-Z0-9]{{4}}){{2,7}}"
    rf"(?:{SPACE}?[A-Z0-9]{{1,3}})?(?![^\W_])"
)

_PINFL = re.compile(r"(?<!\d)\d{14}(?!\d)")
# Sex and century, date of birth, district, number: so people read it from the paper.
_PINFL_IN_PARTS = re.compile(
    r"(?<!\d)[1-6][ \u00a0-](?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d"
    r"[ \u00a0-]\d{3}[ \u00a0-]?\d{4}(?!\d)"
)
_PINFL_NAMED = re.compile(
    r"((?:pinfl|jshshir|пинфл|жшшир)[^\d\n]{0,9})\d(?:[ \u00a0-]?\d){13}(?!\d)",
    re.IGNORECASE,
)
# Since 2 and 3 begin those of organisations, which are public.
_INN = re.compile(
    r"((?<![^\W_])(?:inn|stir|tin|инн|стир)[^\w\n]{0,4})[4-7]\d{8}(?!\d)",
    re.IGNORECASE,
)

_REGION = r"(?<![\w.,])(?:01|10|20|25|30|40|50|60|70|75|80|85|90|95)"
_ON_PLATES = "A-ZАВЕКМНОРСТУХ"
_PLATE = re.compile(
    rf"{_REGION}[ \u00a0-]?[{_ON_PLATES}][ \u00a0-]?\d{{3}}"
    rf"[ \u00a0-]?[{_ON_PLATES}]{{2}}(?!\w)"
)
_FIRMS_PLATE = re.compile(
    rf"{_REGION}[ \u00a0-]?(?!000)\d{{3}}{SPACE}?[A-Z]{{3}}(?!\w)"
)
_SHOUTED = ("SUM", "SOM", "USD", "EUR", "RUB", "UZS", "KWH", "KVT", "HAM", "BIR", "EDI")
"""What stands behind a number in a text of capitals, and is no plate."""


def _is_passport(found: re.Match[str]) -> bool:
    spaced = _SPACED_AFTER_HYPHEN.match(found[0])  # PQ-60 12 000
    return not spaced and not _PETROL.match(found[0]) and is_no_amount(found)


def _is_card_in_fours(found: re.Match[str]) -> bool:
    digits = digits_of(found)
    if digits.startswith(_UZBEK_CARDS):
        return True
    starts = [digits[start : start + 2] for start in range(0, 16, 4)]
    years = all(each in ("19", "20") for each in starts)
    written_in_fours = len(found[0]) > 16
    return not years and (written_in_fours or has_check_digit(digits))


def _is_card(found: re.Match[str]) -> bool:
    counted = is_in_thousands(found) or are_years(found)
    return not counted and has_check_digit(digits_of(found)) and is_no_amount(found)


def _is_account(found: re.Match[str]) -> bool:
    if found[0].isdecimal():
        return not found[0].endswith("00000") and is_no_amount(found)
    counted = is_in_thousands(found) or are_years(found)
    of_balance = digits_of(found).startswith(_BALANCE)
    return not counted and of_balance and is_no_amount(found)


def _is_iban(found: re.Match[str]) -> bool:
    """ISO 13616: with the head at the end and letters as numbers, 1 is left of 97."""
    code = re.sub(r"\s", "", found[0])
    return int("".join(str(int(each, 36)) for each in code[4:] + code[:4])) % 97 == 1


def _is_pinfl(found: re.Match[str]) -> bool:
    return not found[0].endswith("00000") and is_no_amount(found)


def _is_firms_plate(found: re.Match[str]) -> bool:
    return not found[0].endswith(_SHOUTED)


def _always(found: re.Match[str]) -> bool:  # noqa: ARG001
    return True


PAPERS = (
    Form(_IBAN, "‹account›", _is_iban),
    Form(_ACCOUNT, "‹account›", _is_account),
    Form(_PASSPORT, "‹passport›", _is_passport),
    Form(_FOURS, "‹card›", _is_card_in_fours),
    Form(_PINFL, "‹pinfl›", _is_pinfl),
    Form(_PINFL_IN_PARTS, "‹pinfl›", is_no_amount),
    Form(_PINFL_NAMED, "‹pinfl›", _always),
    Form(_CARD, "‹card›", _is_card),
    Form(_INN, "‹inn›", _always),
    Form(_PLATE, "‹plate›", _always),
    Form(_FIRMS_PLATE, "‹plate›", _is_firms_plate),
)
"""In this order: the digits of the first could be read as those of the next."""
