"""The n-grams."""

from __future__ import annotations

from collections import Counter

from sentiment.codes import encode
from sentiment.features import Shape, character_grams, word_grams

SHAPE = Shape(buckets=2**20, shortest=2, longest=5, word_pairs=True)


def _buckets(texts: list[str], place: int) -> Counter[int]:
    batch = encode(texts)
    grams = character_grams(batch, SHAPE) + word_grams(batch, SHAPE)
    return Counter(
        b for g in grams for b in g.bucket[(g.owner == place) & ~g.void].tolist()
    )


def test_a_text_has_the_same_grams_alone_and_among_others() -> None:
    text = "tarif oshdi, yana!"
    among = ["salom", text, "", "xayr"]
    assert _buckets([text], 0) == _buckets(among, 1)


def test_characters_stay_inside_words() -> None:
    apart = _buckets(["ab", "cd"], 0) + _buckets(["ab", "cd"], 1)
    together = _buckets(["ab cd"], 0)
    assert sum((together - apart).values()) == 1  # only the pair of words is new


def test_each_emoji_is_a_word() -> None:
    words = word_grams(encode(["zo'r👍👍"]), SHAPE)[0]
    assert len(words.bucket) == 3


def test_no_text_has_no_grams() -> None:
    assert _buckets([""], 0) == Counter()
    assert word_grams(encode([]), SHAPE) == []
