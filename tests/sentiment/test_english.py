"""VADER, kept to what it can do in time."""

from __future__ import annotations

from sentiment.english import READ, sentences, vader


def test_a_short_comment_stays_in_one_piece() -> None:
    assert list(sentences("Good. Not bad.")) == ["Good. Not bad."]


def test_a_long_one_is_cut_and_no_word_is_lost() -> None:
    text = "This is a good thing. " * 30
    parts = list(sentences(text))
    assert len(parts) == 30
    assert " ".join(parts) == text.strip()


def test_it_reads_only_the_beginning_of_a_very_long_comment() -> None:
    start = "All is very well here. " * 30
    assert len(start) > READ
    assert (vader([start])[0] == vader([start + "terrible awful " * 200])[0]).all()
