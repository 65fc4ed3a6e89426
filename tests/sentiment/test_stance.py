"""Stance towards a measure."""

from __future__ import annotations

import pytest

from domain.attitudes import Language
from sentiment.scorer import Scorer

RUSSIAN = "Карантин надо отменить, хватит издеваться над людьми"
UZBEK = "Juda yaxshi qaror bo'ldi"


def test_russian_has_a_model_of_its_own_and_the_rest_its_polarity(
    scorer: Scorer,
) -> None:
    polar, glad = scorer.predict([RUSSIAN, UZBEK])
    stance, other = scorer.stances([RUSSIAN, UZBEK], ["quarantine"] * 2)
    assert stance.language is Language.RUSSIAN
    assert stance.p is not None
    assert abs(sum(stance.p) - 1) < 1e-6
    assert stance.p != polar.p
    assert other == glad


def test_one_and_many_agree_exactly(scorer: Scorer) -> None:
    texts = [UZBEK, RUSSIAN, "", RUSSIAN * 3]
    many = scorer.stances(texts, ["masks", "quarantine", "masks", ""])
    assert many[1] == scorer.stances([RUSSIAN], ["quarantine"])[0]


@pytest.mark.parametrize("other", ["masks", "", "courts", "Закон о тишине"])
def test_it_depends_on_the_target(scorer: Scorer, other: str) -> None:
    asked, else_ = scorer.stances([RUSSIAN] * 2, ["quarantine", other])
    assert asked.p is not None
    assert else_.p is not None
    assert asked.p != else_.p


def test_what_is_not_scored_has_no_stance(scorer: Scorer) -> None:
    assert scorer.stances(["+++", ""], ["masks", "masks"])[0].p is None
