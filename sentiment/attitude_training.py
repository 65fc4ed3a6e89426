"""Train and calibrate the attitude models, a language at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from domain.attitudes import Language
from sentiment.attitude import AttitudeModel, spelt, valences
from sentiment.codes import encode
from sentiment.examples import (
    CALIBRATION,
    DEV,
    Row,
    allowed,
    examples_of,
    texts_of,
)
from sentiment.features import Shape
from sentiment.fitting import IMPOSSIBLE, Settings, fit_linear, log_softmax
from sentiment.linear import Floats
from sentiment.probabilities import Calibration
from sentiment.vectors import Vectors

SHAPE = Shape(buckets=2**20, shortest=3, longest=6, word_pairs=True)
SHAPES = {Language.ENGLISH: Shape(2**18, shortest=2, longest=5, word_pairs=True)}
"""English has no endings to speak of; shorter runs of letters do."""

SETTINGS = Settings(strength=1.5, words=1.0)
FIGURES_USED = 4
"""Compound, praise, blame and the last word; that a word is known at all says
more of a set's origin than of the text."""

BALANCE = 0.5
"""Calibration counts a class by this power of its rarity in its set: comments to
come will not have the shares of a set of reviews, 94 in 100 of them happy."""

ODDS = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]])


@dataclass(frozen=True, slots=True)
class Aids:
    """What stands beside the labelled rows; to leave one out tells its worth."""

    vectors: Vectors | None = None
    lexicon: bool = True
    balance: float = BALANCE


def train_attitude(
    rows: list[Row], language: Language, aids: Aids = Aids()
) -> AttitudeModel:
    """The model of one language, from ``rows`` that are all in it.

    The vectors are those of its words.
    """
    trained = [row for row in rows if row.part >= CALIBRATION]
    read = spelt(encode(texts_of(trained)), language)
    used = FIGURES_USED if aids.lexicon else 0
    figures = valences(read, language)[:, :used]
    examples = replace(examples_of(trained), figures=figures)
    shape = SHAPES.get(language, SHAPE)
    linear = fit_linear(read, examples, shape, SETTINGS, aids.vectors)
    held = [row for row in rows if DEV <= row.part < CALIBRATION]
    model = AttitudeModel(language, linear, Calibration(ODDS, np.zeros(3)))
    logits = model.logits(encode(texts_of(held)))
    return replace(model, calibration=_tempered(logits, held, aids.balance))


def _tempered(logits: Floats, rows: list[Row], balance: float) -> Calibration:
    """One temperature and one leaning, every set counting by the root of its size."""
    weight = _calibration_weights(rows, balance)
    label, barred = _labels(rows)

    def loss(found: Floats) -> float:
        scores = np.exp(found[0]) * logits + _leaning(found) + barred
        logs = log_softmax(scores)
        return -float(weight @ logs[np.arange(len(label)), label])

    best = minimize(loss, np.zeros(3), method="Nelder-Mead").x
    return Calibration(np.exp(best[0]) * ODDS, _leaning(best))


def _leaning(found: Floats) -> Floats:
    return np.array([found[1], -found[1] - found[2], found[2]])


def _labels(rows: list[Row]) -> tuple[NDArray[np.int64], Floats]:
    label = np.array([row.label for row in rows])
    return label, np.where(allowed(rows), 0.0, IMPOSSIBLE)


def _calibration_weights(rows: list[Row], balance: float) -> Floats:
    sizes = Counter(row.set for row in rows)
    classes = Counter((row.set, row.label) for row in rows)
    rarity = [sizes[row.set] / classes[row.set, row.label] for row in rows]
    size = [sizes[row.set] for row in rows]
    weight = np.array(rarity) ** balance / np.sqrt(size)
    return np.asarray(weight / weight.sum())
