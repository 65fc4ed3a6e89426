"""What the labels of a period say, by language and script."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from domain.cards import Card, Measured
from domain.labels import Answer, Candidate, Label, Said
from mood.agreement import agreement, alpha
from mood.judged import findings
from tests.mood.worlds import AGAINST, DAY

THEN = datetime(2026, 3, 20, tzinfo=UTC)
NO_RECALL = (None, None, None)
CARD = Card(
    "joint-1",
    None,
    measured=(
        Measured("uz", "left_out", 1_000, 0.1, 0.1, NO_RECALL),
        Measured("uz", "dev", 1_000, 0.8, 0.8, NO_RECALL),
    ),
)


def label(
    number: int,
    *said: Said,
    language: str = "uz",
    script: str = "Latn",
    scorer: str = "joint-1",
) -> Label:
    """The scorer says: against."""
    about = Candidate(
        f"c{number}", f"v{number}", "a", DAY, language, False, AGAINST, ()
    )
    answers = tuple(Answer(str(n), each, THEN) for n, each in enumerate(said))
    return Label(about, scorer, "1", 0.5, THEN, answers, script)


def labels(count: int, said: Said, *, first: int = 0, **where: str) -> list[Label]:
    return [label(first + n, said, **where) for n in range(count)]


def test_each_script_of_a_language_has_its_own_accuracy() -> None:
    found = findings(
        [
            *labels(8, Said.AGAINST, script="Latn"),
            *labels(8, Said.IN_FAVOUR, first=8, script="Cyrl"),
        ],
        CARD,
    )

    assert [(each.script, each.here and each.here.share) for each in found.scripts] == [
        ("Cyrl", 0.0),
        ("Latn", 1.0),
    ]
    (uzbek,) = found.languages
    assert uzbek.here is not None
    assert uzbek.here.share == pytest.approx(0.5)
    assert uzbek.here.low < 0.5 < uzbek.here.high


def test_fewer_than_k_voices_are_counted_without_a_figure() -> None:
    few = labels(5, Said.AGAINST)
    one_voice = [few[0]] * 6

    assert findings(few[:4], CARD).languages[0].here is None
    assert findings(few, CARD).languages[0].here is not None
    assert findings(few, CARD, k=6).languages[0].here is None
    assert findings(one_voice, CARD).languages[0].labels == 6
    assert findings(one_voice, CARD).languages[0].here is None
    assert findings(few, CARD, k=1).whole.here is not None


def test_the_card_is_asked_only_of_the_scorer_that_it_is_of() -> None:
    other = labels(3, Said.AGAINST, first=9, scorer="joint-0")

    (uzbek,) = findings([*labels(9, Said.AGAINST), *other], CARD).languages

    assert uzbek.stated is not None
    assert uzbek.stated.share == pytest.approx(0.8)
    assert findings(other, CARD).languages[0].stated is None
    assert findings(labels(9, Said.AGAINST), None).languages[0].stated is None
    russian = labels(9, Said.AGAINST, language="ru")
    assert findings(russian, CARD).languages[0].stated is None


@pytest.mark.parametrize("right, warned", [(80, False), (50, True)])
def test_a_scorer_that_got_worse_is_told_of(right: int, warned: bool) -> None:
    wrong = labels(100 - right, Said.NEUTRAL, first=right)

    found = findings([*labels(right, Said.AGAINST), *wrong], CARD)

    assert found.languages[0].drifted == warned


def test_what_is_unclear_is_counted_and_no_accuracy() -> None:
    found = findings([*labels(6, Said.UNCLEAR), *labels(5, Said.AGAINST)], CARD)

    assert (found.labelled, found.unclear, found.labellers) == (11, 6, 1)
    assert found.whole.labels == 5
    assert findings([], None).languages == ()


def test_agreement_is_of_those_labelled_twice_and_has_an_interval() -> None:
    same = [label(n, Said.AGAINST, Said.AGAINST) for n in range(10)]
    other = [label(10 + n, Said.NEUTRAL, Said.NEUTRAL) for n in range(10)]
    apart = [label(20 + n, Said.AGAINST, Said.NEUTRAL) for n in range(4)]

    found = findings([*same, *other, *apart, label(99, Said.UNCLEAR)], CARD)

    assert found.twice == 24
    assert found.agreement is not None
    assert found.agreement.comments == 24
    assert -1 < found.agreement.low < found.agreement.alpha < found.agreement.high < 1
    assert findings(same, CARD).agreement is None  # nothing to tell apart
    assert findings(same[:2] + other[:2], CARD).agreement is None  # four voices


def test_the_interval_of_alpha_holds_as_often_as_it_says() -> None:
    """Two labellers who are each right four times in five, on 100 comments."""
    chance = np.random.default_rng(5)

    def pairs(count: int) -> list[list[str]]:
        truth = chance.choice(3, count)
        given = np.where(
            chance.random((2, count)) < 0.8, truth, chance.choice(3, (2, count))
        )
        return [[str(a), str(b)] for a, b in given.T]

    true = alpha(pairs(200_000))
    found = [agreement(pairs(100), chance=chance) for _ in range(200)]

    held = np.mean([bool(each and each.low <= true <= each.high) for each in found])
    assert 0.9 <= held <= 0.985


def test_a_label_about_something_else_is_in_no_figure_of_the_reform() -> None:
    away = [
        replace(each, answers=(replace(each.answers[0], reforms=("land",)),))
        for each in labels(6, Said.IN_FAVOUR, first=10)
    ]

    of_it = findings([*labels(5, Said.AGAINST), *away], CARD, reform="tariffs")
    of_all = findings([*labels(5, Said.AGAINST), *away], CARD)

    few = findings([*labels(5, Said.AGAINST), *away[:4]], CARD, reform="tariffs")

    assert (of_it.labelled, of_it.elsewhere, of_it.whole.labels) == (11, 6, 5)
    assert few.elsewhere == 0
    assert (of_all.elsewhere, of_all.whole.labels) == (0, 11)
