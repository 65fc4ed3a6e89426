"""Train the stance model, and tell what it is worth on targets never seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sentiment.attitude import AttitudeModel
from sentiment.codes import Batch, Bools, encode, parts_of
from sentiment.evaluating import LABELS, STANCES
from sentiment.examples import DEV, read_lines
from sentiment.features import Shape
from sentiment.fitting import Examples, Settings, fit_linear, log_softmax
from sentiment.linear import Floats, Linear
from sentiment.probabilities import Calibration
from sentiment.stance import Read, StanceModel, reading
from sentiment.vectors import Vectors, russian_vectors

SET = "stance/ru_ruarg_stance"
SHAPE = Shape(buckets=2**16, shortest=3, longest=6, word_pairs=True)
SETTINGS = Settings(strength=0.4)
BALANCE = 0.5
"""A class counts by this power of its rarity: most comments take no side."""

FOLDS = 3
"""The calibration is learned from rows that a model did not see, one fold at a time."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Texts in which people took a stance, ready to learn from."""

    read: Read
    label: NDArray[np.int64]
    target: NDArray[np.str_]
    part: Floats
    polarity: Floats
    vectors: Vectors


def read_stances(
    data: Path, russian: AttitudeModel, vectors: Vectors | None = None
) -> Taken:
    """Comments on masks, quarantine and vaccines, as people judged them.

    ``vectors`` are those of Russian words; without them they are read anew.
    """
    lines = read_lines(data / f"{SET}.jsonl.gz")
    texts, targets = ([line[key] for line in lines] for key in ("text", "target"))
    batch = encode(texts)
    return Taken(
        read=reading(batch, targets, russian),
        label=np.array([LABELS.index(STANCES[line["label"]]) for line in lines]),
        target=np.array(targets),
        part=np.array(parts_of(texts)),
        polarity=russian.probabilities(batch),
        vectors=vectors or russian_vectors(),
    )


def train_stance(taken: Taken) -> StanceModel:
    """From all rows but those of the development split."""
    return _trained(taken, taken.part >= DEV)


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
        other = _trained(taken, ~mine & ~dev)
        unseen = other.probabilities(taken.read).argmax(axis=1)
        out.append(_macro_f1(taken.label[mine], unseen[mine]))
        polar.append(_macro_f1(taken.label[mine], glad[mine]))
    found["target left out"] = round(float(np.mean(out)), 4)
    found["target left out, polarity"] = round(float(np.mean(polar)), 4)
    return found


def _trained(taken: Taken, rows: Bools) -> StanceModel:
    """Fitted to the rows, calibrated on what models of other rows say of each."""
    fold = np.floor(taken.part * 1_000).astype(np.int64) % FOLDS
    logits = np.zeros((len(rows), len(LABELS)))
    for number in range(FOLDS):
        mine = rows & (fold == number)
        logits[mine] = _fitted(taken, rows & ~mine).logits(taken.read)[mine]
    fitted = _fitted(taken, rows)
    return replace(fitted, calibration=_calibrated(logits[rows], taken.label[rows]))


def _fitted(taken: Taken, rows: Bools) -> StanceModel:
    """Not calibrated."""
    chosen = int(rows.sum())
    examples = Examples(
        label=taken.label[rows],
        weight=_weights(taken.label[rows]),
        allowed=np.ones((chosen, len(LABELS)), np.bool_),
        figures=taken.read.figures[rows],
    )

    def fit(batch: Batch) -> Linear:
        chosen = batch.only(rows)
        return fit_linear(chosen, examples, SHAPE, SETTINGS, taken.vectors)

    whole, near = fit(taken.read.whole), fit(taken.read.near)
    return StanceModel(whole, near, _calibration(np.zeros(3)))


def _calibrated(logits: Floats, label: NDArray[np.int64]) -> Calibration:
    """One slope and two intercepts."""
    rows, weight = np.arange(len(label)), _weights(label)

    def loss(found: Floats) -> float:
        moved = logits @ _calibration(found).slope + _calibration(found).intercept
        return -float(weight @ log_softmax(moved)[rows, label])

    return _calibration(minimize(loss, np.zeros(3), method="Nelder-Mead").x)


def _calibration(found: Floats) -> Calibration:
    """From the logarithm of the slope, and what against and in favour are given."""
    slope = np.exp(found[0]) * np.eye(len(LABELS))
    return Calibration(slope, np.array([found[1], 0.0, found[2]]))


def _weights(label: NDArray[np.int64]) -> Floats:
    counts = np.bincount(label, minlength=len(LABELS))
    return np.asarray((counts.sum() / len(LABELS) / counts) ** BALANCE)[label]


def _macro_f1(true: NDArray[np.int64], said: NDArray[np.int64]) -> float:
    f1 = []
    for label in range(len(LABELS)):
        both = ((true == label) & (said == label)).sum()
        f1.append(2 * both / max(1, (true == label).sum() + (said == label).sum()))
    return round(float(np.mean(f1)), 4)
