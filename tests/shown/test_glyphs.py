"""Letters that no font of this machine has."""

from __future__ import annotations

from shown.glyphs import OURS, missing


def test_a_character_that_is_nobodys_is_missing() -> None:
    assert missing(["\ue000", "a", " "]) == ["\ue000", " "]


def test_uzbek_letters_are_drawn_or_told_of() -> None:
    assert set(missing()) <= set(OURS)
