"""Train the language model: whole texts, short cuts of them, and ways of writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from domain.transliterate import on_a_russian_keyboard, to_cyrillic
from sentiment.codes import encode, parts_of
from sentiment.examples import DEV, read_lines
from sentiment.features import Shape
from sentiment.fitting import Examples, Settings, fit_linear
from sentiment.language import CLASSES, ENGLISH, OTHER, RUSSIAN, UZBEK, LanguageModel

SHAPE = Shape(buckets=2**16, shortest=2, longest=4, word_pairs=False)
MOST = 9_000  # texts of a set: the large sets shall not drown the small
LEANING = np.array([0.3, 0.3, 0.0, -0.3])
NUMBERS = {"uz": UZBEK, "ru": RUSSIAN, "en": ENGLISH}
SETS = (
    "sentiment/uz_app_manual",
    "sentiment/uz_absa_rest",
    "sentiment/uz_news_graded",
    "sentiment/uz_rest_google",
    "sentiment/uz_commeta",
    "sentiment/ru_rusentitweet",
    "sentiment/ru_romip_news_quotes",
    "sentiment/ru_sentirueval15",
    "sentiment/ru_opensentiment",
    "stance/ru_ruarg_stance",
    "sentiment/en_semeval17",
    "stance/en_semeval16_stance",
    "sentiment/kk_kazsandra",
    "sentiment/multi_umsab",
    "language/sentences",
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the number of its language; ``set`` is where it comes from."""

    text: str
    language: int
    set: str
    part: float


def read_said(data: Path) -> list[Said]:
    """Texts of known language, at most MOST of a set."""
    return [said for name in SETS for said in _read_set(data, name)]


def _read_set(data: Path, name: str) -> Iterator[Said]:
    lines = read_lines(data / f"{name}.jsonl.gz")
    step = max(1, len(lines) // MOST)
    lines = [line for line in lines[::step] if line["script"] != "none"]
    parts = parts_of([line["text"] for line in lines])
    for line, part in zip(lines, parts, strict=True):
        if line["lang"] != "und":
            number = NUMBERS.get(line["lang"], OTHER)
            yield Said(line["text"], number, name, part)


def variants(said: Said) -> Iterator[str]:
    """The text in each of the ways in which people would write it."""
    yield said.text
    if said.language == UZBEK and said.text.isascii():
        cyrillic = to_cyrillic(said.text)
        yield said.text.replace("'", "")
        yield cyrillic
        yield on_a_russian_keyboard(cyrillic)


def cut(text: str, chance: np.random.Generator) -> str:
    """One to six words in a row out of the text."""
    words = text.split()
    size = int(chance.integers(1, 7))
    first = int(chance.integers(0, max(1, len(words) - size + 1)))
    return " ".join(words[first : first + size])


def train_language(data: Path) -> tuple[LanguageModel, dict[str, float]]:
    """The model, and its figures on the texts held apart."""
    chance = np.random.default_rng(7)
    said = read_said(data)
    pairs = [
        (written, one.language)
        for one in said
        if one.part >= DEV
        for text in variants(one)
        for written in (text, cut(text, chance), cut(text, chance))
        if any(map(str.isalpha, written))
    ]
    label = np.array([language for _, language in pairs])
    examples = Examples(
        label=label,
        weight=(len(label) / 4 / np.bincount(label))[label],
        allowed=np.ones((len(label), len(CLASSES)), np.bool_),
    )
    batch = encode([text for text, _ in pairs])
    linear = fit_linear(batch, examples, SHAPE, Settings(strength=3.0, words=1.0))
    model = LanguageModel(linear, LEANING)
    return model, figures(model, [one for one in said if one.part < DEV])


def figures(model: LanguageModel, held: Sequence[Said]) -> dict[str, float]:
    """Accuracy on whole sentences and on cuts of up to five words."""
    chance = np.random.default_rng(8)
    lines = [one for one in held if one.set == "language/sentences"]
    found = {"sentences": _accuracy(model, [(s.text, s.language) for s in lines])}
    cuts = [(_short(v, chance), s.language) for s in lines for v in variants(s)]
    found["cuts of 1-5 words, sentences"] = _accuracy(model, cuts)
    comments = [one for one in held if one.set.startswith("sentiment/")]
    pairs = [(v, s.language) for s in comments for v in variants(s)]
    found["comments"] = _accuracy(model, pairs)
    short = [(_short(text, chance), language) for text, language in pairs]
    found["cuts of 1-5 words, comments"] = _accuracy(model, short)
    for number, name in enumerate(CLASSES):
        mine = [pair for pair in short if pair[1] == number]
        found[f"cuts of 1-5 words, comments, {name}"] = _accuracy(model, mine)
    return found


def _short(text: str, chance: np.random.Generator) -> str:
    return " ".join(cut(text, chance).split()[:5])


def _accuracy(model: LanguageModel, pairs: Sequence[tuple[str, int]]) -> float:
    kept = [(text, number) for text, number in pairs if any(map(str.isalpha, text))]
    p = model.probabilities(encode([text for text, _ in kept]))
    right = p.argmax(axis=1) == np.array([number for _, number in kept])
    return round(float(right.mean()), 4)
