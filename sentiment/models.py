"""The trained models together, to and from arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sentiment.english import EnglishModel
from sentiment.joint import JointModel
from sentiment.language import LANGUAGES, RUSSIAN, UZBEK, LanguageModel
from sentiment.linear import Linear
from sentiment.probabilities import Calibration
from sentiment.stance import StanceModel
from sentiment.weights import Arrays, Weights


@dataclass(frozen=True, slots=True)
class Models:
    """What was learned from data; the rest of the scorer is rules."""

    language: LanguageModel
    joint: JointModel
    english: EnglishModel
    stance: StanceModel

    def arrays(self) -> dict[str, NDArray[Any]]:
        parts: dict[str, Arrays] = {
            "language": self.language.linear.arrays(),
            "joint": self.joint.linear.arrays(),
            "english": self.english.linear.arrays(),
            "leaning": {"language": self.language.leaning},
            "stance": self.stance.linear.arrays(),
            "calibration/en": _calibration_arrays(self.english.calibration),
            "calibration/stance": _calibration_arrays(self.stance.calibration),
        }
        for number, calibration in self.joint.calibrations.items():
            name = f"calibration/{LANGUAGES[number]}"
            parts[name] = _calibration_arrays(calibration)
        return {
            f"{part}/{name}": array
            for part, arrays in parts.items()
            for name, array in arrays.items()
        }

    @classmethod
    def of(cls, weights: Weights) -> Models:
        calibrations = {
            number: _calibration(weights.part(f"calibration/{LANGUAGES[number]}"))
            for number in (UZBEK, RUSSIAN)
        }
        leaning = weights.part("leaning")["language"].astype(np.float64)
        english = Linear.of(weights.part("english"))
        return cls(
            LanguageModel(Linear.of(weights.part("language")), leaning),
            JointModel(Linear.of(weights.part("joint")), calibrations),
            EnglishModel(english, _calibration(weights.part("calibration/en"))),
            StanceModel(
                Linear.of(weights.part("stance")),
                _calibration(weights.part("calibration/stance")),
            ),
        )


def _calibration_arrays(calibration: Calibration) -> Arrays:
    return {"slope": calibration.slope, "intercept": calibration.intercept}


def _calibration(arrays: Arrays) -> Calibration:
    slope, intercept = arrays["slope"], arrays["intercept"]
    return Calibration(slope.astype(np.float64), intercept.astype(np.float64))
