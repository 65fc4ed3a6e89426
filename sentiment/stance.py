"""Attitude towards a given measure, which is not the same as a happy or sad voice.

"Thank God they scrapped it" is glad, and against. Two linear models, for texts that
are known to speak of a target, read the polarity model's opinion beside the words:
one the whole text, one what stands near the target (docs/decisions/0011).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sentiment.attitude import AttitudeModel, spelt, valences
from sentiment.codes import Batch
from sentiment.linear import Floats, Linear
from sentiment.probabilities import Calibration
from sentiment.stance_marks import marked

FIGURES_USED = 4
WHOLE = 0.6
"""How much of the word the model of the whole text has."""

OPINION = [0, 2]
"""The polarity models' log-odds of against and in favour, against neutral."""


@dataclass(frozen=True, slots=True)
class Read:
    """Texts as the stance models read them: whole, near the target, and figures."""

    whole: Batch
    near: Batch
    figures: Floats


@dataclass(frozen=True, slots=True)
class StanceModel:
    """Of Russian, where labelled comments on government measures exist."""

    whole: Linear
    near: Linear
    calibration: Calibration

    def probabilities(self, read: Read) -> Floats:
        """(against, neither, in favour) of each text."""
        return self.calibration.probabilities(self.logits(read))

    def logits(self, read: Read) -> Floats:
        """The weighted mean of what the two models say."""
        whole = self.whole.logits(read.whole, 3, figures=read.figures)
        near = self.near.logits(read.near, 3, figures=read.figures)
        return WHOLE * whole + (1 - WHOLE) * near


def reading(batch: Batch, targets: Sequence[str], polarity: AttitudeModel) -> Read:
    """Texts that are all in the language of ``polarity``, and the target of each."""
    read = spelt(batch, polarity.language)
    figures = valences(read, polarity.language)[:, :FIGURES_USED]
    opinion = polarity.logits(batch)[:, OPINION]
    return Read(*marked(read, targets), np.hstack([figures, opinion]))
