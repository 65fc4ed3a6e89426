"""The figures of `kayfiyat labels show`. Pure."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.labels import Draw, Label
from mood.agreement import Accuracy, accuracy, alpha, drift, wilson
from mood.estimates import K
from sentiment.weights import CARD

Card = Mapping[str, Any]


def load_card() -> Card:
    """The card of the scorer that came with the program."""
    card: Card = json.loads(CARD.read_text(encoding="utf-8"))
    return card


def figures(labels: Sequence[Label], draws: Sequence[Draw], card: Card) -> Card:
    """What the labels say of the scorer and of the labellers.

    A language with fewer than k labelled voices is counted, but no figure is
    stated of it.
    """
    twice = [label for label in labels if len(label.answers) > 1]
    return {
        "drawn": sum(each.drawn for each in draws),
        "labelled": len(labels),
        "unclear": sum(not label.clear for label in labels),
        "labellers": len({a.labeller for label in labels for a in label.answers}),
        "twice": len(twice),
        "alpha": _alpha(twice),
        "languages": {
            language: _language(found, _stated(card, language))
            for language, found in _by_language(labels).items()
        },
    }


def _by_language(labels: Iterable[Label]) -> Mapping[str, list[Label]]:
    found: defaultdict[str, list[Label]] = defaultdict(list)
    for label in sorted(labels, key=lambda label: label.about.language):
        if label.clear:
            found[label.about.language].append(label)
    return found


def _stated(card: Card, language: str) -> Accuracy | None:
    """The accuracy that the card states for a language."""
    figures = card.get("dev", {}).get(language)
    if not figures:
        return None
    return wilson(figures["accuracy"] * figures["n"], figures["n"])


def _language(labels: Sequence[Label], stated: Accuracy | None) -> Card:
    here = accuracy(labels)
    shown = len({label.about.voice for label in labels}) >= K
    fell = drift(stated, here) if stated and shown else None
    return {
        "labels": here.labels,
        "accuracy": here.share if shown else None,
        "low": here.low if shown else None,
        "high": here.high if shown else None,
        "card": stated.share if stated else None,
        "drift": bool(fell and fell.significant),
    }


def _alpha(twice: Sequence[Label]) -> float | None:
    """On the comments that two labelled; unclear is an answer like another."""
    if len({label.about.voice for label in twice}) < K:
        return None
    found = alpha([[str(a.said) for a in label.answers] for label in twice])
    return None if math.isnan(found) else found
