"""The scorer in the app's process: it tells which words moved a score."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from domain.attitudes import Verdict
from sentiment.scorer import Scorer

NAME = f"{__name__}:explain"
"""By which the app finds it (``ui.explaining``)."""


def explain(texts: Sequence[str]) -> list[Verdict]:
    """Each text scored anew, with the words that moved its score."""
    return _scorer().explain(texts)


@cache
def _scorer() -> Scorer:
    return Scorer.load()
