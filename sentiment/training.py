"""From labelled data to weights and their card; `kayfiyat train` is its door.

Needs the extras ``train`` and ``vectors``. Same data, same weights: every choice by
chance has a fixed seed, and the splits go by the words of each text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.attitudes import SCORED_LANGUAGES, Language, Script, Verdict
from domain.errors import InputError
from sentiment.attitude_training import Aids, train_english, train_joint
from sentiment.codes import encode
from sentiment.confusion import replicates, soft_confusion
from sentiment.evaluating import Labelled, figures, judged
from sentiment.examples import (
    CALIBRATION,
    DEV,
    ENGLISH_SETS,
    LABELS,
    LICENCES,
    RUSSIAN_SETS,
    UZBEK_SETS,
    WEIGHTS,
    Row,
    allowed,
    read_sets,
    texts_of,
)
from sentiment.joint import JointModel
from sentiment.language import RUSSIAN, UZBEK
from sentiment.language_training import SETS, train_language
from sentiment.models import Models
from sentiment.scorer import Scorer
from sentiment.stance import StanceModel
from sentiment.stance_training import SET as STANCE_SET
from sentiment.stance_training import read_stances, stance_figures, train_stance
from sentiment.vectors import english_vectors, russian_vectors
from sentiment.weights import Weights

NAME, VERSION = "joint", "2.0"


LEFT_OUT = (
    "uz_app_manual",
    "uz_news_graded",
    "uz_absa_rest",
    "uz_commeta",
    "ru_rusentitweet",
    "ru_romip_news_quotes",
)
"""Sets that a model is tried on without having seen any of their rows."""

Tell = Callable[[str], object]


def train(data: Path, *, today: date, left_out: bool, tell: Tell) -> Weights:
    """The weights, with a card of what they were made from and how well they do.

    ``left_out`` adds the figures of models that lack a whole set, at half a minute
    each. ``tell`` hears what is being done. Raises InputError for a folder that
    lacks a set.
    """
    _check(data)
    tell("Reading word vectors")
    aids, english_words = Aids(russian_vectors()), english_vectors()
    tell("Training the language model")
    language, language_figures = train_language(data)
    both = read_sets(data / "sentiment", [*UZBEK_SETS, *RUSSIAN_SETS])
    english = read_sets(data / "sentiment", ENGLISH_SETS)
    tell(f"Training on {len(both):,} Uzbek and Russian rows")
    joint = train_joint(both, aids)
    tell(f"Training on {len(english):,} English rows")
    models = Models(
        language, joint, train_english(english, english_words), _stance(data, joint)
    )
    rows = both + english
    dev = [row for row in rows if row.part < DEV]
    card = {
        "name": NAME,
        "version": VERSION,
        "date": today.isoformat(),
        "trained_on": _trained_on(rows),
        "language_trained_on": list(SETS),
        "word_vectors": ["Navec (MIT)", "all-MiniLM-L6-v2 (Apache-2.0)"],
        "labels": ["against", "neutral", "in_favour"],
        "splits": {"dev": [0, DEV], "calibration": [DEV, CALIBRATION]},
        "dev": _figures(models, dev),
        "left_out": _left_out(both, aids, tell) if left_out else {},
        "stance": stance_figures(read_stances(data, joint), models.stance),
        "language_dev": language_figures,
    }
    return Weights(models.arrays() | _confusions(models, dev), card)


def _check(data: Path) -> None:
    names = [f"sentiment/{name}" for name in WEIGHTS]
    for name in [*names, *SETS, STANCE_SET]:
        path = data / f"{name}.jsonl.gz"
        if not path.exists():
            raise InputError(f"{path}: no such set; --data is the folder of all sets")


def left_out_figures(rows: list[Row], name: str, aids: Aids) -> dict[str, Any]:
    """How a model that saw no row of set ``name`` does on all of them."""
    model = train_joint([row for row in rows if row.set != name], aids)
    mine = [row for row in rows if row.set == name]
    numbers = {Language.RUSSIAN.value: RUSSIAN}
    language = np.array([numbers.get(row.language, UZBEK) for row in mine])
    p = model.probabilities(encode(texts_of(mine)), language)
    return _judged(mine, p, np.ones(len(mine), np.bool_))


def _stance(data: Path, joint: JointModel) -> StanceModel:
    return train_stance(read_stances(data, joint))


def _left_out(rows: list[Row], aids: Aids, tell: Tell) -> dict[str, Any]:
    found = {}
    for name in LEFT_OUT:
        tell(f"Training without {name}")
        found[name] = left_out_figures(rows, name, aids)
    return found


def _trained_on(rows: list[Row]) -> dict[str, dict[str, Any]]:
    counts = Counter(row.set for row in rows if row.part >= CALIBRATION)
    return {
        s: {"rows": n, "weight": WEIGHTS[s], "licence": LICENCES[s]}
        for s, n in counts.items()
    }


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


def _figures(models: Models, dev: list[Row]) -> dict[str, dict[str, Any]]:
    """Those of each set and each language, a row not scored being wrong."""
    _, p, scored = _predicted(models, dev)
    names = np.array([row.set for row in dev])
    languages = np.array([row.language for row in dev])
    groups = {s: names == s for s in WEIGHTS} | {
        str(language): languages == language for language in SCORED_LANGUAGES
    }
    return {
        name: _judged([dev[n] for n in np.flatnonzero(mine)], p[mine], scored[mine])
        for name, mine in groups.items()
    }


def _judged(
    rows: list[Row], p: NDArray[np.float64], scored: NDArray[np.bool_]
) -> dict[str, Any]:
    verdicts = [
        Verdict(Language.UNDETERMINED, Script.NONE, tuple(one) if said else None)
        for one, said in zip(p.tolist(), scored.tolist(), strict=True)
    ]
    known = [label for n, label in enumerate(LABELS) if allowed(rows)[:, n].any()]
    found = [
        judged(Labelled(row.text, LABELS[row.label]), verdict, known)
        for row, verdict in zip(rows, verdicts, strict=True)
    ]
    shown = figures(found, known)
    return {key: value for key, value in shown.items() if key != "confusion"}
