"""The scorer: a comment's words in, its language, attitude and reforms out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.attitudes import Language, Verdict
from sentiment import emoji
from sentiment.catalogue import matcher
from sentiment.codes import Batch, encode
from sentiment.explaining import reasons
from sentiment.greetings import NEUTRAL, without_greeting
from sentiment.language import ENGLISH, LANGUAGES, RUSSIAN, UNDETERMINED, UZBEK
from sentiment.linear import Floats
from sentiment.models import Models
from sentiment.script import letters, scripts
from sentiment.stance import reading
from sentiment.weights import Weights, load_weights

CHUNK = 100_000
"""Characters worked on at once: bounds memory, and stays within the cache."""

Row = tuple[float, float, float]
SCORED = (UZBEK, RUSSIAN, ENGLISH)

LEAST_SURE = 0.38
"""Where the likeliest attitude has less, the scorer is right once in three times,
which is chance: measured on the development splits, one comment in a hundred."""


class Scorer:
    """Scores comments. It changes nothing, and one and many agree exactly."""

    def __init__(
        self,
        models: Models,
        card: Mapping[str, Any] | None = None,
        **confusions: Floats,
    ) -> None:
        self._models = models
        self._confusions = confusions
        self.card = card or {}
        self.name = str(self.card.get("name", "untrained"))
        self.version = str(self.card.get("version", "0"))

    @classmethod
    def load(cls) -> Scorer:
        """The scorer that came with the program."""
        return cls.of(load_weights())

    @classmethod
    def of(cls, weights: Weights) -> Scorer:
        confusions = {
            f"{kind}_{language}": matrix.astype(np.float64)
            for kind in ("confusion", "replicates")
            for language, matrix in weights.part(kind).items()
        }
        return cls(Models.of(weights), weights.card, **confusions)

    @property
    def id(self) -> str:
        """Changes whenever weights or rules change; stored with each attitude."""
        return f"{self.name}-{self.version}"

    def predict(self, texts: Sequence[str]) -> list[Verdict]:
        """What is to be said of each text, in order."""
        return [
            verdict for chunk in _chunks(texts) for verdict in self._predicted(chunk)
        ]

    def stances(self, texts: Sequence[str], targets: Sequence[str]) -> list[Verdict]:
        """What is said of texts known to speak of a government measure, their target.

        A target is the id of a reform or a name in ``stance_targets.toml``; any
        other stands for the words in it. Russian has a model for that; other
        languages get what predict says.
        """
        verdicts = self.predict(texts)
        russian = [
            n for n, v in enumerate(verdicts) if v.language == LANGUAGES[RUSSIAN]
        ]
        if russian:
            models, batch = self._models, encode([texts[n] for n in russian])
            polarity = models.attitude[Language.RUSSIAN]
            read = reading(batch, [targets[n] for n in russian], polarity)
            for n, p in zip(russian, models.stance.probabilities(read), strict=True):
                verdicts[n] = replace(verdicts[n], p=_row(p))
        return verdicts

    def explain(self, texts: Sequence[str]) -> list[Verdict]:
        """As predict, and the words that moved the score."""
        return [
            replace(verdict, why=self._why(text, verdict))
            for text, verdict in zip(texts, self.predict(texts), strict=True)
        ]

    def confusion(self, language: Language | str) -> Floats:
        """For each true attitude, the mean of what the scorer says (3 by 3)."""
        return self._confusions[f"confusion_{language}"]

    def confusion_replicates(self, language: Language | str) -> Floats:
        """The same from resampled data, to know how sure it is (R by 3 by 3)."""
        return self._confusions[f"replicates_{language}"]

    def _predicted(self, texts: Sequence[str]) -> Iterator[Verdict]:
        batch = encode(texts)
        counts = letters(batch)
        language = self._models.language.detect(batch, counts)
        rows = self._probabilities(batch, texts, language)
        named = matcher().reforms(batch, texts)
        found = zip(language.tolist(), scripts(counts), rows, named, strict=True)
        for number, script, p, reforms in found:
            yield Verdict(LANGUAGES[number], script, p, reforms)

    def _probabilities(
        self, batch: Batch, texts: Sequence[str], language: NDArray[np.int64]
    ) -> list[Row | None]:
        """Of each text without its greeting, in a language that is known."""
        rows = self._of_words(batch, language)
        said = [without_greeting(text) for text in texts]
        greeted = [n for n, text in enumerate(texts) if len(said[n]) < len(text)]
        if greeted:
            left = encode([said[n] for n in greeted])
            again = self._of_words(left, language[greeted])
            for n, row in zip(greeted, again, strict=True):
                only_greets = not said[n] and language[n] in SCORED
                rows[n] = NEUTRAL if only_greets else row
        return [row if row and max(row) >= LEAST_SURE else None for row in rows]

    def _of_words(self, batch: Batch, language: NDArray[np.int64]) -> list[Row | None]:
        rows: list[Row | None] = [None] * batch.texts
        for number in SCORED:
            mine = language == number
            if mine.any():
                model = self._models.attitude[LANGUAGES[number]]
                _put(rows, mine, model.probabilities(batch.only(mine)))
        wordless = language == UNDETERMINED
        if wordless.any():
            strings = batch.only(wordless).strings()
            for place, text in zip(np.flatnonzero(wordless), strings, strict=True):
                rows[place] = _row(emoji.probabilities(text))
        return rows

    def _why(self, text: str, verdict: Verdict) -> tuple[tuple[str, float], ...]:
        if verdict.p is None:
            return ()
        number = LANGUAGES.index(verdict.language)

        def score(texts: Sequence[str]) -> list[Row | None]:
            same = np.full(len(texts), number, np.int64)
            return self._probabilities(encode(texts), texts, same)

        said = without_greeting(text) or text  # half a greeting would be noise
        return reasons(said, verdict.p, score)


def _put(rows: list[Row | None], chosen: NDArray[np.bool_], p: Floats) -> None:
    for place, row in zip(np.flatnonzero(chosen).tolist(), p.tolist(), strict=True):
        rows[place] = tuple(row)


def _row(p: Floats | None) -> Row | None:
    return None if p is None else (float(p[0]), float(p[1]), float(p[2]))


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in order, in parts of about CHUNK characters."""
    first = size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if size >= CHUNK:
            yield texts[first : place + 1]
            first, size = place + 1, 0
    if first < len(texts):
        yield texts[first:]
