"""The fingerprint of a comment's words, by which copies of it are known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b

import numpy as np

from sentiment.codes import SEEN, Codes, encode, word_table

FEWEST = 5
"""Shorter comments ("rahmat, zo'r!") are alike without being copied."""


def wordings(texts: Sequence[str]) -> list[str | None]:
    """The same for texts that differ only in case, signs, emoji and spaces."""
    batch = encode(texts)
    return [_fingerprint(words) for words in batch.rewritten(_table()).strings()]


def _fingerprint(words: str) -> str | None:
    if words.count(" ") + 1 < FEWEST:
        return None
    return blake2b(words.encode(), digest_size=8).hexdigest()


@cache
def _table() -> Codes:
    """Letters and digits as they are; no apostrophes: o'zbek and ozbek are one word."""
    table = np.arange(SEEN, dtype=np.uint32)
    table[~word_table()] = ord(" ")
    table[ord("'")], table[ord("ё")] = 0, ord("е")
    return table
