"""Which script a text is written in."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from domain.attitudes import Script
from sentiment.codes import SEEN, Batch

MIXED_SHARE = 0.25
"""A text is mixed if Latin and Cyrillic each have this share of its letters."""

_NONE, _LATIN, _CYRILLIC, _OTHER = range(4)


def letters(batch: Batch) -> NDArray[np.int64]:
    """How many Latin, Cyrillic and other letters each text has: three columns."""
    kind = _kinds()[batch.codes]
    counts = [batch.count(kind == k) for k in (_LATIN, _CYRILLIC, _OTHER)]
    return np.stack(counts, axis=1)


def scripts(counts: NDArray[np.int64]) -> list[Script]:
    """The script of each text, from its letters."""
    return [_script(*row) for row in counts.tolist()]


def _script(latin: int, cyrillic: int, other: int) -> Script:
    total = latin + cyrillic + other
    if not total:
        return Script.NONE
    if other > max(latin, cyrillic):
        return Script.OTHER
    if min(latin, cyrillic) >= MIXED_SHARE * total:
        return Script.MIXED
    return Script.LATIN if latin >= cyrillic else Script.CYRILLIC


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
