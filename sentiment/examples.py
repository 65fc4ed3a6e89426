"""Labelled sets as they are read for training."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from domain.attitudes import Language
from sentiment.codes import Bools, parts_of
from sentiment.fitting import Examples
from sentiment.linear import Floats

LABELS = ("negative", "neutral", "positive")
DEV, CALIBRATION = 0.10, 0.15
"""Below DEV a text is never trained on; up to CALIBRATION it only calibrates."""

WRITTEN = Path(__file__).parent / "written"
"""Comments on reforms made up for training: ``uz.tsv``, ``ru.tsv``, ``en.tsv``."""

SYNTHETIC = "written_"
"""How the names of sets begin that nobody said."""

UZBEK_SETS = {
    "written_uz": 1.0,
    "uz_app_manual": 2.0,
    "uz_absa_rest": 2.0,
    "uz_news_graded": 1.0,
    "uz_commeta": 0.6,
    "uz_rest_google": 0.5,
    "uz_app_translated": 0.3,
    "uz_uzum": 0.3,
}
RUSSIAN_SETS = {
    "written_ru": 1.0,
    "ru_rusentitweet": 2.5,
    "ru_sentirueval15": 1.0,
    "ru_romip_news_quotes": 1.0,
    "ru_opensentiment": 1.0,
    "ru_cedr_weak": 0.6,
}
ENGLISH_SETS = {"written_en": 1.0, "en_semeval17": 1.0}
SETS_OF = {
    Language.UZBEK: UZBEK_SETS,
    Language.RUSSIAN: RUSSIAN_SETS,
    Language.ENGLISH: ENGLISH_SETS,
}
WEIGHTS = UZBEK_SETS | RUSSIAN_SETS | ENGLISH_SETS
"""How much a row of each set counts: less where labels are stars or machine-made."""

LICENCES = {
    "uz_app_manual": "feel free to use, cite",
    "uz_app_translated": "feel free to use, cite",
    "uz_news_graded": "open-source, no text of a licence",
    "uz_absa_rest": "GPL-3.0",
    "uz_rest_google": "none given",
    "uz_commeta": "GPL-3.0",
    "uz_uzum": "MIT",
    "ru_rusentitweet": "CC BY (paper)",
    "ru_sentirueval15": "none given",
    "ru_romip_news_quotes": "none given",
    "ru_opensentiment": "CC BY-SA 3.0",
    "ru_cedr_weak": "Apache-2.0",
    "en_semeval17": "research",
    "written_uz": "Apache-2.0, synthetic",
    "written_ru": "Apache-2.0, synthetic",
    "written_en": "Apache-2.0, synthetic",
}
"""Of the texts, which are not shipped; the weights are made from them."""

RARE = 0.02  # a class rarer than this in a set is taken as not asked for


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled text. ``part`` in [0, 1) says which split it is in."""

    text: str
    label: int
    set: str
    language: str
    part: float


def read_lines(path: Path) -> list[dict[str, str]]:
    """The JSON objects of a gzipped file of lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_sets(folder: Path, names: Iterable[str]) -> list[Row]:
    """The rows of the named sets with one of the three labels."""
    return [row for name in names for row in _read_set(folder, name)]


def _read_set(folder: Path, name: str) -> Iterator[Row]:
    lines = _lines(folder, name)
    labelled = [found for found in lines if found["label"] in LABELS]
    parts = parts_of([found["text"] for found in labelled])
    for found, part in zip(labelled, parts, strict=True):
        label = LABELS.index(found["label"])
        yield Row(found["text"], label, name, found["lang"], part)


def _lines(folder: Path, name: str) -> list[dict[str, str]]:
    if not name.startswith(SYNTHETIC):
        return read_lines(folder / f"{name}.jsonl.gz")
    return read_written(Language(name.removeprefix(SYNTHETIC)))


def read_written(language: Language) -> list[dict[str, str]]:
    """The comments written for training, with ``label`` and ``stance``."""
    path = WRITTEN / f"{language.value}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = list(csv.reader(lines, "excel-tab", quoting=csv.QUOTE_NONE))
    return [
        {"text": text, "label": label, "stance": stance, "lang": language.value}
        for label, stance, text in rows
    ]


def examples_of(rows: list[Row]) -> Examples:
    """Rows as examples."""
    return Examples(
        label=np.array([row.label for row in rows]),
        weight=weights_of(rows),
        allowed=allowed(rows),
    )


def weights_of(rows: list[Row]) -> Floats:
    return np.array([WEIGHTS[row.set] for row in rows])


def allowed(rows: list[Row]) -> Bools:
    """The classes that each row's set knows, and its own label."""
    seen = Counter((row.set, row.label) for row in rows)
    sizes = Counter(row.set for row in rows)
    asked = {
        name: [seen[name, label] >= RARE * size for label in range(3)]
        for name, size in sizes.items()
    }
    table = np.array([asked[row.set] for row in rows], np.bool_).reshape(-1, 3)
    table[np.arange(len(rows)), [row.label for row in rows]] = True
    return table


def texts_of(rows: list[Row]) -> list[str]:
    return [row.text for row in rows]
