"""Texts as one array of folded code points, so that no step loops over letters.

A batch is laid out as ``" text  text  text "``: each text starts and ends with
one space, and every rule looks no further than the text itself. So a text gives
the same codes in any batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sentiment.kernel import rewrite
from sentiment.normalise import cleaned, folded, in_word

Codes = NDArray[np.uint32]
Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]

SEEN = 0x20000  # beyond the second plane there is nothing that people type
MOST = 2  # of one letter in a row: zo'rrrrrr is as long as zo'rr


@dataclass(frozen=True, slots=True)
class Batch:
    """Folded code points of many texts, and where each starts; at last, the end."""

    codes: Codes
    bounds: Counts

    @property
    def texts(self) -> int:
        return len(self.bounds) - 1

    def only(self, chosen: Bools) -> Batch:
        """The chosen texts alone, numbered anew in the same order."""
        if chosen.all():
            return self
        lengths = np.diff(self.bounds)
        codes = self.codes[np.repeat(chosen, lengths)]
        return Batch(codes, bounds_of(lengths[chosen]))

    def rewritten(self, table: Codes, most: int | None = None) -> Batch:
        """Each code by the table: 0 vanishes, and of a run of spaces one is left.

        Of other codes but digits, ``most`` in a row are left.
        """
        most = len(self.codes) if most is None else most
        codes, bounds = np.empty_like(self.codes), np.zeros_like(self.bounds)
        rewrite(self.codes, self.bounds, table, most, codes, bounds[1:])
        return Batch(codes[: bounds[-1]], bounds)

    def strings(self) -> list[str]:
        """Each text's folded codes as a string, without the outer spaces."""
        data = self.codes.astype("<u4").tobytes()
        joined = data.decode("utf-32-le", "surrogatepass")
        return [joined[a:b].strip() for a, b in pairwise(self.bounds.tolist())]


def bounds_of(lengths: Counts) -> Counts:
    """Where texts of these lengths start and end, one after the other."""
    bounds = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=bounds[1:])
    return bounds


def encode(texts: Sequence[str]) -> Batch:
    """Lower case, one apostrophe, one space, no letter more than twice in a row."""
    kept = list(map(cleaned, texts))
    joined = f" {'  '.join(kept)} ".encode("utf-32-le", "surrogatepass")
    # Bytes cannot be written to, and Numba would compile everything twice for them.
    raw = np.frombuffer(bytearray(joined), dtype="<u4")
    lengths = np.fromiter(map(len, kept), np.int64, len(kept)) + 2
    return Batch(raw, bounds_of(lengths)).rewritten(fold_table(), MOST)


def normalised(text: str) -> str:
    """The words of a text as every rule of ours reads them."""
    return encode([text]).strings()[0]


def parts_of(texts: Sequence[str]) -> list[float]:
    """A number in [0, 1) for each, by its words alone: it splits data for ever."""
    return [_part(words) for words in encode(texts).strings()]


def _part(words: str) -> float:
    digest = blake2b(words.encode("utf-8", "replace"), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48


@cache
def fold_table() -> Codes:
    """What each code point becomes: itself, its lower case, a space or nothing (0)."""
    return np.array([folded(chr(code)) for code in range(SEEN)], np.uint32)


@cache
def word_table() -> Bools:
    """Which folded codes are parts of words: letters, digits, the apostrophe."""
    return np.array([in_word(chr(code)) for code in range(SEEN)], np.bool_)
