"""The figures of `kayfiyat labels show`, as they are printed. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from domain.cards import card_of
from domain.cells import EVERY_REFORM
from domain.labels import Draw, Label
from mood.judged import Findings, Judged, findings
from sentiment.weights import CARD

Raw = Mapping[str, Any]


def load_card() -> Raw:
    """The card of the scorer that came with the program."""
    card: Raw = json.loads(CARD.read_text(encoding="utf-8"))
    return card


def figures(
    labels: Sequence[Label],
    draws: Sequence[Draw],
    card: Raw,
    *,
    reform: str = EVERY_REFORM,
) -> Raw:
    """What the labels say of the scorer and of the labellers.

    A language with fewer than k labelled voices is counted, but no figure is
    stated of it. ``card`` is taken for that of the scorer that scored most.
    """
    scorers = [label.scorer for label in labels]
    scorer = max(sorted(set(scorers)), key=scorers.count, default="")
    found = findings(labels, card_of(scorer, card), reform=reform)
    return {
        "drawn": sum(each.drawn for each in draws),
        "labelled": found.labelled,
        "elsewhere": found.elsewhere,
        "unclear": found.unclear,
        "labellers": found.labellers,
        "twice": found.twice,
        **_agreement(found),
        "languages": {each.language: _language(each) for each in found.languages},
        "scripts": {
            f"{each.language}-{each.script}": _accuracy(each) for each in found.scripts
        },
    }


def _agreement(found: Findings) -> Raw:
    alpha = found.agreement
    return {
        "alpha": alpha.alpha if alpha else None,
        "alpha_low": alpha.low if alpha else None,
        "alpha_high": alpha.high if alpha else None,
    }


def _language(each: Judged) -> Raw:
    stated = each.stated.share if each.stated else None
    return _accuracy(each) | {"card": stated, "drift": each.drifted}


def _accuracy(each: Judged) -> dict[str, Any]:
    here = each.here
    return {
        "labels": each.labels,
        "accuracy": here.share if here else None,
        "low": here.low if here else None,
        "high": here.high if here else None,
    }
