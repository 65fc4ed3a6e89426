"""The n-grams."""

from __future__ import annotations

from collections import Counter

from sentiment.codes import encode
from sentiment.features import CHARACTERS, WORDS, Shape, grams

SHAPE = Shape(buckets=2**20, shortest=2, longest=5, word_pairs=True)


def _buckets(texts: list[str], place: int) -> Counter[int]:
    batch = encode(texts)
    kinds = [grams(batch, SHAPE, kind) for kind in (CHARACTERS, WORDS)]
    return Counter(b for g in kinds for b in g.bucket[g.owner == place].tolist())


def test_a_text_has_the_same_grams_alone_and_among_others() -> None:
    text = "tarif oshdi, yana!"
    among = ["salom", text, "", "xayr"]
    assert _buckets([text], 0) == _buckets(among, 1)


def test_characters_stay_inside_words() -> None:
    apart = _buckets(["ab", "cd"], 0) + _buckets(["ab", "cd"], 1)
    together = _buckets(["ab cd"], 0)
    assert sum((together - apart).values()) == 1  # only the pair of words is new


def test_a_word_of_three_letters_has_ten_runs_of_two_to_five() -> None:
    found = grams(encode(["gaz"]), SHAPE, CHARACTERS)  # of " gaz "
    assert len(found.bucket) == 4 + 3 + 2 + 1


def test_each_emoji_is_a_word() -> None:
    single = Shape(2**20, 2, 5, word_pairs=False)
    assert len(grams(encode(["zo'r👍👍"]), single, WORDS).bucket) == 3


def test_no_text_has_no_grams() -> None:
    assert _buckets([""], 0) == Counter()
    assert len(grams(encode([]), SHAPE, WORDS).bucket) == 0
