"""One alphabet for Uzbek in both scripts and Russian: what the attitude model reads.

Cyrillic becomes Latin and the letters that people mix up become one (q/k, h/x,
o'/o, w/sh, with or without apostrophes), so that a word written in any of the
usual ways is the same word.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sentiment.codes import SEEN, Batch
from sentiment.kernel import Array

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
    "ç": "cx", "ı": "i", "ў": "o", "у": "u", "ò": "o", "ó": "o", "ō": "o", "ø": "o",
}  # fmt: skip
_RUSSIAN = {"ё": "e"}
_VOWELS = "aeiouyаеёиоуыэюяў"


def skeletons(batch: Batch, *, uzbek: bool) -> Batch:
    """Rewrite every text; ``uzbek``: by the habits of Uzbek, else of Russian."""
    codes = np.empty(2 * len(batch.codes), np.uint32)
    bounds = np.zeros_like(batch.bounds)
    first, second = (table[int(uzbek)] for table in _tables())
    _spell(batch.codes, batch.bounds, uzbek, first, second, codes, bounds[1:])
    return Batch(codes[: bounds[-1]], bounds)


@njit(cache=True, nogil=True)
def _spell(
    codes: Array,
    bounds: Array,
    uzbek: bool,
    first: Array,
    second: Array,
    out: Array,
    ends: Array,
) -> None:
    """Each code by its one or two letters; letters that are 0 vanish."""
    found = 0
    for text in range(len(bounds) - 1):
        end = bounds[text + 1]
        for place in range(bounds[text], end):
            code, after = codes[place], codes[min(place + 1, end - 1)]
            if uzbek and 97 <= after <= 122:
                code = _latin(code, after)
            if first[code]:
                out[found] = first[code]
                found += 1
            if second[code]:
                out[found] = second[code]
                found += 1
        ends[text] = found


@njit(cache=True, nogil=True)
def _latin(code: Any, after: Any) -> Any:
    """What stands before a Latin letter: 4 is ch and 6 is sh (4iroyli, 6unaqa).

    The y of ye is silent: Cyrillic writes е for both.
    """
    if code == 52:
        return np.uint32(0x447)  # ч
    if code == 54:
        return np.uint32(0x448)  # ш
    return np.uint32(0) if code == 121 and after == 101 else code


@cache
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    first = np.tile(np.arange(SEEN, dtype=np.uint32), (2, 1))
    second = np.zeros((2, SEEN), np.uint32)
    for row, own in enumerate((_RUSSIAN, _UZBEK)):
        for char, latin in (_PLAIN | own).items():
            first[row, ord(char)] = ord(latin[0]) if latin else 0
            second[row, ord(char)] = ord(latin[1]) if latin[1:] else 0
    return first, second
