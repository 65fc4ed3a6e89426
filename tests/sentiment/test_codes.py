"""How texts are folded before anything reads them."""

from __future__ import annotations

import pytest

from sentiment.codes import encode, normalised, parts_of


@pytest.mark.parametrize(
    "written, read",
    [
        ("  O‘ZBEKISTON\n\n oldinga ", "o'zbekiston oldinga"),
        ("zo'rrrrrr", "zo'rr"),
        ("qarang: https://kun.uz/123 @kimdir zo`r", "qarang: zo'r"),
        ("telefon ‹phone› raqami", "telefon raqami"),
        ("👍🏽👍🏽 rahmat…", "👍👍 rahmat"),
        ("5000000 so'm", "5000000 so'm"),
        ("", ""),
        ("\ud800 yarim belgi", "yarim belgi"),
    ],
)
def test_habits_of_writing_are_folded(written: str, read: str) -> None:
    assert normalised(written) == read


def test_a_text_has_the_same_codes_in_any_batch() -> None:
    texts = ["Salom!!!", "", "нет   денег", "👍"]
    assert encode(texts).strings() == [normalised(text) for text in texts]


def test_the_split_goes_by_the_words_and_not_by_their_writing() -> None:
    one, same, other = parts_of(["O‘zbek xalqi", "o'zbek   XALQI", "boshqa gap"])
    assert one == same
    assert one != other
    assert 0 <= one < 1


def test_a_long_run_without_spaces_is_read_in_linear_time() -> None:
    assert len(normalised("ab" * 500_000 + "@")) == 1_000_000
