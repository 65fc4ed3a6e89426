"""Words from outside, made fit to stand in a letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.outside import LONGEST, quoted, tidy


@given(st.text())
def test_any_text_becomes_one_short_line(text: str) -> None:
    line = tidy(text)

    assert len(line) <= LONGEST
    assert line == " ".join(line.split())
    assert "\u202e" not in line


def test_what_is_cut_says_so() -> None:
    assert tidy("gap " * 100).endswith("gap…")


@pytest.mark.parametrize(
    "text, shown",
    [
        ("kiring https://x.uz/a?b=c hozir", "kiring [link] hozir"),
        ("www.x.uz", "[link]"),
        ("t.me/kanal ga yozing", "[link] ga yozing"),
        ("Gap tugadi.Keyin yana", "Gap tugadi.Keyin yana"),
        ("narx 3.5 foiz", "narx 3.5 foiz"),
    ],
)
def test_addresses_are_left_out_and_sentences_are_not(text: str, shown: str) -> None:
    assert quoted(text) == shown
