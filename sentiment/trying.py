"""Figures of newly trained models: on the development split and on sets left out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.attitudes import SCORED_LANGUAGES, Language, Script, Verdict
from sentiment.attitude_training import Aids, train_attitude
from sentiment.codes import Bools, encode
from sentiment.confusion import replicates, soft_confusion
from sentiment.evaluating import Labelled, figures, judged
from sentiment.examples import DEV, LABELS, SYNTHETIC, WEIGHTS, Row, allowed, texts_of
from sentiment.linear import Floats
from sentiment.models import Models
from sentiment.scorer import Scorer


def left_out_figures(
    rows: list[Row], name: str, language: Language, aids: Aids
) -> dict[str, Any]:
    """How a model that saw no row of set ``name`` does on all of them.

    ``rows`` are all in one language.
    """
    model = train_attitude([row for row in rows if row.set != name], language, aids)
    mine = [row for row in rows if row.set == name]
    p = model.probabilities(encode(texts_of(mine)))
    return _figures(mine, p, np.ones(len(mine), np.bool_))


def dev_figures(models: Models, rows: list[Row]) -> dict[str, dict[str, Any]]:
    """Those of each set and each language, a row not scored being wrong.

    The figures of a language leave synthetic rows out.
    """
    dev = [row for row in rows if row.part < DEV]
    p, scored = _predicted(models, dev)
    names = np.array([row.set for row in dev])
    real = ~np.char.startswith(names, SYNTHETIC)
    languages = np.array([row.language for row in dev])
    groups = {s: names == s for s in WEIGHTS} | {
        str(language): real & (languages == language) for language in SCORED_LANGUAGES
    }
    return {
        name: _figures([dev[n] for n in np.flatnonzero(mine)], p[mine], scored[mine])
        for name, mine in groups.items()
    }


def confusions(models: Models, rows: list[Row]) -> dict[str, NDArray[Any]]:
    """Soft confusion matrices and their replicates, from real rows never trained on."""
    dev = [r for r in rows if r.part < DEV and not r.set.startswith(SYNTHETIC)]
    p, scored = _predicted(models, dev)
    label = np.array([row.label for row in dev])
    weight = np.array([WEIGHTS[row.set] for row in dev])
    found: dict[str, NDArray[Any]] = {}
    for seed, language in enumerate(SCORED_LANGUAGES):
        mine = scored & np.array([row.language == language for row in dev])
        said = label[mine], p[mine], weight[mine]
        found[f"confusion/{language}"] = soft_confusion(*said)
        several = replicates(*said, seed=seed)
        found[f"replicates/{language}"] = several.astype(np.float16)
    return found


def _predicted(models: Models, rows: list[Row]) -> tuple[Floats, Bools]:
    """The probabilities of each row, and whether it was scored."""
    verdicts = Scorer(models).predict(texts_of(rows))
    p = np.array([v.p or (0.0, 0.0, 0.0) for v in verdicts])
    return p, np.array([v.scored for v in verdicts], np.bool_)


def _figures(rows: list[Row], p: Floats, scored: Bools) -> dict[str, Any]:
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
