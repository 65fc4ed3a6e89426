"""Which script a text is written in."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from domain.attitudes import Script
from sentiment.codes import SEEN, Batch
from sentiment.kernel import count_kinds

MIXED_SHARE = 0.25
"""A text is mixed if Latin and Cyrillic each have this share of its letters."""

_NONE, _LATIN, _CYRILLIC, _OTHER, _MIXED = range(5)
_SCRIPTS = (Script.NONE, Script.LATIN, Script.CYRILLIC, Script.OTHER, Script.MIXED)


def letters(batch: Batch) -> NDArray[np.int64]:
    """How many Latin, Cyrillic and other letters each text has: three columns."""
    counts = np.zeros((batch.texts, 4), np.int64)
    count_kinds(batch.codes, batch.bounds, _kinds(), counts)
    return counts[:, 1:]


def scripts(counts: NDArray[np.int64]) -> list[Script]:
    """The script of each text, from its letters."""
    latin, cyrillic, other = counts.T
    total = latin + cyrillic + other
    found = np.where(latin >= cyrillic, _LATIN, _CYRILLIC)
    found[np.minimum(latin, cyrillic) >= MIXED_SHARE * total] = _MIXED
    found[other > np.maximum(latin, cyrillic)] = _OTHER
    found[total == 0] = _NONE
    return [_SCRIPTS[number] for number in found.tolist()]


@cache
def _kinds() -> NDArray[np.uint8]:
    return np.array([_kind(chr(code)) for code in range(SEEN)], np.uint8)


def _kind(char: str) -> int:
    if not char.isalpha():
        return _NONE
    if ord(char) < 0x250:
        return _LATIN
    if 0x400 <= ord(char) < 0x530:
        return _CYRILLIC
    return _LATIN if unicodedata.name(char, "").startswith("LATIN") else _OTHER
