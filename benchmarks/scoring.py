"""Scoring comments against VADER and TF-IDF with logistic regression, side by side.

VADER looks up the words of four fifths of these comments in vain and says 0 to
them, which is quick. Seconds are those of the processor, so that a busy machine
treats all alike.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from sentiment.scorer import Scorer
from sentiment.transliterate import to_cyrillic

ROUNDS = 3
UZBEK = """narxlar yana oshdi odamlar qiynalyapti bu juda to'g'ri qaror bo'ldi rahmat
sizlarga gaz yo'q svet o'chdi nega hech kim javob bermaydi yangi maktab ochildi"""
RUSSIAN = """опять подняли цены люди не могут платить это правильное решение спасибо
большое газа нет света нет почему никто не отвечает новая школа открылась отлично"""
ENGLISH = """prices went up again people cannot pay this is a good decision thank you so
much no gas and no light why does nobody answer the new school is great and useful"""

Score = Callable[[Sequence[str]], object]


def main() -> None:
    """Print comments a second of each, and the ratios to ours."""
    chance = random.Random(1)
    mixed = [comment(chance, 50) for _ in range(6_000)]
    long = [comment(chance, 4_000) for _ in range(100)]
    _compare("mixed comments of 50 characters", mixed)
    _compare("mixed comments of 4 kB", long)


def _compare(title: str, texts: Sequence[str]) -> None:
    scorers: dict[str, Score] = {"Kayfiyat": Scorer.load().predict, "VADER": _vader}
    if find_spec("sklearn"):
        scorers["TF-IDF + LR"] = _tfidf()
    print(title)
    ours = 0.0
    for name, score in scorers.items():
        speed = len(texts) / min(_seconds(score, texts) for _ in range(ROUNDS))
        ours = ours or speed
        print(f"  {name:12} {speed:10,.0f} a second   ratio {ours / speed:6.1f}")


def _vader(texts: Sequence[str]) -> object:
    analyser = SentimentIntensityAnalyzer()
    return [analyser.polarity_scores(text) for text in texts]


def _tfidf() -> Score:
    """The usual pipeline, fitted to our words: its labels do not change its speed."""
    text = import_module("sklearn.feature_extraction.text")
    pipelines = import_module("sklearn.pipeline")
    linear = import_module("sklearn.linear_model")
    chance = random.Random(2)
    texts = [comment(chance, 60) for _ in range(1_000)]
    pipeline: Any = pipelines.make_pipeline(
        pipelines.make_union(
            text.TfidfVectorizer(ngram_range=(1, 2)),
            text.TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)),
        ),
        linear.LogisticRegression(max_iter=50),
    )
    pipeline.fit(texts, [chance.randrange(3) for _ in texts])
    scores: Score = pipeline.predict_proba
    return scores


def _seconds(score: Score, texts: Sequence[str]) -> float:
    start = time.process_time()
    score(texts)
    return time.process_time() - start


def comment(chance: random.Random, size: int) -> str:
    """Words of one language; two in five are Uzbek, half of those in Cyrillic."""
    words = chance.choice((UZBEK, UZBEK, RUSSIAN, RUSSIAN, ENGLISH))
    chosen: list[str] = []
    while sum(map(len, chosen)) + len(chosen) < size:
        chosen.append(chance.choice(words.split()))
    text = " ".join(chosen)
    return to_cyrillic(text) if words is UZBEK and chance.random() < 0.5 else text


if __name__ == "__main__":
    main()
