"""How well the scorer does on labelled texts."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, Protocol

from domain.attitudes import Verdict
from domain.errors import InputError
from sentiment.codes import parts_of

LABELS = ("negative", "neutral", "positive")
STANCES = {"against": "negative", "none": "neutral", "favor": "positive"}
"""Stance towards a target, in the words of SemEval-2016 task 6."""

NOT_SCORED = "not_scored"
DEV = 0.10
"""Texts whose part is below this were never trained on."""

BINS = 10
Split = Literal["all", "dev", "train"]


class Predicts(Protocol):
    """Anything that scores texts."""

    def predict(self, texts: Sequence[str]) -> list[Verdict]: ...

    def stances(self, texts: Sequence[str], targets: Sequence[str]) -> list[Verdict]:
        """The attitude of each text towards its target, a measure it speaks of."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what people said it is; ``stance``: towards the ``target``."""

    text: str
    label: str
    stance: bool = False
    target: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What people said, and what the scorer said: one label's probability each.

    ``p`` is empty, and the label NOT_SCORED, where it said nothing.
    """

    true: str
    predicted: str
    p: Mapping[str, float]
    language: str
    script: str


def evaluate(path: Path, scorer: Predicts, *, split: Split = "all") -> dict[str, Any]:
    """The figures of ``scorer`` on a file of labelled texts.

    ``n`` counts the rows with one of the three labels, or a stance. A row that the
    scorer does not score counts as wrong in accuracy, recall and F1, and is left
    out of the calibration and prevalence errors. Where the file holds only two of
    the labels, the scorer chooses among those two. See ``figures``.
    """
    rows = list(read_labelled(path))
    known = [label for label in LABELS if any(row.label == label for row in rows)]
    if split != "all":
        parts = parts_of([row.text for row in rows])
        pairs = zip(rows, parts, strict=True)
        rows = [row for row, part in pairs if (part < DEV) == (split == "dev")]
    verdicts = _verdicts(rows, scorer)
    said_of = [
        judged(row, verdict, known) for row, verdict in zip(rows, verdicts, strict=True)
    ]
    return {
        "file": str(path),
        **figures(said_of, known),
        "by_language": _by(said_of, known, attrgetter("language")),
        "by_script": _by(said_of, known, attrgetter("script")),
    }


def _verdicts(rows: Sequence[Labelled], scorer: Predicts) -> list[Verdict]:
    texts = [row.text for row in rows]
    if any(row.stance for row in rows):
        return scorer.stances(texts, [row.target for row in rows])
    return scorer.predict(texts)


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
    label = STANCES.get(found.get("label", ""), found.get("label"))
    if label in LABELS:
        target = str(found.get("target") or "")
        yield Labelled(found["text"], label, found["label"] in STANCES, target)


def judged(row: Labelled, verdict: Verdict, known: Sequence[str]) -> Judged:
    """What the verdict says of the row, among the known labels."""
    p: dict[str, float] = {}
    said = NOT_SCORED
    if verdict.p is not None:
        every = dict(zip(LABELS, verdict.p, strict=True))
        total = sum(every[label] for label in known) or 1.0
        p = {label: every[label] / total for label in known}
        said = max(known, key=p.__getitem__)
    return Judged(row.label, said, p, verdict.language.value, verdict.script.value)


def figures(judged: Sequence[Judged], known: Sequence[str]) -> dict[str, Any]:
    """Accuracy, macro-F1, macro-recall, recall, calibration and prevalence errors.

    ``calibration_error`` is the expected calibration error over BINS equal bins of
    the largest probability (Guo et al. 2017); ``prevalence_error`` the mean over
    labels of how far the mean probability is from the true share (Esuli and
    Sebastiani 2015, absolute error). Both are shares, 0 is best.
    """
    pairs = Counter((one.true, one.predicted) for one in judged)
    recall = {label: _recall(pairs, label) for label in known}
    right = sum(pairs[label, label] for label in known)
    scored = [one for one in judged if one.p]
    return {
        "n": len(judged),
        "scored": len(scored),
        "accuracy": _share(right, len(judged)),
        "macro_f1": _mean([_f1(pairs, label) for label in known]),
        "macro_recall": _mean(list(recall.values())),
        "recall": recall,
        "calibration_error": _calibration_error(scored),
        "prevalence_error": _prevalence_error(scored, known),
        "confusion": {
            true: {said: pairs[true, said] for said in (*known, NOT_SCORED)}
            for true in known
        },
    }


def _by(
    judged: Sequence[Judged], known: Sequence[str], key: Callable[[Judged], str]
) -> dict[str, dict[str, Any]]:
    """The same figures for each language, or script, that the scorer saw."""
    found = {}
    for value in sorted({key(one) for one in judged}):
        mine = figures([one for one in judged if key(one) == value], known)
        found[value] = {name: mine[name] for name in mine if name != "confusion"}
    return found


def _calibration_error(scored: Sequence[Judged]) -> float | None:
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for one in scored:
        sure = one.p[one.predicted]
        bins[min(int(sure * BINS), BINS - 1)].append((sure, one.true == one.predicted))
    gaps = [abs(sum(sure - right for sure, right in bin_)) for bin_ in bins.values()]
    return round(sum(gaps) / len(scored), 4) if scored else None


def _prevalence_error(scored: Sequence[Judged], known: Sequence[str]) -> float | None:
    if not scored:
        return None
    gaps = [sum(one.p[k] - (one.true == k) for one in scored) for k in known]
    return round(sum(map(abs, gaps)) / len(known) / len(scored), 4)


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
