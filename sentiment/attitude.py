"""The attitude of comments: for each language one linear model and its lexicon."""

from __future__ import annotations

from dataclasses import dataclass

from domain.attitudes import Language
from sentiment.codes import Batch
from sentiment.lexicon import lexicon
from sentiment.linear import Floats, Linear
from sentiment.probabilities import Calibration
from sentiment.skeleton import skeletons
from sentiment.valence import valence


@dataclass(frozen=True, slots=True)
class AttitudeModel:
    """Of one language, calibrated."""

    language: Language
    linear: Linear
    calibration: Calibration

    def probabilities(self, batch: Batch) -> Floats:
        """(against, neutral, in favour) of texts that are all in this language."""
        return self.calibration.probabilities(self.logits(batch))

    def logits(self, batch: Batch) -> Floats:
        """The model's own opinion, before calibration."""
        read = spelt(batch, self.language)
        return self.linear.logits(read, 3, figures=valences(read, self.language))


def spelt(batch: Batch, language: Language) -> Batch:
    """Texts in the letters in which the model of their language reads them."""
    if language is Language.ENGLISH:
        return batch
    return skeletons(batch, uzbek=language is Language.UZBEK)


def valences(read: Batch, language: Language) -> Floats:
    """What the lexicon of the language makes of texts that are spelt so."""
    return valence(read, lexicon(language), uzbek=language is Language.UZBEK)
