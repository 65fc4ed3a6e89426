"""The attitude of comments in Uzbek, either script, and Russian: one model for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.attitudes import Language
from sentiment.codes import Batch, Bools
from sentiment.language import RUSSIAN, UZBEK
from sentiment.lexicon import lexicon
from sentiment.linear import Floats, Linear
from sentiment.probabilities import Calibration
from sentiment.skeleton import skeletons
from sentiment.valence import FIGURES, valence


@dataclass(frozen=True, slots=True)
class JointModel:
    """One linear model, calibrated for each language."""

    linear: Linear
    calibrations: Mapping[int, Calibration]

    def probabilities(self, batch: Batch, language: NDArray[np.int64]) -> Floats:
        """(against, neutral, in favour) for texts that are all Uzbek or Russian."""
        logits = self.logits(batch, language == UZBEK)
        found = np.empty_like(logits)
        for number in (UZBEK, RUSSIAN):
            mine = language == number
            if mine.any():
                found[mine] = self.calibrations[number].probabilities(logits[mine])
        return found

    def logits(self, batch: Batch, uzbek: Bools) -> Floats:
        """The model's own opinion, before calibration."""
        read = skeletons(batch, uzbek)
        figures = valences(read, uzbek)
        return self.linear.logits(read, 3, figures=figures, knows=~uzbek)


def valences(read: Batch, uzbek: Bools) -> Floats:
    """What the lexicon of each text's language makes of its skeleton."""
    found = np.zeros((read.texts, FIGURES))
    for mine, language in ((uzbek, Language.UZBEK), (~uzbek, Language.RUSSIAN)):
        if mine.any():
            table, is_uzbek = lexicon(language), language is Language.UZBEK
            found[mine] = valence(read.only(mine), table, uzbek=is_uzbek)
    return found
