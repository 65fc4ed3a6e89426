"""Texts as one array of folded code points, so that no step loops over letters.

A batch is laid out as ``" text  text  text "``: each text starts and ends with
one space, runs of space are one space, and every rule below is a table look-up
or a comparison with the neighbours. So a text gives the same codes in any batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sentiment.normalise import cleaned, folded, in_word

Codes = NDArray[np.uint32]
Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]

SPACE = 32
SEEN = 0x20000  # beyond the second plane there is nothing that people type


@dataclass(frozen=True, slots=True)
class Batch:
    """Folded code points of many texts; ``owner`` says whose each one is."""

    codes: Codes
    owner: NDArray[np.int32]
    texts: int

    def count(self, chosen: Bools) -> Counts:
        """How many of the chosen positions each text has."""
        return np.bincount(self.owner[chosen], minlength=self.texts)

    def kept(self, chosen: Bools) -> Batch:
        """The same texts with only the chosen positions."""
        return Batch(self.codes[chosen], self.owner[chosen], self.texts)

    def only(self, chosen: Bools) -> Batch:
        """The chosen texts alone, numbered anew in the same order."""
        if chosen.all():
            return self
        number = np.cumsum(chosen, dtype=np.int32) - np.int32(1)
        inside = chosen[self.owner]
        owner = number[self.owner[inside]]
        return Batch(self.codes[inside], owner, int(chosen.sum()))

    def bounds(self) -> Counts:
        """Where each text starts, and at last the end."""
        return np.searchsorted(self.owner, np.arange(self.texts + 1))

    def strings(self) -> list[str]:
        """Each text's folded codes as a string, without the outer spaces."""
        data, bounds = self.codes.astype("<u4").tobytes(), (4 * self.bounds()).tolist()
        parts = pairwise(bounds)
        return [
            data[a:b].decode("utf-32-le", "surrogatepass").strip() for a, b in parts
        ]


def encode(texts: Sequence[str]) -> Batch:
    """Lower case, one apostrophe, one space, no letter more than twice in a row."""
    spaced = [f" {cleaned(text)} " for text in texts]
    joined = "".join(spaced).encode("utf-32-le", "surrogatepass")
    raw = np.frombuffer(joined, dtype="<u4")
    codes = fold_table()[np.minimum(raw, SEEN - 1)]
    lengths = np.fromiter(map(len, spaced), np.int64, len(spaced))
    owner = np.repeat(np.arange(len(spaced), dtype=np.int32), lengths)
    batch = Batch(codes, owner, len(spaced))
    return _without_long_runs(batch.kept(codes != 0))


def normalised(text: str) -> str:
    """The words of a text as every rule of ours reads them."""
    return encode([text]).strings()[0]


def parts_of(texts: Sequence[str]) -> list[float]:
    """A number in [0, 1) for each, by its words alone: it splits data for ever."""
    return [_part(words) for words in encode(texts).strings()]


def _part(words: str) -> float:
    digest = blake2b(words.encode("utf-8", "replace"), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48


def _without_long_runs(batch: Batch) -> Batch:
    codes, owner = batch.codes, batch.owner
    keep = np.ones(len(codes), np.bool_)
    same = codes[1:] == codes[:-1]
    space = codes == SPACE
    digit = (codes >= 48) & (codes <= 57)
    keep[1:] &= ~(same & space[1:] & (owner[1:] == owner[:-1]))
    keep[2:] &= ~(same[1:] & same[:-1] & ~space[2:] & ~digit[2:])
    return batch.kept(keep)


@cache
def fold_table() -> Codes:
    """What each code point becomes: itself, its lower case, a space or nothing (0)."""
    return np.array([folded(chr(code)) for code in range(SEEN)], np.uint32)


@cache
def word_table() -> Bools:
    """Which folded codes are parts of words: letters, digits, the apostrophe."""
    return np.array([in_word(chr(code)) for code in range(SEEN)], np.bool_)
