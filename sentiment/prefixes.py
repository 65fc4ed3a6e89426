"""A table of words and phrases to walk through letter by letter, for compiled code.

Every beginning of every entry has a slot, so that a walk ends at the first letter
that no entry goes on with. A phrase is an entry with a space in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sentiment.kernel import PRIME, SEED, Array

PATH = 0
"""The kind of a mere beginning."""

OPEN = 8
"""Added to the kind of an entry that may have any ending."""


@dataclass(frozen=True, slots=True)
class Prefixes:
    """A hash table by linear probing; an empty key is 0."""

    keys: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    values: NDArray[np.float32]


def prefixes(entries: Mapping[tuple[int, ...], tuple[int, float]]) -> Prefixes:
    """The table of entries: their code points, and of each its kind and value."""
    nodes: dict[int, tuple[int, float]] = {}
    for codes, found in entries.items():
        hashes = _hashes(codes)
        for hashed in hashes[:-1]:
            nodes.setdefault(hashed, (PATH, 0.0))
        nodes[hashes[-1]] = found
    size = 1 << (2 * len(nodes)).bit_length()
    keys = np.zeros(size, np.uint32)
    kinds, values = np.zeros(size, np.uint8), np.zeros(size, np.float32)
    for hashed, (kind, value) in nodes.items():
        slot = hashed & (size - 1)
        while keys[slot]:
            slot = (slot + 1) & (size - 1)
        keys[slot], kinds[slot], values[slot] = hashed, kind, value
    return Prefixes(keys, kinds, values)


def _hashes(codes: Iterable[int]) -> list[int]:
    found, hashed = [], int(SEED)
    for code in codes:
        hashed = ((hashed ^ code) * int(PRIME)) & 0xFFFFFFFF
        found.append(hashed or 1)
    return found


@njit(cache=True, nogil=True)
def longest_entry(
    codes: Array,
    at: int,
    end: int,
    inside: Array,
    keys: Array,
    kinds: Array,
    values: Array,
) -> tuple[int, Any, float]:
    """The longest entry that the text goes on with: length, kind, value."""
    mask = np.uint32(len(keys) - 1)
    hashed = SEED
    best, best_kind, best_value = 0, np.int64(PATH), 0.0
    for place in range(at, end):
        hashed = np.uint32((hashed ^ codes[place]) * PRIME)
        key = max(hashed, np.uint32(1))  # 0 is an empty slot
        slot = key & mask
        while keys[slot] != key and keys[slot] != 0:
            slot = (slot + np.uint32(1)) & mask
        if keys[slot] == 0:
            break
        kind = kinds[slot]
        if kind == PATH:
            continue
        whole = place + 1 >= end or not inside[codes[place + 1]]
        if kind >= OPEN or whole or not inside[codes[place]]:
            best, best_value = place + 1 - at, values[slot]
            best_kind = np.int64(kind & np.uint8(OPEN - 1))
    return best, best_kind, best_value
