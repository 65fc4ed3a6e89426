"""The attitude of comments that are emoji alone."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import numpy as np

from sentiment.linear import Floats
from sentiment.probabilities import softmax

_LIST = Path(__file__).parent / "emoji.toml"
_LOUDEST = 2.0  # a row of ten hearts says no more than one


def probabilities(text: str) -> Floats | None:
    """(against, neutral, in favour) of folded text; None if no emoji is known."""
    found = [valence for valence in map(valences().get, text) if valence is not None]
    if not found:
        return None
    mean = max(-_LOUDEST, min(_LOUDEST, sum(found) / len(found)))
    row: Floats = softmax(np.array([[-mean, 0.0, mean]]))[0]
    return row


@cache
def valences() -> dict[str, float]:
    """What each emoji says."""
    read = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    return {
        char: float(valence)
        for valence, text in read.items()
        for emoji in text.split()
        for char in emoji
        if char != "\ufe0f"
    }
