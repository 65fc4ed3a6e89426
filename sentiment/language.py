"""Which language a text is in: a small model of n-grams, and a list of short words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.attitudes import Language
from sentiment.codes import Batch, bounds_of
from sentiment.linear import Floats, Linear
from sentiment.probabilities import softmax

CLASSES = (Language.UZBEK, Language.RUSSIAN, Language.ENGLISH, Language.OTHER)
LANGUAGES = (*CLASSES, Language.UNDETERMINED)
UZBEK, RUSSIAN, ENGLISH, OTHER, UNDETERMINED = range(5)

_HEAD = 400  # code points that are enough to know a language by
_SHORT, _SHORT_CODES = 3, 40  # words and letters, up to which the list is asked
_WORD = re.compile(r"[\w']+")
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
    lengths = np.minimum(np.diff(batch.bounds), _HEAD)
    bounds = bounds_of(lengths)
    if bounds[-1] == len(batch.codes):
        return batch
    parts = zip(batch.bounds[:-1].tolist(), lengths.tolist(), strict=True)
    heads = [batch.codes[start : start + length] for start, length in parts]
    return Batch(np.concatenate(heads), bounds)


def _listed(batch: Batch) -> list[tuple[int, int]]:
    """The short texts all of whose words the list gives to one language."""
    short = np.diff(batch.bounds) <= _SHORT_CODES
    texts = np.flatnonzero(short).tolist()
    found = zip(texts, map(_by_list, batch.only(short).strings()), strict=True)
    return [(text, language) for text, language in found if language is not None]


def _by_list(text: str) -> int | None:
    known = short_words()
    words = _WORD.findall(text)
    found = {known.get(word) for word in words} if len(words) <= _SHORT else set()
    return found.pop() if len(found) == 1 else None


@cache
def short_words() -> dict[str, int]:
    """Very frequent short comments and the number of their language."""
    read = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    numbers = {language.value: n for n, language in enumerate(LANGUAGES)}
    return {word: numbers[name] for name, text in read.items() for word in text.split()}
