"""The lexicons: words and phrases with what they say, as one table to walk through.

``lexicons/*.tsv`` are written by hand, a line a word: the word (a star stands for
any ending), its valence (-4 to 4), and what kind of word it is:

* ``word``: has a valence; ``noun``: as well, and the Uzbek -siz takes it away;
* ``boost``: makes what follows louder (0.3) or softer (-0.3);
* ``before``, ``after``: negates what follows it, or what stands before it;
* ``but``: what follows counts for more than what went before;
* ``none``: says nothing, but keeps a shorter entry from being found in it.

English has VADER's own list (Hutto and Gilbert 2014), and what that lacks in
``en.tsv``: talk about reforms, services and goods, in words and phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path

from domain.attitudes import Language
from domain.errors import InputError
from domain.transliterate import on_a_russian_keyboard, to_cyrillic
from sentiment import emoji
from sentiment.codes import encode, normalised
from sentiment.prefixes import OPEN, Prefixes, prefixes
from sentiment.skeleton import skeletons

FOLDER = Path(__file__).parent / "lexicons"
KINDS = ("path", "word", "noun", "boost", "before", "after", "but", "none")
PATH, WORD, NOUN, BOOST, BEFORE, AFTER, BUT, NONE = range(len(KINDS))
_NEIGHBOURS = {Language.UZBEK: Language.RUSSIAN, Language.RUSSIAN: Language.UZBEK}
_LENDS = 5  # letters that a word must have to be known in the other language too


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a lexicon."""

    word: str
    valence: float
    kind: int
    open: bool = False


@cache
def lexicon(language: Language) -> Prefixes:
    """The table of one language, in the letters in which the scorer reads it.

    Uzbek and Russian know each other's longer words: people mix them.
    """
    if language is Language.ENGLISH:
        words = [*_vader(), *read(language), *_emoji()]
        return prefixes(_coded(words, language))
    lent = (entry for entry in read(_other(language)) if len(entry.word) >= _LENDS)
    found = _coded(lent, language) | _coded(read(language), language)
    return prefixes(found | _coded(_emoji(), language))


def _other(language: Language) -> Language:
    """The one whose words it borrows."""
    if other := _NEIGHBOURS.get(language):
        return other
    raise InputError(
        f"sentiment/lexicon.py does not say whose words {language.value} borrows; "
        "name a neighbour in _NEIGHBOURS"
    )


def read(language: Language) -> list[Entry]:
    """The entries of our own list. Raises InputError naming file, line and mend."""
    path = FOLDER / f"{language.value}.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise InputError(
            f"{path}: {language.value} has no lexicon; write one, a word a line"
        ) from None
    return [
        _entry(line, f"{path.name}:{number}")
        for number, line in enumerate(lines, start=1)
        if line and not line.startswith("#")
    ]


_LINE = re.compile(
    rf"(?P<word>[^\t]*[^\t* ])(?P<open>\*?)\t(?P<valence>-?[0-4](?:\.\d+)?)"
    rf"\t(?P<kind>{'|'.join(KINDS[1:])})"
)


def _entry(line: str, place: str) -> Entry:
    found = _LINE.fullmatch(line)
    if not found:
        raise InputError(
            f"{place}: {line!r} is not a word, a valence from -4 to 4 and one of "
            f"{', '.join(KINDS[1:])}, parted by tabs; mend that line"
        )
    kind = KINDS.index(found["kind"])
    return Entry(found["word"], float(found["valence"]), kind, bool(found["open"]))


def _vader() -> Iterator[Entry]:
    vader = import_module("vaderSentiment.vaderSentiment")
    for word, valence in vader.SentimentIntensityAnalyzer().lexicon.items():
        if normalised(word) == word:  # not an emoticon that loses its nose or eyes
            yield Entry(word, valence, WORD)
    for word, change in vader.BOOSTER_DICT.items():
        yield Entry(word, change, BOOST)
    for word in vader.NEGATE:
        yield Entry(word, 0.0, BEFORE)
    yield Entry("but", 0.0, BUT)


def _emoji() -> Iterator[Entry]:
    for char, valence in emoji.valences().items():
        yield Entry(char, valence, WORD, open=True)


def _coded(
    entries: Iterable[Entry], language: Language
) -> dict[tuple[int, ...], tuple[int, float]]:
    """Each entry by its code points in the letters of ``language``."""
    kept = list(entries)
    if language is Language.UZBEK:  # where у stands for ў, tugri is to'g'ri
        kept = [replace(e, word=_typed(e.word)) for e in kept] + kept
    batch = encode([entry.word for entry in kept])
    if language is not Language.ENGLISH:
        batch = skeletons(batch, uzbek=language is Language.UZBEK)
    bounds = batch.bounds.tolist()
    coded = {}
    for place, entry in enumerate(kept):
        codes = tuple(batch.codes[bounds[place] + 1 : bounds[place + 1] - 1].tolist())
        if codes:
            coded[codes] = entry.kind + OPEN * entry.open, entry.valence
    return coded


def _typed(word: str) -> str:
    return on_a_russian_keyboard(to_cyrillic(word))
