"""Attitude towards a given measure, which is not the same as a happy or sad voice.

"Thank God they scrapped it" is glad, and against. A model of its own, for texts
that are known to speak of a target, reads the polarity models' opinion beside
the words (docs/decisions/0011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sentiment.codes import Batch
from sentiment.joint import JointModel, valences
from sentiment.linear import Floats, Linear
from sentiment.probabilities import Calibration
from sentiment.skeleton import skeletons

FIGURES_USED = 4
OPINION = [0, 2]
"""The polarity models' log-odds of against and in favour, against neutral."""


@dataclass(frozen=True, slots=True)
class Read:
    """Texts as a stance model reads them: letters, and figures beside them."""

    batch: Batch
    figures: Floats


@dataclass(frozen=True, slots=True)
class StanceModel:
    """Of Russian, where labelled comments on government measures exist."""

    linear: Linear
    calibration: Calibration

    def probabilities(self, read: Read) -> Floats:
        """(against, neither, in favour) of each text."""
        return self.calibration.probabilities(self.logits(read))

    def logits(self, read: Read) -> Floats:
        return self.linear.logits(read.batch, 3, figures=read.figures)


def reading(batch: Batch, joint: JointModel) -> Read:
    """Texts that are all Russian."""
    uzbek = np.zeros(batch.texts, np.bool_)
    read = skeletons(batch, uzbek)
    figures = valences(read, uzbek)[:, :FIGURES_USED]
    return Read(read, np.hstack([figures, joint.logits(batch, uzbek)[:, OPINION]]))
