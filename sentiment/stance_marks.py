"""What a comment says of its target, set out in words that a linear model can read.

A linear model over n-grams does not know where in a text a word stands. So each
text is read twice: whole, with a mark for each cue after it; and the words near the
target alone, each after a mark of its side. A pair of neighbouring words then says
"useless, right after the target", whatever the target is.

The marks are code points that no comment has: they fold to spaces (see normalise).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from sentiment.codes import Batch, bounds_of
from sentiment.stance_targets import Stems, cues, stems_of

NEAR = 6  # words on either side of the target

ABSENT, TARGET, BEFORE, AFTER = map(chr, range(0xE000, 0xE004))
_SAID, _AFFIRMED, _DENIED = 0xE100, 0xE200, 0xE300
_NEGATES_WITHIN = 2  # words

_WORD = re.compile(r"\w+|[^\w\s]")

Marks = tuple[str, ...]


def marked(batch: Batch, targets: Sequence[str]) -> tuple[Batch, Batch]:
    """Skeletons of Russian texts, whole and near the target of each."""
    pairs = [
        marked_text(text, stems_of(target))
        for text, target in zip(batch.strings(), targets, strict=True)
    ]
    return _batch([whole for whole, _ in pairs]), _batch([near for _, near in pairs])


def marked_text(text: str, target: Stems) -> tuple[str, str]:
    """The text with its cues; and what stands near the target, or else all of it."""
    words = _WORD.findall(text)
    marks = list(_marks(words))
    whole = " ".join([text, *(mark for of_word in marks for mark in of_word)])
    named = [place for place, word in enumerate(words) if target.lists(word)]
    if not named:
        return whole, f"{ABSENT} {whole}"
    return whole, " ".join(_near(words, marks, named))


def _near(
    words: Sequence[str], marks: Sequence[Marks], named: Sequence[int]
) -> Iterator[str]:
    for place, (word, of_word) in enumerate(zip(words, marks, strict=True)):
        off = place - min(named, key=lambda one: abs(one - place))
        if off == 0:
            yield TARGET
        elif abs(off) <= NEAR:
            side = BEFORE if off < 0 else AFTER
            yield from (side + part for part in (word, *of_word))


def _marks(words: Sequence[str]) -> Iterator[Marks]:
    """The cues of each word, each both as such and as affirmed or denied."""
    for place, word in enumerate(words):
        before = words[max(0, place - _NEGATES_WITHIN) : place]
        sign = _DENIED if any(map(_negates, before)) else _AFFIRMED
        yield tuple(chr(kind + n) for n in _cues(word) for kind in (_SAID, sign))


@lru_cache(2**16)
def _cues(word: str) -> tuple[int, ...]:
    return cues().stems.lists(word)


def _negates(word: str) -> bool:
    return word in cues().negating.whole


def _batch(texts: Sequence[str]) -> Batch:
    """As encode lays texts out, without folding: the marks would vanish."""
    joined = f" {'  '.join(texts)} ".encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(bytearray(joined), np.uint32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 2
    return Batch(codes, bounds_of(lengths))
