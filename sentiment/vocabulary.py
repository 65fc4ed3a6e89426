"""The words of a comment that say what it is about, spelt in one way.

Uzbek is written in Latin with its own letters (oʻ, gʻ, ʼ), whichever script and
apostrophe it was typed in. What joins sentences, numbers, addresses and what the
redaction put in the place of names are no such words.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from domain.attitudes import Language
from domain.transliterate import to_latin
from sentiment.normalise import APOSTROPHES, cleaned

SHORTEST = 3
LONGEST = 30

_LIST = Path(__file__).parent / "stop_words.toml"
_WORD = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}-][^\W\d_]+)*[{APOSTROPHES}]?")
_PLAIN = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


def vocabulary(text: str, language: str) -> frozenset[str]:
    """The telling words of ``text``, each once."""
    words = _WORD.findall(cleaned(text).lower())
    return frozenset(filter(None, (_spelt(word, language) for word in words)))


@lru_cache(maxsize=100_000)
def _spelt(word: str, language: str) -> str | None:
    """``word`` as we spell it, or None if it tells nothing."""
    plain = word.translate(_PLAIN).replace("ё", "е").strip("'-")
    if language == Language.UZBEK:
        plain = to_latin(plain).translate(_PLAIN).strip("'")
    if not SHORTEST <= len(plain) <= LONGEST or plain in stop_words():
        return None
    return _with_letters(plain) if language == Language.UZBEK else plain


def _with_letters(word: str) -> str:
    """The apostrophes of Uzbek as the letters that they stand for."""
    return re.sub(r"([og])'", r"\1ʻ", word).replace("'", "ʼ")


@cache
def stop_words() -> frozenset[str]:
    """Words that join sentences, in all languages: none of them tells anything."""
    read = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    return frozenset(
        word for words in read.values() for word in " ".join(words).split()
    )
