"""How much of what identifies a person is found, and what else is lost.

Said of the lines of this corpus alone: what people write elsewhere is not in it.
"""

from __future__ import annotations

import pytest

from listener.redaction import redacted
from tests.listener.redaction_lines import (
    HALVES,
    THIRD,
    WRITINGS,
    Line,
    harmless,
    leaked,
    lines,
    lost,
)

RECALL = 0.99
LOST = 0.01
UNSEEN = 0.95
"""Of lines that the redaction was not tuned on, and of which there are few."""


def all_lines(half: str) -> list[Line]:
    return [line for writing in WRITINGS for line in lines(half, writing)]


@pytest.mark.parametrize("half", HALVES)
def test_nearly_all_that_identifies_a_person_is_redacted(half: str) -> None:
    found = all_lines(half)
    personal = sum(len(line.personal) for line in found)
    left = [each for line in found for each in leaked(line)]

    assert personal > 150
    assert 1 - len(left) / personal >= RECALL, left


def test_of_lines_it_was_not_tuned_on_most_is_redacted() -> None:
    found = all_lines(THIRD)
    personal = sum(len(line.personal) for line in found)
    left = [each for line in found for each in leaked(line)]

    assert personal > 50
    assert 1 - len(left) / personal >= UNSEEN, left


@pytest.mark.parametrize("half", [*HALVES, THIRD])
def test_hardly_any_other_word_or_number_is_lost(half: str) -> None:
    found = all_lines(half)
    words = [word[0] for line in found for word in harmless(line)]
    gone = [each for line in found for each in lost(line)]
    numbers = [word for word in words if any(map(str.isdecimal, word))]
    gone_numbers = [word for word in gone if any(map(str.isdecimal, word))]

    assert len(gone) / len(words) <= LOST, gone
    assert len(gone_numbers) / len(numbers) <= LOST, gone_numbers


@pytest.mark.parametrize("half", [*HALVES, THIRD])
def test_redacted_lines_stay_as_they_are(half: str) -> None:
    for line in all_lines(half):
        once = redacted(line.text)

        assert redacted(once) == once


def test_the_corpus_is_broad() -> None:
    count = {w: sum(len(lines(half, w)) for half in HALVES) for w in WRITINGS}
    kinds = {
        kind for half in HALVES for line in all_lines(half) for kind, _ in line.personal
    }

    assert sum(count.values()) >= 400
    assert min(count.values()) >= 100
    assert len(kinds) == 9
    for half in HALVES:
        assert sum(not line.personal for line in all_lines(half)) > 100


def test_what_is_left_and_what_is_lost_are_told_apart() -> None:
    text = "Narx 98765 so'm, tel 901234567"
    number = (text.index("901"), len(text))
    whole, none = Line(text, (("phone", number),)), Line(text, ())
    missed = Line("Ali 12345", (("pinfl", (4, 9)),))

    assert leaked(whole) == []
    assert lost(whole) == []
    assert lost(none) == ["901234567"]
    assert leaked(missed) == ["pinfl 12345"]
