"""Train and calibrate the attitude models."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from domain.attitudes import Language
from sentiment.codes import Bools, encode
from sentiment.english import EnglishModel, english_valences
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
from sentiment.joint import JointModel, valences
from sentiment.language import RUSSIAN, UZBEK
from sentiment.linear import Floats
from sentiment.probabilities import Calibration
from sentiment.skeleton import skeletons
from sentiment.vectors import Vectors

JOINT_SHAPE = Shape(buckets=2**20, shortest=3, longest=6, word_pairs=True)
ENGLISH_SHAPE = Shape(buckets=2**18, shortest=2, longest=5, word_pairs=True)
SETTINGS = Settings(strength=2.0, words=1.0)
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


def train_joint(rows: list[Row], aids: Aids = Aids()) -> JointModel:
    """Uzbek and Russian together: what one says of words the other may use.

    The vectors are those of Russian words.
    """
    trained = [row for row in rows if row.part >= CALIBRATION]
    uzbek = _uzbek(trained)
    batch = skeletons(encode(texts_of(trained)), uzbek)
    used = FIGURES_USED if aids.lexicon else 0
    figures = valences(batch, uzbek)[:, :used]
    examples = replace(examples_of(trained), figures=figures, knows=~uzbek)
    linear = fit_linear(batch, examples, JOINT_SHAPE, SETTINGS, aids.vectors)
    model = JointModel(linear, {})
    held = [row for row in rows if DEV <= row.part < CALIBRATION]
    logits = model.logits(encode(texts_of(held)), _uzbek(held))
    russian = ~_uzbek(held)
    calibrations = {
        number: _tempered(logits, held, mine, aids.balance)
        for number, mine in ((UZBEK, ~russian), (RUSSIAN, russian))
        if mine.any()
    }
    return JointModel(linear, calibrations)


def train_english(rows: list[Row], vectors: Vectors | None = None) -> EnglishModel:
    """English alone. ``vectors`` are those of English words."""
    trained = [row for row in rows if row.part >= CALIBRATION]
    batch = encode(texts_of(trained))
    figures = english_valences(batch)[:, :FIGURES_USED]
    examples = replace(examples_of(trained), figures=figures)
    linear = fit_linear(batch, examples, ENGLISH_SHAPE, SETTINGS, vectors)
    model = EnglishModel(linear, Calibration(ODDS, np.zeros(3)))
    held = [row for row in rows if DEV <= row.part < CALIBRATION]
    logits = model.logits(encode(texts_of(held)))
    everything = np.ones(len(held), np.bool_)
    return EnglishModel(linear, _tempered(logits, held, everything, BALANCE))


def _uzbek(rows: list[Row]) -> Bools:
    return np.array([row.language != Language.RUSSIAN for row in rows], np.bool_)


def _tempered(
    logits: Floats, rows: list[Row], mine: Bools, balance: float
) -> Calibration:
    """One temperature and one leaning, every set counting by the root of its size."""
    held = [row for row, is_mine in zip(rows, mine, strict=True) if is_mine]
    inputs, weight = logits[mine], _calibration_weights(held, balance)
    label, barred = _labels(held)

    def loss(found: Floats) -> float:
        scores = np.exp(found[0]) * inputs + _leaning(found) + barred
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
