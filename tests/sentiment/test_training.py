"""Training, on a few rows written for the purpose."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from domain.errors import InputError
from sentiment.attitude_training import Aids, train_joint
from sentiment.codes import Bools, encode, parts_of
from sentiment.examples import Row
from sentiment.features import WORDS, Shape, grams
from sentiment.joint import JointModel
from sentiment.training import train
from sentiment.vectors import BUCKETS, Vectors

WORDS_OF = {
    0: ("blarg", "fnord", "zazik"),
    1: ("table", "chair", "window"),
    2: ("wumpo", "glimt", "sunny"),
}
SINGLE = Shape(BUCKETS, 1, 1, word_pairs=False)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Synthetic words that mean one thing each, in both languages."""
    made = [
        (f"{first} {second} {n}", label, language)
        for label, words in WORDS_OF.items()
        for first in words
        for second in words
        for n in range(30)
        for language in ("uz", "ru")
    ]
    parts = parts_of([text + language for text, _, language in made])
    sets = {"uz": "uz_news_graded", "ru": "ru_rusentitweet"}
    return [
        Row(text, label, sets[language], language, part)
        for (text, label, language), part in zip(made, parts, strict=True)
    ]


def _shares(model: JointModel, text: str) -> list[float]:
    shares: list[float] = model.probabilities(encode([text]), np.array([1]))[0].tolist()
    return shares


def _said(model: JointModel, text: str) -> int:
    return int(np.argmax(_shares(model, text)))


def test_what_was_shown_is_learned(rows: list[Row]) -> None:
    model = train_joint(rows)
    assert [_said(model, f"{WORDS_OF[n][0]} {WORDS_OF[n][1]}") for n in range(3)] == [
        0,
        1,
        2,
    ]


def test_the_same_rows_give_the_same_weights(rows: list[Row]) -> None:
    one, two = train_joint(rows).linear, train_joint(rows).linear
    assert one.unit == two.unit
    for name, array in one.arrays().items():
        assert (array == two.arrays()[name]).all(), name


def test_a_word_never_shown_speaks_by_its_vector(rows: list[Row]) -> None:
    words = [word for words in WORDS_OF.values() for word in words] + ["grumble"]
    axes = [label for label, words in WORDS_OF.items() for _ in words] + [0]
    bucket = grams(encode(words), SINGLE, WORDS).bucket.astype(np.int64)
    vectors = Vectors(bucket, np.eye(3, dtype=np.float32)[axes])
    said = _shares(train_joint(rows, Aids(vectors)), "grumble")
    unsaid = _shares(train_joint(rows), "grumble")
    assert said[0] > 2 * said[2]
    assert said[0] > 10 * unsaid[0]


def test_a_folder_that_lacks_a_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"uz_app_manual\.jsonl\.gz: no such set"):
        train(tmp_path, today=date(2026, 1, 1), left_out=False, tell=print)


def test_only_the_texts_that_know_them_use_vectors(rows: list[Row]) -> None:
    bucket = grams(encode(["grumble"]), SINGLE, WORDS).bucket.astype(np.int64)
    vectors = Vectors(bucket, np.ones((1, 2), np.float32))
    linear = train_joint(rows, Aids(vectors)).linear
    batch = encode(["grumble", "grumble"])
    knows: Bools = np.array([True, False])
    figures = np.zeros((2, len(linear.centre)))
    one, other = linear.logits(batch, 3, figures=figures, knows=knows)
    assert not (one == other).all() or not linear.known[bucket[0], :3].any()
