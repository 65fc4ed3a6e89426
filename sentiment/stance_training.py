"""Train the stance models, and tell what they are worth on targets never seen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sentiment.codes import encode, parts_of
from sentiment.evaluating import LABELS, STANCES
from sentiment.examples import CALIBRATION, DEV, read_lines
from sentiment.features import Shape
from sentiment.fitting import Examples, Settings, fit_linear, log_softmax
from sentiment.joint import JointModel
from sentiment.language import RUSSIAN
from sentiment.linear import Floats
from sentiment.probabilities import Calibration
from sentiment.stance import Read, StanceModel, reading

SET = "stance/ru_ruarg_stance"
SHAPE = Shape(buckets=2**16, shortest=3, longest=6, word_pairs=True)
SETTINGS = Settings(strength=0.5)
BALANCE = 0.75
"""A class counts by this power of its rarity: most comments take no side."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Texts in which people took a stance, ready to learn from."""

    read: Read
    label: NDArray[np.int64]
    target: NDArray[np.str_]
    part: Floats
    polarity: Floats


def read_stances(data: Path, joint: JointModel) -> Taken:
    """Comments on masks, quarantine and vaccines, as people judged them."""
    lines = read_lines(data / f"{SET}.jsonl.gz")
    texts = [line["text"] for line in lines]
    batch = encode(texts)
    return Taken(
        read=reading(batch, joint),
        label=np.array([LABELS.index(STANCES[line["label"]]) for line in lines]),
        target=np.array([line["target"] for line in lines]),
        part=np.array(parts_of(texts)),
        polarity=joint.probabilities(batch, np.full(len(texts), RUSSIAN)),
    )


def train_stance(taken: Taken) -> StanceModel:
    """From the rows of the training split."""
    return _fitted(taken, taken.part >= CALIBRATION, taken.part >= DEV)


def stance_figures(taken: Taken, model: StanceModel) -> dict[str, float]:
    """Macro-F1 on the development split, on targets left out, and of polarity."""
    dev = taken.part < DEV
    said = model.probabilities(taken.read).argmax(axis=1)
    glad = taken.polarity.argmax(axis=1)
    found = {
        "n": len(taken.label),
        "dev": _macro_f1(taken.label[dev], said[dev]),
        "dev, polarity": _macro_f1(taken.label[dev], glad[dev]),
    }
    out, polar = [], []
    for target in np.unique(taken.target):
        mine = taken.target == target
        other = _fitted(taken, ~mine & (taken.part >= CALIBRATION), ~mine)
        unseen = other.probabilities(taken.read).argmax(axis=1)
        out.append(_macro_f1(taken.label[mine], unseen[mine]))
        polar.append(_macro_f1(taken.label[mine], glad[mine]))
    found["target left out"] = round(float(np.mean(out)), 4)
    found["target left out, polarity"] = round(float(np.mean(polar)), 4)
    return found


def _fitted(
    taken: Taken, rows: NDArray[np.bool_], calibrated: NDArray[np.bool_]
) -> StanceModel:
    weight = _weights(taken.label[rows])
    examples = Examples(
        label=taken.label[rows],
        weight=weight,
        allowed=np.ones((int(rows.sum()), len(LABELS)), np.bool_),
        group=np.zeros(int(rows.sum()), np.int64),
        figures=taken.read.figures[rows],
    )
    linear = fit_linear(taken.read.batch.only(rows), examples, SHAPE, SETTINGS)
    logits = StanceModel(linear, _plain()).logits(taken.read)[calibrated]
    return StanceModel(linear, _leaning(logits, taken.label[calibrated]))


def _weights(label: NDArray[np.int64]) -> Floats:
    counts = np.bincount(label, minlength=len(LABELS))
    return np.asarray((counts.sum() / len(LABELS) / counts) ** BALANCE)[label]


def _plain() -> Calibration:
    return Calibration(np.eye(len(LABELS)), np.zeros(len(LABELS)))


def _leaning(logits: Floats, label: NDArray[np.int64]) -> Calibration:
    """The intercepts only: the slope would be learned from rows already seen."""
    rows, weight = np.arange(len(label)), _weights(label)

    def loss(found: Floats) -> float:
        moved = logits + np.array([found[0], 0.0, found[1]])
        return -float(weight @ log_softmax(moved)[rows, label])

    best = minimize(loss, np.zeros(2)).x
    return Calibration(np.eye(len(LABELS)), np.array([best[0], 0.0, best[1]]))


def _macro_f1(true: NDArray[np.int64], said: NDArray[np.int64]) -> float:
    f1 = []
    for label in range(len(LABELS)):
        both = ((true == label) & (said == label)).sum()
        f1.append(2 * both / max(1, (true == label).sum() + (said == label).sum()))
    return round(float(np.mean(f1)), 4)
