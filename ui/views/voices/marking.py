"""A comment in parts: the words that moved its score, and the rest. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby

from domain.transliterate import spelled, to_cyrillic, to_latin

AGAINST, IN_FAVOUR = "against", "in_favour"

Part = tuple[str, str]
"""Words, and where they moved the score: AGAINST, IN_FAVOUR, or nowhere."""

Why = Collection[tuple[str, float]]

LONG = 700
"""Of a longer comment the beginning is shown."""

SHORT = 160
"""Of a post less is enough to know it by."""

_EDGES = '.,;:«»"“”()[]{}…—–-!?'
"""The signs that the scorer takes off a word before it tells it."""


def shortened(text: str, most: int) -> str:
    """``text``, or its beginning up to the last whole word, and …"""
    if len(text) <= most:
        return text
    whole = text[:most].rsplit(maxsplit=1)[0] if " " in text[:most] else text[:most]
    return f"{whole.rstrip()} …"


def parts(text: str, why: Why) -> list[Part]:
    """``text`` cut where a word of ``why`` begins or ends; joined, it is ``text``."""
    moved = {word: AGAINST if change < 0 else IN_FAVOUR for word, change in why}
    pieces = (piece for token in _tokens(text) for piece in _pieces(token, moved))
    return [
        ("".join(words for words, _ in run), marked)
        for marked, run in groupby(filter(_said, pieces), key=lambda piece: piece[1])
    ]


def other_script(cut: Collection[Part], script: str) -> list[Part]:
    """The parts of an Uzbek text in the other script, by the rules of spelling.

    Empty where the text is not in one script.
    """
    if script == "Latn":
        return [(to_cyrillic(words), marked) for words, marked in cut]
    if script == "Cyrl":
        return [(spelled(to_latin(words)), marked) for words, marked in cut]
    return []


def _tokens(text: str) -> Iterator[str]:
    return iter(re.split(r"(\s+)", text))


def _pieces(token: str, moved: Mapping[str, str]) -> Iterator[Part]:
    core = token.strip(_EDGES) or token
    if core not in moved:
        yield token, ""
        return
    before, _, after = token.partition(core)
    yield from ((before, ""), (core, moved[core]), (after, ""))


def _said(piece: Part) -> bool:
    return bool(piece[0])
