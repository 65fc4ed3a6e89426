"""The alphabet in which one word is one word, however it was typed."""

from __future__ import annotations

import pytest

from sentiment.codes import encode
from sentiment.skeleton import skeletons


def _skeleton(text: str, *, uzbek: bool) -> str:
    return skeletons(encode([text]), uzbek=uzbek).strings()[0]


@pytest.mark.parametrize(
    "ways",
    [
        ["yaxshi", "yahshi", "yaxwi", "яхши"],
        ["to'g'ri", "togri", "to‘g‘ri", "тўғри"],
        ["yer keldi", "ер келди"],
        ["chiroyli", "4iroyli", "чиройли"],
        ["qishloq", "қишлоқ", "кишлоқ"],
    ],
)
def test_the_ways_of_writing_an_uzbek_word_are_one(ways: list[str]) -> None:
    assert len({_skeleton(way, uzbek=True) for way in ways}) == 1


def test_russian_yo_is_ye_and_uzbek_yo_is_not() -> None:
    assert _skeleton("ещё", uzbek=False) == _skeleton("еще", uzbek=False)
    assert _skeleton("ёмон", uzbek=True) == _skeleton("yomon", uzbek=True)
