"""Greetings and holiday wishes: polite, and about no reform.

The rule (docs/decisions/0010): greetings and wishes at the beginning of a comment
are taken off before it is scored, so that they move nothing; a comment of nothing
else is neutral. Thanks and blessings ("Rahmat", "Alloh rozi bo'lsin", "Дай бог
здоровья") are said to somebody for something: the lexicons give them a valence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

NEUTRAL = (0.02, 0.96, 0.02)
"""Of a comment that only greets."""

_LIST = Path(__file__).parent / "greetings.toml"
_MARKS = r"[\s,.!…:;)☺-➿\U0001F300-\U0001FAFF\u200d\ufe0f-]*"
_APOSTROPHE = "['ʻ‘’ʼ`´]?"


def without_greeting(text: str) -> str:
    """What is left of the text after the greetings at its beginning."""
    found = _pattern().match(text)
    return text[found.end() :] if found else text


@cache
def _pattern() -> re.Pattern[str]:
    read = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    phrases = sorted(phrase for phrases in read.values() for phrase in phrases)
    # By first letters: else every phrase is tried at every comment.
    alike = [list(same) for _, same in groupby(phrases, key=itemgetter(0))]
    one = rf"(?:{'|'.join(map(_any_of, alike))})(?!\w){_MARKS}"
    first = "".join(re.escape(same[0][0]) for same in alike)
    return re.compile(rf"{_MARKS}(?:(?=[{first}]){one})+", re.IGNORECASE)


def _any_of(phrases: Sequence[str]) -> str:
    """Phrases that begin with one letter, the longest first."""
    longest = sorted(phrases, key=len, reverse=True)
    rests = "|".join(_written(phrase[1:]) for phrase in longest)
    return f"{re.escape(phrases[0][0])}(?:{rests})"


def _written(phrase: str) -> str:
    """The phrase with any apostrophe, ё as е, and any space or comma between words."""
    words = re.escape(phrase).replace("'", _APOSTROPHE).replace("ё", "[её]")
    return words.replace(r"\ ", r"[\s,]+").replace(r"\*", r"\w*")
