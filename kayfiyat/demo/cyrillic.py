"""Uzbek from Latin letters into Cyrillic ones, as at school and as on a phone."""

from __future__ import annotations

import re

_PIECES = {
    "e": "э",  # at the start of a word only
    "yo'": "йў",
    "o'": "ў",
    "g'": "ғ",
    "sh": "ш",
    "ch": "ч",
    "yo": "ё",
    "yu": "ю",
    "ya": "я",
    "ye": "е",
    "tsiya": "ция",
    "iyul": "июль",
    "aprel": "апрель",
    "budjet": "бюджет",
}
_PIECE = re.compile(
    r"\be|" + "|".join(sorted(_PIECES, key=len, reverse=True)[:-1]), re.IGNORECASE
)
_LATIN = "abdefghijklmnopqrstuvxyzc"
_CYRILLIC = "абдефгҳижклмнопқрстувхйзс"
_LETTERS = str.maketrans(
    _LATIN + _LATIN.upper() + "'", _CYRILLIC + _CYRILLIC.upper() + "ъ"
)
_RUSSIAN = str.maketrans("ўқғҳЎҚҒҲ", "укгхУКГХ")


def cyrillic(text: str) -> str:
    """The text in Cyrillic; what is Cyrillic already stays."""
    return _PIECE.sub(_turn, text).translate(_LETTERS)


def on_a_russian_keyboard(text: str) -> str:
    """Without the four letters that a Russian keyboard lacks."""
    return text.translate(_RUSSIAN)


def _turn(match: re.Match[str]) -> str:
    turned = _PIECES[match[0].lower()]
    return turned if match[0][0].islower() else turned.capitalize()
