"""Which words moved a score: what the score would be without each of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

MOST_WORDS = 120  # of a long comment only the beginning is explained
SHOWN = 5
SMALLEST = 0.05  # log-odds; less is noise

Row = tuple[float, float, float]
Score = Callable[[Sequence[str]], list[Row | None]]

_EDGES = '.,;:«»"“”()[]{}…—–-!?'


def reasons(text: str, p: Row, score: Score) -> tuple[tuple[str, float], ...]:
    """The strongest words as written, each with its change in log-odds.

    Leaving a word out works for any scorer and takes its neighbours into account:
    the change of "not" in "not good" is that of the whole phrase.
    """
    words = text.split()[:MOST_WORDS]
    rest = text.split()[MOST_WORDS:]
    without = [" ".join(words[:n] + words[n + 1 :] + rest) for n in range(len(words))]
    changes = [
        (word.strip(_EDGES) or word, _odds(p) - _odds(other))
        for word, other in zip(words, score(without), strict=True)
    ]
    strongest = sorted(changes, key=lambda change: -abs(change[1]))[:SHOWN]
    return tuple(
        (word, round(change, 3)) for word, change in strongest if abs(change) > SMALLEST
    )


def _odds(p: Row | None) -> float:
    """Of in favour against against; a text with nothing left says nothing."""
    if p is None:
        return 0.0
    return math.log(max(p[2], 1e-6) / max(p[0], 1e-6))
