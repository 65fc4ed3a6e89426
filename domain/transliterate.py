"""Uzbek from Cyrillic to Latin and back, by the rules of its spelling."""

from __future__ import annotations

import re

_LATIN_OF = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j",
    "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x", "ц": "s",
    "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "'", "ы": "i", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "ў": "o'", "қ": "q", "ғ": "g'", "ҳ": "h",
}  # fmt: skip
_CYRILLIC_OF = {
    "a": "а", "b": "б", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "ҳ", "i": "и",
    "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ",
    "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "x": "х", "y": "й", "z": "з",
    "c": "к", "w": "в", "'": "ъ", "sh": "ш", "ch": "ч", "ya": "я", "yu": "ю",
    "yo": "ё", "ye": "е", "yo'": "йў", "o'": "ў", "g'": "ғ", "s'h": "сҳ", "ts": "тс",
}  # fmt: skip
_APOSTROPHE = re.compile("[ʻ‘’ʼ`´′]")
_TURNED_COMMA = re.compile("(?<=[OoGg])'")
_CYRILLIC_PARTS = re.compile(
    r"(?P<ye>(?:(?<=[аеёиоуыэюяўъь])|(?<![а-яёўқғҳ]))е)"
    r"|(?P<ts>(?<=[аеёиоуыэюяў])ц)|(?P<sh>сҳ)|(?P<silent>(?<=ў)ъ)|[а-яёўқғҳ]",
    re.IGNORECASE,
)
_LATIN_PARTS = re.compile(
    r"(?P<tsi>ts(?=i[ya]))|(?P<e>(?:(?<=[aiou'])|(?<![a-z']))e)"
    r"|yo'|s'h|[og]'|sh|ch|y[aeou]|(?<=[a-z])'(?=[a-z])|[a-z]",
    re.IGNORECASE,
)
_RUSSIAN_KEYBOARD = str.maketrans("ўқғҳЎҚҒҲ", "укгхУКГХ")


def to_latin(text: str) -> str:
    """Uzbek in Cyrillic as Latin; whatever is not Cyrillic stays."""
    return _CYRILLIC_PARTS.sub(lambda m: _cased(m, _latin(m)), text)


def to_cyrillic(text: str) -> str:
    """Uzbek in Latin as Cyrillic; whatever is not Latin stays."""
    plain = _APOSTROPHE.sub("'", text)
    return _LATIN_PARTS.sub(lambda m: _cased(m, _cyrillic(m)), plain)


def spelled(latin: str) -> str:
    """Uzbek in Latin with the letters of its spelling: oʻ and gʻ have another mark
    than the stop ʼ, and a keyboard has neither."""
    return _TURNED_COMMA.sub("ʻ", _APOSTROPHE.sub("'", latin)).replace("'", "ʼ")


def on_a_russian_keyboard(text: str) -> str:
    """Uzbek Cyrillic as typed where ў, қ, ғ and ҳ are missing."""
    return text.translate(_RUSSIAN_KEYBOARD)


def _latin(found: re.Match[str]) -> str:
    named = {"ye": "ye", "ts": "ts", "sh": "s'h", "silent": ""}
    rule = found.lastgroup
    return named[rule] if rule else _LATIN_OF.get(found[0].lower(), found[0])


def _cyrillic(found: re.Match[str]) -> str:
    named = {"tsi": "ц", "e": "э"}
    rule = found.lastgroup
    return named[rule] if rule else _CYRILLIC_OF.get(found[0].lower(), found[0])


def _cased(found: re.Match[str], new: str) -> str:
    """``new`` in the case of what it replaces: Ш is Sh in Shahar, SH in SHAHAR."""
    if not found[0][0].isupper():
        return new
    after = found.string[found.end() : found.end() + 1]
    before = found.string[max(0, found.start() - 1) : found.start()]
    shouted = found[0].isupper() and (after or before).isupper()
    return new.upper() if shouted else new[:1].upper() + new[1:]
