"""Which language a text is in: a small model of n-grams, and a list of short words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.attitudes import Language
from sentiment.codes import Batch
from sentiment.features import word_starts
from sentiment.linear import Floats, Linear
from sentiment.probabilities import softmax

CLASSES = (Language.UZBEK, Language.RUSSIAN, Language.ENGLISH, Language.OTHER)
LANGUAGES = (*CLASSES, Language.UNDETERMINED)
UZBEK, RUSSIAN, ENGLISH, OTHER, UNDETERMINED = range(5)

_HEAD = 400  # code points that are enough to know a language by
_SHORT = 3  # words, up to which the list is asked
_SURE = 0.4  # below this nothing is claimed
_LIST = Path(__file__).parent / "short_words.toml"


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """``leaning`` is added to the log-odds: neighbours are rarer than Uzbek here."""

    linear: Linear
    leaning: Floats

    def detect(self, batch: Batch, letters: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number in LANGUAGES of each text; ``letters`` by script (see script)."""
        p = self.probabilities(batch)
        found = np.where(p.max(axis=1) < _SURE, UNDETERMINED, p.argmax(axis=1))
        total = letters.sum(axis=1)
        found[total < 2] = UNDETERMINED
        found[(letters[:, 2] * 2 > total) & (total > 0)] = OTHER
        for text, language in _listed(batch):
            found[text] = language
        return found

    def probabilities(self, batch: Batch) -> Floats:
        """How likely each of CLASSES is, from the beginning of each text."""
        head = _beginnings(batch)
        return softmax(self.linear.logits(head, len(CLASSES)) + self.leaning)


def _beginnings(batch: Batch) -> Batch:
    place = np.arange(len(batch.codes)) - batch.bounds()[batch.owner]
    near = place < _HEAD
    return batch if near.all() else batch.kept(near)


def _listed(batch: Batch) -> list[tuple[int, int]]:
    """The short texts all of whose words the list gives to one language."""
    words = batch.count(_flags(word_starts(batch), len(batch.codes)))
    short = words <= _SHORT
    texts = np.flatnonzero(short).tolist()
    found = zip(texts, map(_by_list, batch.only(short).strings()), strict=True)
    return [(text, language) for text, language in found if language is not None]


def _by_list(text: str) -> int | None:
    known = short_words()
    letters = "".join(c if c.isalnum() or c in "' " else " " for c in text)
    found = {known.get(word) for word in letters.split()}
    return found.pop() if len(found) == 1 else None


@cache
def short_words() -> dict[str, int]:
    """Very frequent short comments and the number of their language."""
    read = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    numbers = {language.value: n for n, language in enumerate(LANGUAGES)}
    return {word: numbers[name] for name, text in read.items() for word in text.split()}


def _flags(places: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    flags = np.zeros(size, np.bool_)
    flags[places] = True
    return flags
