"""Take personal data out of a text before it is stored.

What can be told by its form is replaced: user names and links to people, phone
numbers, e-mail addresses, bank cards, passports, PINFL. Characters that cannot be
seen, or that turn the direction of writing, are removed, as they hide the rest.
Names of people in running text ("Alisher aka aytdi") have no form of their own:
no pattern finds them, and they stay.

Linear in the length of the text: every repetition is bounded, or possessive and
begun at the edge of a word. Sums of money, years, dates, amounts and the numbers
of laws stay, as they are what people speak about.
"""

from __future__ import annotations

import re
import sys
import unicodedata

from listener.redacted_names import without_names
from listener.redacted_numbers import without_numbers


def redacted(text: str) -> str:
    """``text`` without personal data; redacting twice changes nothing more."""
    return without_numbers(without_names(seen(text)))


def seen(text: str) -> str:
    """``text`` as a reader sees it: no hidden characters, ``\\n`` ends lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # Most are as they seem; a look is a tenth of the work.
    if not _HIDING.search(lines):
        return lines
    visible = _SURROGATE.sub("\ufffd", lines.translate(_TABLE))
    return _STRAY.sub("", visible)


def _ranges(*pairs: tuple[int, int]) -> dict[int, None]:
    return {code: None for first, last in pairs for code in range(first, last + 1)}


_UNSEEN = _ranges(
    (0x00, 0x08),  # controls, but for tab and line feed
    (0x0B, 0x1F),
    (0x7F, 0x9F),
    (0xAD, 0xAD),  # soft hyphen
    (0x34F, 0x34F),
    (0x61C, 0x61C),  # Arabic letter mark
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200C),  # zero width space and non-joiner
    (0x200E, 0x200F),  # marks of direction
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE0FFF),  # tags
)
# Digits of other writings would hide a number from the patterns.
_DIGITS = {
    code: str(unicodedata.digit(chr(code)))
    for code in range(0x80, sys.maxunicode + 1)
    if chr(code).isdecimal()
}
_TABLE = _UNSEEN | _DIGITS
# All that may have to be mended. Above the first plane any will do: emoji are few.
_HIDING = re.compile(
    f"[{''.join(chr(code) for code in _TABLE if code < 0x1_0000)}"
    "\ud800-\udfff\u200d\u20e3\ufe0f\U00010000-\U0010ffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
# The joiner stays within an emoji such as a family, and nowhere else; a digit
# drawn as a key is a digit.
_STRAY = re.compile(
    "(?<=[0-9])[\ufe0f\u20e3]{1,2}|(?<![\ufe0f\u2190-\u2bff\U0001f000-\U0001faff])\u200d"
    "|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
