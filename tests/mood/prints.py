"""Prints as comments have them, made without words."""

from __future__ import annotations

import random


def print_(number: int) -> bytes:
    return random.Random(number).randbytes(128)


def varied(one: bytes, places: int, *, chance: int) -> bytes:
    """The print of something that differs in so many of the 128 places."""
    drawn, other = random.Random(chance), bytearray(one)
    for place in drawn.sample(range(128), places):
        other[place] ^= drawn.randrange(1, 256)
    return bytes(other)
