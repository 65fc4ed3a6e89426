"""What the lexicons make of texts, and that the compiled rules are VADER's."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from domain.attitudes import Language
from domain.errors import InputError
from domain.transliterate import on_a_russian_keyboard, to_cyrillic
from sentiment import lexicon as lexicons
from sentiment.attitude import spelt, valences
from sentiment.codes import encode
from sentiment.lexicon import FOLDER, lexicon, read

UZBEK, RUSSIAN, ENGLISH = Language.UZBEK, Language.RUSSIAN, Language.ENGLISH


def compound(text: str, language: Language) -> float:
    return float(valences(spelt(encode([text]), language), language)[0, 0])


@pytest.mark.parametrize(
    "text, language",
    [
        ("zo'r qaror", UZBEK),
        ("hammasi yaxshi bo'ldi", UZBEK),
        ("muammo yo'q", UZBEK),
        ("Alloh rozi bo'lsin", UZBEK),
        ("gap yo'q", UZBEK),
        ("отличное решение", RUSSIAN),
        ("без проблем", RUSSIAN),
        ("давно пора", RUSSIAN),
    ],
)
def test_praise_is_above_nought(text: str, language: Language) -> None:
    assert compound(text, language) > 0.1


@pytest.mark.parametrize(
    "text, language",
    [
        ("yaxshi emas", UZBEK),
        ("yaxshimas", UZBEK),
        ("menga yoqmadi", UZBEK),
        ("foydasi yo'q", UZBEK),
        ("insofsiz", UZBEK),
        ("narxlar oshdi", UZBEK),
        ("не хорошо", RUSSIAN),
        ("никакой пользы, один обман", RUSSIAN),
        ("света нет", RUSSIAN),
    ],
)
def test_blame_and_praise_denied_are_below_nought(
    text: str, language: Language
) -> None:
    assert compound(text, language) < -0.1


@pytest.mark.parametrize("text", ["juda yaxshi qaror", "adolatsiz tizim", "o'g'rilar"])
def test_every_way_of_writing_uzbek_says_the_same(text: str) -> None:
    cyrillic = to_cyrillic(text)
    ways = [cyrillic, on_a_russian_keyboard(cyrillic), text.replace("'", "")]
    assert {compound(way, UZBEK) for way in ways} == {compound(text, UZBEK)}


def test_louder_words_say_more_and_softer_ones_less() -> None:
    plain = compound("yaxshi", UZBEK)
    assert compound("biroz yaxshi", UZBEK) < plain < compound("juda yaxshi", UZBEK)


def test_what_follows_but_counts_for_more() -> None:
    assert compound("yaxshi lekin qimmat", UZBEK) < 0
    assert compound("qimmat lekin yaxshi", UZBEK) > 0


def test_endings_of_uzbek_negate_and_a_noun_is_lost_by_siz() -> None:
    assert compound("qo'llab-quvvatlamayman", UZBEK) < 0
    assert compound("muammosiz", UZBEK) > 0


SENTENCES = [
    "Prices went up again, this is terrible!",
    "The new school is great and useful",
    "not good at all",
    "I love it but the queue was awful",
    "It was very very good",
    "The meeting starts at nine",
    "Nobody answers, shame on you",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_english_agrees_with_vader_in_sign(text: str) -> None:
    vader = SentimentIntensityAnalyzer().polarity_scores(text)["compound"]
    assert np.sign(round(compound(text, ENGLISH), 3)) == np.sign(round(vader, 3))


@pytest.mark.parametrize(
    "text, sign",
    [
        ("another price hike", -1),
        ("free trade agreement", 0),
        ("works like a charm", 1),
        ("too little too late", -1),
    ],
)
def test_english_knows_phrases_that_vader_lacks(text: str, sign: int) -> None:
    assert np.sign(round(compound(text, ENGLISH), 3)) == sign


@pytest.mark.parametrize("language", [UZBEK, RUSSIAN, ENGLISH])
def test_a_lexicon_has_thousands_of_entries_and_none_twice(language: Language) -> None:
    words = [entry.word for entry in read(language)]
    spellings = spelt(encode(words), language).strings()
    twice = [one for one, count in Counter(spellings).items() if count > 1]
    assert len(words) > 3_000
    assert twice == []


def test_a_broken_line_is_named(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicons, "FOLDER", tmp_path)
    (FOLDER.__class__(str(tmp_path)) / "uz.tsv").write_text(
        "# praise\nzo'r*\tmuch\tword\n"
    )
    with pytest.raises(InputError, match=r"uz\.tsv:2: .* is not a word, a valence"):
        read(UZBEK)


def test_a_language_without_neighbour_or_lexicon_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"lexicon\.py .* name a neighbour"):
        lexicon(Language.OTHER)
    monkeypatch.setattr(lexicons, "FOLDER", tmp_path)
    with pytest.raises(InputError, match=r"uz\.tsv: uz has no lexicon; write one"):
        read(UZBEK)
