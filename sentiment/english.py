"""The attitude of comments in English: VADER beside a model of n-grams."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from sentiment.codes import Batch
from sentiment.linear import Floats, Linear
from sentiment.normalise import cleaned
from sentiment.probabilities import Calibration

READ = 400
"""Characters that VADER reads of a comment; the n-grams read all of it."""

_LONGEST = 200
_SENTENCE = re.compile(r"[^.!?\n]{0,200}[.!?\n]*")


@dataclass(frozen=True, slots=True)
class EnglishModel:
    """Both opinions, weighed by one calibrated map."""

    linear: Linear
    calibration: Calibration

    def probabilities(self, batch: Batch, texts: Sequence[str]) -> Floats:
        """(against, neutral, in favour) of texts that are all English."""
        return self.calibration.probabilities(self.opinions(batch, texts))

    def opinions(self, batch: Batch, texts: Sequence[str]) -> Floats:
        """The inputs of the map: three log-odds and VADER's four figures."""
        return np.hstack([self.linear.logits(batch, 3), vader(texts)])


def vader(texts: Sequence[str]) -> Floats:
    """VADER's compound, positive, negative and neutral shares, a row a text."""
    rows = [_mean(cleaned(text)) for text in texts]
    return np.array(rows, np.float64).reshape(len(texts), 4)


def _mean(text: str) -> list[float]:
    rows = [_figures(sentence) for sentence in sentences(text[:READ])]
    return [sum(column) / len(rows) for column in zip(*rows, strict=True)]


def sentences(text: str) -> Iterator[str]:
    """The text as it is, or a long one cut into sentences.

    VADER's time grows with length times the words that it knows: in one piece
    4 kB take forty milliseconds.
    """
    if len(text) <= _LONGEST:
        yield text
        return
    found = (match.strip() for match in _SENTENCE.findall(text))
    yield from (sentence for sentence in found if sentence)


def _figures(sentence: str) -> tuple[float, float, float, float]:
    said = _analyser().polarity_scores(sentence)
    return said["compound"], said["pos"], said["neg"], said["neu"]


@cache
def _analyser() -> Any:
    return SentimentIntensityAnalyzer()
