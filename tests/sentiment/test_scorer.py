"""What the scorer says, and what it does not say."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.attitudes import Attitude, Language
from domain.errors import InputError
from domain.transliterate import on_a_russian_keyboard, to_cyrillic
from sentiment.scorer import LEAST_SURE, Scorer
from sentiment.weights import Weights, load_weights

CLEAR = [
    ("Juda ajoyib qaror, katta rahmat!", Attitude.IN_FAVOUR),
    ("Rasvo, dahshat, juda yomon bo'ldi", Attitude.AGAINST),
    ("Жуда ажойиб қарор, катта раҳмат!", Attitude.IN_FAVOUR),
    ("Расво, даҳшат, жуда ёмон бўлди", Attitude.AGAINST),
    ("Отличная новость, большое спасибо!", Attitude.IN_FAVOUR),
    ("Ужасное решение, позор", Attitude.AGAINST),
    ("Great decision, wonderful news, thank you!", Attitude.IN_FAVOUR),
    ("Terrible decision, this is awful and shameful", Attitude.AGAINST),
    ("👍👍👍", Attitude.IN_FAVOUR),
    ("😡", Attitude.AGAINST),
]


@pytest.mark.parametrize("text, attitude", CLEAR)
def test_plain_words_are_understood(
    scorer: Scorer, text: str, attitude: Attitude
) -> None:
    assert scorer.predict([text])[0].attitude is attitude


@pytest.mark.parametrize(
    "text", ["", "+++", "Бұл өте жақсы жаңалық, рахмет сіздерге", "你好，很好"]
)
def test_what_cannot_be_read_is_not_scored(scorer: Scorer, text: str) -> None:
    verdict = scorer.predict([text])[0]
    assert verdict.p is None
    assert verdict.attitude is None
    assert scorer.explain([text])[0].why == ()


def test_what_it_says_it_is_sure_enough_of(scorer: Scorer) -> None:
    words = ("bu", "qaror", "narx", "yaxshi", "yomon", "emas", "balki", "lekin", "bor")
    chance = random.Random(5)
    texts = [" ".join(chance.sample(words, 5)) for _ in range(2_000)]
    sure = [max(verdict.p) for verdict in scorer.predict(texts) if verdict.p]
    assert min(sure) >= LEAST_SURE
    assert len(sure) < len(texts)


def test_one_and_many_agree_exactly(scorer: Scorer) -> None:
    texts = [text for text, _ in CLEAR] + ["", "ok", "Narxlar " * 900, "нормально " * 7]
    alone = [scorer.predict([text])[0] for text in texts]
    shuffled = random.Random(1).sample(range(len(texts)), len(texts))
    together = scorer.predict([texts[n] for n in shuffled] * 40)
    assert together[: len(texts)] == [alone[n] for n in shuffled]
    assert together[-len(texts) :] == [alone[n] for n in shuffled]


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_gets_a_verdict_and_probabilities_sum_to_one(
    scorer: Scorer, texts: list[str]
) -> None:
    verdicts = scorer.predict(texts)
    assert len(verdicts) == len(texts)
    for verdict in verdicts:
        assert verdict.p is None or sum(verdict.p) == pytest.approx(1)


def test_the_script_of_uzbek_hardly_moves_the_score(scorer: Scorer) -> None:
    latin = "Bu juda yomon qaror, xalq norozi bo'lyapti"
    cyrillic = to_cyrillic(latin)
    ways = [latin, latin.replace("'", ""), cyrillic, on_a_russian_keyboard(cyrillic)]
    against = [v.p[0] for v in scorer.predict(ways) if v.p]
    assert len(against) == len(ways)
    assert max(against) - min(against) < 0.1


def test_the_words_that_moved_the_score_are_in_the_spelling_of_the_author(
    scorer: Scorer,
) -> None:
    verdict = scorer.explain(["Раҳмат сизларга, ЗЎР иш бўлибди!"])[0]
    words = {word for word, change in verdict.why if change > 0}
    assert words & {"Раҳмат", "ЗЎР"}
    assert verdict.p == scorer.predict(["Раҳмат сизларга, ЗЎР иш бўлибди!"])[0].p


def test_the_scorer_has_a_name_and_a_version(scorer: Scorer) -> None:
    assert scorer.id == f"{scorer.name}-{scorer.version}"
    assert scorer.card["trained_on"]


@pytest.mark.parametrize("language", ["uz", Language.RUSSIAN, "en"])
def test_its_errors_travel_with_it(scorer: Scorer, language: Language | str) -> None:
    matrix = scorer.confusion(language)
    several = scorer.confusion_replicates(language)
    assert np.allclose(matrix.sum(axis=1), 1)
    assert (matrix.argmax(axis=0) == [0, 1, 2]).all()  # each is said most of its own
    assert several.shape == (200, 3, 3)
    assert np.allclose(several.mean(axis=0), matrix, atol=0.02)


def test_weights_without_a_language_say_so() -> None:
    whole = load_weights()
    arrays = {k: each for k, each in whole.arrays.items() if "attitude/en" not in k}

    with pytest.raises(InputError, match=r"no attitude/en: .* `kayfiyat train`"):
        Scorer.of(Weights(arrays, whole.card))
