"""Training, on a few rows written for the purpose."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from domain.attitudes import Language
from domain.errors import InputError
from sentiment.attitude import AttitudeModel
from sentiment.attitude_training import Aids, train_attitude
from sentiment.codes import encode, parts_of
from sentiment.examples import LABELS, Row, read_written
from sentiment.features import WORDS, Shape, grams
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
    """Synthetic words that mean one thing each."""
    made = [
        (f"{first} {second} {n}", label)
        for label, words in WORDS_OF.items()
        for first in words
        for second in words
        for n in range(60)
    ]
    parts = parts_of([text for text, _ in made])
    return [
        Row(text, label, "ru_rusentitweet", "ru", part)
        for (text, label), part in zip(made, parts, strict=True)
    ]


def _trained(rows: list[Row], aids: Aids) -> AttitudeModel:
    return train_attitude(rows, Language.RUSSIAN, aids)


def _shares(model: AttitudeModel, text: str) -> list[float]:
    shares: list[float] = model.probabilities(encode([text]))[0].tolist()
    return shares


def _said(model: AttitudeModel, text: str) -> int:
    return int(np.argmax(_shares(model, text)))


def test_what_was_shown_is_learned(rows: list[Row]) -> None:
    model = _trained(rows, Aids())
    assert [_said(model, f"{WORDS_OF[n][0]} {WORDS_OF[n][1]}") for n in range(3)] == [
        0,
        1,
        2,
    ]


def test_the_same_rows_give_the_same_weights(rows: list[Row]) -> None:
    one, two = _trained(rows, Aids()).linear, _trained(rows, Aids()).linear
    assert one.unit == two.unit
    for name, array in one.arrays().items():
        assert (array == two.arrays()[name]).all(), name


def test_a_word_never_shown_speaks_by_its_vector(rows: list[Row]) -> None:
    words = [word for words in WORDS_OF.values() for word in words] + ["grumble"]
    axes = [label for label, words in WORDS_OF.items() for _ in words] + [0]
    bucket = grams(encode(words), SINGLE, WORDS).bucket.astype(np.int64)
    vectors = Vectors(bucket, np.eye(3, dtype=np.float32)[axes])
    said = _shares(_trained(rows, Aids(vectors)), "grumble")
    unsaid = _shares(_trained(rows, Aids()), "grumble")
    assert said[0] > 2 * said[2]
    assert said[0] > 10 * unsaid[0]


def test_a_folder_that_lacks_a_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"uz_app_manual\.jsonl\.gz: no such set"):
        train(tmp_path, today=date(2026, 1, 1), left_out=False, tell=print)


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_the_written_comments_are_many_and_each_is_labelled(language: str) -> None:
    lines = read_written(Language(language))
    assert len(lines) > 1_000
    assert len({line["text"] for line in lines}) == len(lines)
    assert {line["label"] for line in lines} == set(LABELS)
    assert {line["stance"] for line in lines} == {"against", "none", "favor"}
