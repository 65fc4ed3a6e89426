"""How well the scorer does on labelled texts."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from domain.attitudes import Verdict
from domain.errors import InputError
from sentiment.codes import parts_of

LABELS = ("negative", "neutral", "positive")
NOT_SCORED = "not_scored"
DEV = 0.10
"""Texts whose part is below this were never trained on."""

Split = Literal["all", "dev", "train"]


class Predicts(Protocol):
    """Anything that scores texts."""

    def predict(self, texts: Sequence[str]) -> list[Verdict]: ...


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what people said it is."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What people said, what the scorer said (or NOT_SCORED), and in which language."""

    true: str
    predicted: str
    language: str


def evaluate(path: Path, scorer: Predicts, *, split: Split = "all") -> dict[str, Any]:
    """The figures of ``scorer`` on a file of labelled texts.

    ``n`` counts the rows with one of the three labels. A row that the scorer does
    not score counts as wrong in accuracy, recall and F1. Where the file holds
    only two of the labels, the scorer chooses among those two.
    """
    rows = list(read_labelled(path))
    known = [label for label in LABELS if any(row.label == label for row in rows)]
    if split != "all":
        parts = parts_of([row.text for row in rows])
        pairs = zip(rows, parts, strict=True)
        rows = [row for row, part in pairs if (part < DEV) == (split == "dev")]
    verdicts = scorer.predict([row.text for row in rows])
    judged = [
        Judged(row.label, _chosen(verdict, known), verdict.language.value)
        for row, verdict in zip(rows, verdicts, strict=True)
    ]
    return {"file": str(path), **_figures(judged, known), "by_language": _by(judged)}


def read_labelled(path: Path) -> Iterator[Labelled]:
    """The rows of a ``.jsonl`` or ``.jsonl.gz`` file with one of the three labels."""
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield from _row(path, number, line)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}; give .jsonl[.gz]") from None


def _row(path: Path, number: int, line: str) -> Iterator[Labelled]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path}:{number}: not JSON: {error.msg}; mend or remove that line"
        ) from None
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise InputError(
            f'{path}:{number}: no "text" in it; each line needs "text" and "label"'
        )
    if found.get("label") in LABELS:
        yield Labelled(found["text"], found["label"])


def _chosen(verdict: Verdict, known: Sequence[str]) -> str:
    if verdict.p is None:
        return NOT_SCORED
    p = dict(zip(LABELS, verdict.p, strict=True))
    return max(known, key=lambda label: p[label])


def _figures(judged: Sequence[Judged], known: Sequence[str]) -> dict[str, Any]:
    pairs = Counter((one.true, one.predicted) for one in judged)
    recall = {label: _recall(pairs, label) for label in known}
    f1 = [_f1(pairs, label) for label in known]
    right = sum(pairs[label, label] for label in known)
    return {
        "n": len(judged),
        "scored": sum(one.predicted != NOT_SCORED for one in judged),
        "accuracy": _share(right, len(judged)),
        "macro_f1": _mean(f1),
        "macro_recall": _mean(list(recall.values())),
        "recall": recall,
        "confusion": {
            true: {said: pairs[true, said] for said in (*known, NOT_SCORED)}
            for true in known
        },
    }


def _by(judged: Sequence[Judged]) -> dict[str, dict[str, Any]]:
    """The same figures by the language that the scorer took each text for."""
    found = {}
    for language in sorted({one.language for one in judged}):
        mine = [one for one in judged if one.language == language]
        right = sum(one.true == one.predicted for one in mine)
        scored = sum(one.predicted != NOT_SCORED for one in mine)
        share = _share(right, len(mine))
        found[language] = {"n": len(mine), "scored": scored, "accuracy": share}
    return found


def _recall(pairs: Counter[tuple[str, str]], label: str) -> float | None:
    total = sum(n for (true, _), n in pairs.items() if true == label)
    return _share(pairs[label, label], total)


def _f1(pairs: Counter[tuple[str, str]], label: str) -> float | None:
    true = sum(n for (t, _), n in pairs.items() if t == label)
    said = sum(n for (_, s), n in pairs.items() if s == label)
    return _share(2 * pairs[label, label], true + said)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None
