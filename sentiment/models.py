"""The trained models together, to and from arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.attitudes import SCORED_LANGUAGES, Language
from sentiment.attitude import AttitudeModel
from sentiment.language import LanguageModel
from sentiment.linear import Linear
from sentiment.probabilities import Calibration
from sentiment.stance import StanceModel
from sentiment.weights import Arrays, Weights


@dataclass(frozen=True, slots=True)
class Models:
    """What was learned from data; the rest of the scorer is rules."""

    language: LanguageModel
    attitude: Mapping[Language, AttitudeModel]
    stance: StanceModel

    def arrays(self) -> dict[str, NDArray[Any]]:
        parts: dict[str, Arrays] = {
            "language": self.language.linear.arrays(),
            "leaning": {"language": self.language.leaning},
            "stance": self.stance.whole.arrays(),
            "stance_near": self.stance.near.arrays(),
            "calibration/stance": _calibration_arrays(self.stance.calibration),
        }
        for language, model in self.attitude.items():
            parts[f"attitude/{language}"] = model.linear.arrays()
            parts[f"calibration/{language}"] = _calibration_arrays(model.calibration)
        return {
            f"{part}/{name}": array
            for part, arrays in parts.items()
            for name, array in arrays.items()
        }

    @classmethod
    def of(cls, weights: Weights) -> Models:
        leaning = weights.trained("leaning")["language"].astype(np.float64)
        return cls(
            LanguageModel(Linear.of(weights.trained("language")), leaning),
            {language: _attitude(weights, language) for language in SCORED_LANGUAGES},
            StanceModel(
                Linear.of(weights.trained("stance")),
                Linear.of(weights.trained("stance_near")),
                _calibration(weights.trained("calibration/stance")),
            ),
        )


def _attitude(weights: Weights, language: Language) -> AttitudeModel:
    linear = Linear.of(weights.trained(f"attitude/{language}"))
    calibration = _calibration(weights.trained(f"calibration/{language}"))
    return AttitudeModel(language, linear, calibration)


def _calibration_arrays(calibration: Calibration) -> Arrays:
    return {"slope": calibration.slope, "intercept": calibration.intercept}


def _calibration(arrays: Arrays) -> Calibration:
    slope, intercept = arrays["slope"], arrays["intercept"]
    return Calibration(slope.astype(np.float64), intercept.astype(np.float64))
