"""One alphabet for Uzbek in both scripts and Russian: what the attitude model reads.

Cyrillic becomes Latin and the letters that people mix up become one (q/k, h/x,
o'/o, w/sh, with or without apostrophes), so that a word written in any of the
usual ways is the same word.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sentiment.codes import SEEN, Batch, Bools, Codes

_PLAIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x", "ц": "ts", "ч": "cx",
    "ш": "sx", "щ": "sx", "ъ": "", "ы": "ı", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ў": "o", "қ": "k", "ғ": "g", "ҳ": "x", "'": "",
}  # fmt: skip
# Where h and x are one letter, sh is written sx.
_UZBEK = {
    "ё": "yo", "q": "k", "h": "x", "w": "sx", "õ": "o", "ö": "o", "ğ": "g", "ş": "sx",
    "ç": "cx", "ı": "i", "ў": "o", "у": "u",
}  # fmt: skip
_RUSSIAN = {"ё": "e"}
_VOWELS = "aeiouyаеёиоуыэюяў"


def skeletons(batch: Batch, uzbek: Bools) -> Batch:
    """Rewrite every text; ``uzbek`` says which follow the habits of Uzbek."""
    mine = uzbek[batch.owner]
    codes = _with_digits_for_letters(batch.codes, mine)
    first, second = _tables()
    row = codes + mine * np.uint32(SEEN)
    one, two = first[row], second[row]
    one = np.where(_silent_y(codes, mine), 0, one)
    return _spread(batch, one, two)


def _with_digits_for_letters(codes: Codes, mine: Bools) -> Codes:
    """4 is ch and 6 is sh when a letter follows: 4iroyli, 6unaqa."""
    letter = (codes >= 97) & (codes <= 122)
    before = np.zeros(len(codes), np.bool_)
    before[:-1] = letter[1:]
    joined = before & mine
    codes = np.where(joined & (codes == ord("4")), ord("ч"), codes)
    return np.where(joined & (codes == ord("6")), ord("ш"), codes).astype(np.uint32)


def _silent_y(codes: Codes, mine: Bools) -> Bools:
    """The y of a Latin ye: Cyrillic writes е for both."""
    silent = np.zeros(len(codes), np.bool_)
    silent[:-1] = (codes[:-1] == ord("y")) & (codes[1:] == ord("e"))
    return silent & mine


def _spread(batch: Batch, one: Codes, two: Codes) -> Batch:
    """Each code by its one or two letters; letters that are 0 vanish."""
    both = np.stack([one, two], axis=1).ravel()
    kept = both != 0
    return Batch(both[kept], np.repeat(batch.owner, 2)[kept], batch.texts)


@cache
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    first = np.tile(np.arange(SEEN, dtype=np.uint32), (2, 1))
    second = np.zeros((2, SEEN), np.uint32)
    for row, own in enumerate((_RUSSIAN, _UZBEK)):
        for char, latin in (_PLAIN | own).items():
            first[row, ord(char)] = ord(latin[0]) if latin else 0
            second[row, ord(char)] = ord(latin[1]) if latin[1:] else 0
    return first.ravel(), second.ravel()
