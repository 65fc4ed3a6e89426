"""The attitude of comments in English: VADER's lexicon beside n-grams."""

from __future__ import annotations

from dataclasses import dataclass

from domain.attitudes import Language
from sentiment.codes import Batch
from sentiment.lexicon import lexicon
from sentiment.linear import Floats, Linear
from sentiment.probabilities import Calibration
from sentiment.valence import valence


@dataclass(frozen=True, slots=True)
class EnglishModel:
    """One linear model and its calibration."""

    linear: Linear
    calibration: Calibration

    def probabilities(self, batch: Batch) -> Floats:
        """(against, neutral, in favour) of texts that are all English."""
        return self.calibration.probabilities(self.logits(batch))

    def logits(self, batch: Batch) -> Floats:
        """The model's own opinion, before calibration."""
        return self.linear.logits(batch, 3, figures=english_valences(batch))


def english_valences(batch: Batch) -> Floats:
    """What VADER's lexicon makes of each text."""
    return valence(batch, lexicon(Language.ENGLISH), uzbek=False)
