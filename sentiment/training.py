"""From labelled data to weights and their card; `kayfiyat train` is its door.

Needs the extras ``train`` and ``vectors``. Same data, same weights: every choice by
chance has a fixed seed, and the splits go by the words of each text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from domain.attitudes import SCORED_LANGUAGES, Language
from domain.errors import InputError
from sentiment.attitude_training import Aids, train_attitude
from sentiment.examples import (
    CALIBRATION,
    DEV,
    LICENCES,
    SETS_OF,
    SYNTHETIC,
    WEIGHTS,
    Row,
    read_sets,
)
from sentiment.language_training import SETS as LANGUAGE_SETS
from sentiment.language_training import train_language
from sentiment.models import Models
from sentiment.stance_training import SET as STANCE_SET
from sentiment.stance_training import read_stances, stance_figures, train_stance
from sentiment.trying import confusions, dev_figures, left_out_figures
from sentiment.vectors import english_vectors, russian_vectors
from sentiment.weights import Weights

NAME, VERSION = "linear", "3.0"

LEFT_OUT = (
    "uz_app_manual",
    "uz_news_graded",
    "uz_absa_rest",
    "uz_commeta",
    "written_uz",
    "ru_rusentitweet",
    "ru_romip_news_quotes",
    "written_ru",
    "written_en",
)
"""Sets that a model is tried on without having seen any of their rows."""

Tell = Callable[[str], object]
Rows = Mapping[Language, list[Row]]


def train(data: Path, *, today: date, left_out: bool, tell: Tell) -> Weights:
    """The weights, with a card of what they were made from and how well they do.

    ``left_out`` adds the figures of models that lack a whole set, at half a minute
    each. ``tell`` hears what is being done. Raises InputError for a folder that
    lacks a set.
    """
    _check(data)
    rows = read_rows(data)
    tell("Reading word vectors")
    aids = all_aids()
    tell("Training the language model")
    language, language_figures = train_language(data)
    attitude = {}
    for one in SCORED_LANGUAGES:
        tell(f"Training on {len(rows[one]):,} rows in {one}")
        attitude[one] = train_attitude(rows[one], one, aids[one])
    tell("Training on stances")
    stances = read_stances(data, attitude[Language.RUSSIAN])
    models = Models(language, attitude, train_stance(stances))
    every = [row for one in SCORED_LANGUAGES for row in rows[one]]
    card = {
        "name": NAME,
        "version": VERSION,
        "date": today.isoformat(),
        "trained_on": _trained_on(every),
        "language_trained_on": list(LANGUAGE_SETS),
        "word_vectors": ["Navec (MIT)", "all-MiniLM-L6-v2 (Apache-2.0)"],
        "labels": ["against", "neutral", "in_favour"],
        "splits": {"dev": [0, DEV], "calibration": [DEV, CALIBRATION]},
        "dev": dev_figures(models, every),
        "left_out": _left_out(rows, aids, tell) if left_out else {},
        "stance": stance_figures(stances, models.stance),
        "language_dev": language_figures,
    }
    return Weights(models.arrays() | confusions(models, every), card)


def read_rows(data: Path) -> Rows:
    """The labelled rows of all sets, by the language that each is in."""
    rows = read_sets(data / "sentiment", WEIGHTS)
    return {
        language: [row for row in rows if row.language == language]
        for language in SCORED_LANGUAGES
    }


def all_aids() -> Mapping[Language, Aids]:
    """The lexicons, and the vectors where there are any."""
    return {
        Language.UZBEK: Aids(),
        Language.RUSSIAN: Aids(russian_vectors()),
        Language.ENGLISH: Aids(english_vectors()),
    }


def _check(data: Path) -> None:
    names = [f"sentiment/{name}" for name in WEIGHTS if not name.startswith(SYNTHETIC)]
    for name in [*names, *LANGUAGE_SETS, STANCE_SET]:
        path = data / f"{name}.jsonl.gz"
        if not path.exists():
            raise InputError(f"{path}: no such set; --data is the folder of all sets")


def _left_out(
    rows: Rows, aids: Mapping[Language, Aids], tell: Tell
) -> dict[str, dict[str, Any]]:
    found = {}
    for name in LEFT_OUT:
        tell(f"Training without {name}")
        language = language_of(name)
        found[name] = left_out_figures(rows[language], name, language, aids[language])
    return found


def language_of(name: str) -> Language:
    """The language that a set was gathered for."""
    return next(language for language, sets in SETS_OF.items() if name in sets)


def _trained_on(rows: list[Row]) -> dict[str, dict[str, Any]]:
    counts = Counter(row.set for row in rows if row.part >= CALIBRATION)
    return {
        s: {"rows": n, "weight": WEIGHTS[s], "licence": LICENCES[s]}
        for s, n in counts.items()
    }
