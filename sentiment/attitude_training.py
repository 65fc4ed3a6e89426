"""Train and calibrate the attitude models."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from domain.attitudes import Language
from sentiment.codes import Bools, encode
from sentiment.english import EnglishModel
from sentiment.examples import (
    CALIBRATION,
    DEV,
    Row,
    allowed,
    examples_of,
    texts_of,
)
from sentiment.features import Shape
from sentiment.fitting import IMPOSSIBLE, fit_linear, log_softmax
from sentiment.joint import JointModel
from sentiment.language import RUSSIAN, UZBEK
from sentiment.linear import Floats
from sentiment.probabilities import Calibration
from sentiment.skeleton import skeletons

JOINT_SHAPE = Shape(buckets=2**19, shortest=2, longest=5, word_pairs=True)
ENGLISH_SHAPE = Shape(buckets=2**18, shortest=2, longest=5, word_pairs=True)
ODDS = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]])


def train_joint(rows: list[Row]) -> JointModel:
    """Uzbek and Russian together: what one says of words the other may use."""
    trained = [row for row in rows if row.part >= CALIBRATION]
    batch = skeletons(encode(texts_of(trained)), _uzbek(trained))
    examples = examples_of(trained)
    linear, _ = fit_linear(batch, examples, JOINT_SHAPE, strength=2.0, words=1.5)
    model = JointModel(linear, {})
    held = [row for row in rows if DEV <= row.part < CALIBRATION]
    logits = model.logits(encode(texts_of(held)), _uzbek(held))
    russian = ~_uzbek(held)
    calibrations = {
        number: _tempered(logits, held, mine)
        for number, mine in ((UZBEK, ~russian), (RUSSIAN, russian))
    }
    return JointModel(linear, calibrations)


def train_english(rows: list[Row]) -> EnglishModel:
    """N-grams from the training rows; VADER's say from those held apart."""
    trained = [row for row in rows if row.part >= CALIBRATION]
    batch = encode(texts_of(trained))
    examples = examples_of(trained)
    linear, _ = fit_linear(batch, examples, ENGLISH_SHAPE, strength=2.0, words=1.5)
    start = np.vstack([ODDS, np.zeros((4, 3))])
    model = EnglishModel(linear, Calibration(start, np.zeros(3)))
    held = [row for row in rows if DEV <= row.part < CALIBRATION]
    opinions = model.opinions(encode(texts_of(held)), texts_of(held))
    return EnglishModel(linear, _mapped(opinions, held, start))


def _uzbek(rows: list[Row]) -> Bools:
    return np.array([row.language != Language.RUSSIAN for row in rows], np.bool_)


def _tempered(logits: Floats, rows: list[Row], mine: Bools) -> Calibration:
    """One temperature and one leaning, every set counting by the root of its size."""
    held = [row for row, is_mine in zip(rows, mine, strict=True) if is_mine]
    inputs, weight = logits[mine], _set_weights(held)
    label, barred = _labels(held)

    def loss(found: Floats) -> float:
        scores = np.exp(found[0]) * inputs + _leaning(found) + barred
        logs = log_softmax(scores)
        return -float(weight @ logs[np.arange(len(label)), label])

    best = minimize(loss, np.zeros(3), method="Nelder-Mead").x
    return Calibration(np.exp(best[0]) * ODDS, _leaning(best))


def _leaning(found: Floats) -> Floats:
    return np.array([found[1], -found[1] - found[2], found[2]])


def _mapped(inputs: Floats, rows: list[Row], start: Floats) -> Calibration:
    label, _ = _labels(rows)

    def loss(flat: Floats) -> float:
        slope, intercept = flat[:-3].reshape(start.shape), flat[-3:]
        logs = log_softmax(inputs @ slope + intercept)
        likely = logs[np.arange(len(label)), label].mean()
        return -float(likely) + 1e-3 * float((slope**2).sum())

    first = np.concatenate([start.ravel(), np.zeros(3)])
    best = minimize(loss, first, method="L-BFGS-B").x
    return Calibration(best[:-3].reshape(start.shape), best[-3:])


def _labels(rows: list[Row]) -> tuple[NDArray[np.int64], Floats]:
    label = np.array([row.label for row in rows])
    return label, np.where(allowed(rows), 0.0, IMPOSSIBLE)


def _set_weights(rows: list[Row]) -> Floats:
    sizes = Counter(row.set for row in rows)
    weight = np.array([1 / np.sqrt(sizes[row.set]) for row in rows])
    return np.asarray(weight / weight.sum())
