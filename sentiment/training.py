"""From labelled data to weights: ``python -m sentiment.training --data DIR``.

Needs the extra ``train``. Same data, same weights: every choice by chance has a
fixed seed, and the splits go by the words of each text.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.attitudes import SCORED_LANGUAGES
from sentiment.attitude_training import train_english, train_joint
from sentiment.confusion import replicates, soft_confusion
from sentiment.examples import (
    CALIBRATION,
    DEV,
    ENGLISH_SETS,
    RUSSIAN_SETS,
    UZBEK_SETS,
    WEIGHTS,
    Row,
    allowed,
    read_sets,
    texts_of,
)
from sentiment.language_training import SETS, train_language
from sentiment.models import Models
from sentiment.scorer import Scorer
from sentiment.vectors import english_vectors, russian_vectors
from sentiment.weights import HERE, Weights, save_weights

NAME, VERSION = "joint", "2.0"


def main() -> None:
    """Train everything, write the weights and the card."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True, help="folder of the sets")
    asked.add_argument("--out", type=Path, default=HERE, help="where to write")
    given = asked.parse_args()
    weights = train(given.data)
    out: Path = given.out
    save_weights(weights, out / "weights.npz", out / "card.json")
    print(weights.card["dev"])


def train(data: Path) -> Weights:
    """The weights, with a card of what they were made from and how well they do."""
    language, language_figures = train_language(data)
    both = read_sets(data / "sentiment", [*UZBEK_SETS, *RUSSIAN_SETS])
    english = read_sets(data / "sentiment", ENGLISH_SETS)
    models = Models(
        language,
        train_joint(both, russian_vectors()),
        train_english(english, english_vectors()),
    )
    rows = both + english
    dev = [row for row in rows if row.part < DEV]
    arrays = models.arrays() | _confusions(models, dev)
    card = {
        "name": NAME,
        "version": VERSION,
        "trained_on": _trained_on(rows),
        "language_trained_on": list(SETS),
        "labels": ["against", "neutral", "in_favour"],
        "splits": {"dev": [0, DEV], "calibration": [DEV, CALIBRATION]},
        "dev": _figures(models, dev),
        "language_dev": language_figures,
    }
    return Weights(arrays, card)


def _trained_on(rows: list[Row]) -> dict[str, dict[str, float]]:
    counts = Counter(row.set for row in rows if row.part >= CALIBRATION)
    return {s: {"rows": n, "weight": WEIGHTS[s]} for s, n in counts.items()}


def _confusions(models: Models, dev: list[Row]) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {}
    label, p, scored = _predicted(models, dev)
    weight = np.array([WEIGHTS[row.set] for row in dev])
    for seed, language in enumerate(SCORED_LANGUAGES):
        mine = scored & np.array([row.language == language for row in dev])
        rows = label[mine], p[mine], weight[mine]
        found[f"confusion/{language}"] = soft_confusion(*rows)
        several = replicates(*rows, seed=seed)
        found[f"replicates/{language}"] = several.astype(np.float16)
    return found


def _predicted(
    models: Models, rows: list[Row]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
    verdicts = Scorer(models).predict(texts_of(rows))
    p = np.array([v.p or (0.0, 0.0, 0.0) for v in verdicts])
    scored = np.array([v.scored for v in verdicts], np.bool_)
    return np.array([row.label for row in rows]), p, scored


def _figures(models: Models, dev: list[Row]) -> Mapping[str, Mapping[str, float]]:
    """Accuracy and n of each set and language, a row not scored being wrong."""
    label, p, scored = _predicted(models, dev)
    chosen = np.where(allowed(dev), p, -1.0).argmax(axis=1)
    right = (chosen == label) & scored
    names = np.array([row.set for row in dev])
    languages = np.array([row.language for row in dev])
    groups = {s: names == s for s in WEIGHTS} | {
        str(language): languages == language for language in SCORED_LANGUAGES
    }
    return {
        name: {"n": int(mine.sum()), "accuracy": round(float(right[mine].mean()), 4)}
        for name, mine in groups.items()
    }


if __name__ == "__main__":
    main()
