"""What stands near a target, and the cues of a comment, as the stance model reads."""

from __future__ import annotations

import pytest

from sentiment.catalogue import load_catalogue
from sentiment.codes import encode, word_table
from sentiment.normalise import folded
from sentiment.skeleton import skeletons
from sentiment.stance_marks import (
    ABSENT,
    AFTER,
    BEFORE,
    NEAR,
    TARGET,
    marked,
    marked_text,
)
from sentiment.stance_targets import cues, stems_of


def _skeleton(text: str) -> str:
    return skeletons(encode([text]), uzbek=False).strings()[0]


def _near(text: str, target: str) -> list[str]:
    return marked_text(_skeleton(text), stems_of(target))[1].split()


def _cues_of(text: str) -> str:
    read = _skeleton(text)
    return marked_text(read, stems_of("masks"))[0].removeprefix(read)


def test_words_near_the_target_are_marked_by_their_side() -> None:
    assert _near("Тут маска тоже", "masks") == [f"{BEFORE}tut", TARGET, f"{AFTER}toje"]


def test_words_far_from_every_mention_are_left_out() -> None:
    far = "раз " * NEAR
    assert len(_near(f"даль {far}маска {far}даль", "masks")) == 2 * NEAR + 1
    assert len(_near(f"маска {far}даль {far}маска", "masks")) == 2 * NEAR + 2


def test_a_comment_that_does_not_name_its_target_is_read_whole() -> None:
    assert _near("Тут карантин", "masks") == [ABSENT, "tut", "karantin"]


@pytest.mark.parametrize(
    "target, text",
    [
        ("masks", "масок"),
        ("masks", "Масочный"),
        ("quarantine", "на самоизоляции"),
        ("vaccines", "прививка"),
        ("air_quality", "загрязнение воздуха"),
        ("Закон о тишине", "этот закон"),
    ],
)
def test_a_target_is_found_by_our_words_by_a_reform_s_or_by_its_own(
    target: str, text: str
) -> None:
    assert TARGET in _near(text, target)


def test_a_mention_is_a_word_and_not_letters_within_one() -> None:
    assert TARGET not in _near("замаскировали", "masks")


@pytest.mark.parametrize("reform", load_catalogue())
def test_every_reform_has_words_of_its_own(reform: str) -> None:
    assert stems_of(reform).open


def test_words_alike_in_what_they_say_have_one_cue() -> None:
    assert _cues_of("бесполезно") == _cues_of("толку")
    assert _cues_of("бесполезно") != _cues_of("вредно")


def test_a_negated_cue_is_another_and_in_part_the_same() -> None:
    plain, negated = set(_cues_of("нужна").split()), set(_cues_of("не нужна").split())
    assert len(plain) == 2
    assert len(plain & negated) == 1


def test_no_comment_can_hold_a_mark() -> None:
    marks = {*ABSENT, *TARGET, *BEFORE, *AFTER, *_cues_of("не верю, бесполезно")}
    assert {folded(mark) for mark in marks} == {ord(" ")}
    assert not word_table()[[ord(mark) for mark in marks]].any()


def test_a_text_is_marked_the_same_alone_and_among_others() -> None:
    texts, targets = ["Маски не нужны", "", "Нет карантину!"], ["masks", "", "masks"]
    many = marked(skeletons(encode(texts), uzbek=False), targets)
    for n, (text, target) in enumerate(zip(texts, targets, strict=True)):
        one = marked(skeletons(encode([text]), uzbek=False), [target])
        assert [read.strings()[0] for read in one] == [
            read.strings()[n] for read in many
        ]


def test_no_texts_give_no_marks() -> None:
    whole, near = marked(encode([]), [])
    assert whole.texts == near.texts == 0


def test_the_cues_can_be_told_apart() -> None:
    lists = {
        number
        for stems in (cues().stems.whole, cues().stems.open)
        for numbers in stems.values()
        for number in numbers
    }
    assert lists == set(range(len(lists)))
    assert len(lists) < 0x100
