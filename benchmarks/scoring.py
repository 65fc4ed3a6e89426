"""Scoring comments against VADER and TF-IDF with logistic regression, side by side.

VADER looks up the words of four fifths of these comments in vain and says 0 to
them, which is quick. Seconds are those of the processor, so that a busy machine
treats all alike. At last, the memory while a million comments stream through.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from resource import getpagesize
from typing import Any

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from domain.transliterate import to_cyrillic
from sentiment.scorer import Scorer

ROUNDS = 3
STREAMED, AT_ONCE = 1_000_000, 2_000
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
    scorers = _scorers()
    _compare("mixed comments of 50 characters", scorers, mixed)
    _compare("mixed comments of 4 kB", scorers, long)
    alone = {name: _one_by_one(score) for name, score in scorers.items()}
    _compare("comments of 50 characters, each alone", alone, mixed[:500])
    _stream(mixed)


def _scorers() -> dict[str, Score]:
    scorers = {"Kayfiyat": Scorer.load().predict, "VADER": _vader()}
    return scorers | ({"TF-IDF + LR": _tfidf()} if find_spec("sklearn") else {})


def _compare(title: str, scorers: Mapping[str, Score], texts: Sequence[str]) -> None:
    print(title)
    ours = 0.0
    for name, score in scorers.items():
        each = min(_seconds(score, texts) for _ in range(ROUNDS)) / len(texts)
        ours = ours or each
        print(
            f"  {name:12} {1 / each:10,.0f} a second   {1_000 * each:7.3f} ms each"
            f"   ratio {each / ours:6.1f}"
        )


def _one_by_one(score: Score) -> Score:
    return lambda texts: [score([text]) for text in texts]


def _stream(texts: Sequence[str]) -> None:
    """Print the memory in use as comments stream through, none like another."""
    predict = Scorer.load().predict
    print("memory while comments stream through")
    for first in range(0, STREAMED + 1, AT_ONCE):
        predict([f"{first + n} {texts[n % len(texts)]}" for n in range(AT_ONCE)])
        if first % (STREAMED // 5) == 0:
            print(f"  after {first + AT_ONCE:9,}   {_resident() / 2**20:6.1f} MiB")


def _resident() -> int:
    """Bytes of memory in use by this process; Linux tells."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()


def _vader() -> Score:
    analyser = SentimentIntensityAnalyzer()
    return lambda texts: [analyser.polarity_scores(text) for text in texts]


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
