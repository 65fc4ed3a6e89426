"""Prints as comments have them, made without words."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def print_(number: int) -> bytes:
    return random.Random(number).randbytes(128)


def varied(one: bytes, places: int, *, chance: int) -> bytes:
    """The print of something that differs in so many of the 128 places."""
    drawn, other = random.Random(chance), bytearray(one)
    for place in drawn.sample(range(128), places):
        other[place] ^= drawn.randrange(1, 256)
    return bytes(other)


def rows_of(prints: Sequence[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(prints), np.uint8).reshape(len(prints), -1)


def cloud(many: int, *, share: float, chance: int = 1) -> NDArray[np.uint8]:
    """Prints that each differ from one in about this ``share`` of places."""
    drawn = np.random.default_rng(chance)
    prints = np.tile(drawn.integers(0, 256, 128, dtype=np.uint8), (many, 1))
    other = drawn.random((many, 128)) < share
    prints[other] = drawn.integers(0, 256, int(other.sum()), dtype=np.uint8)
    return prints
