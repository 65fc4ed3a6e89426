"""QuaPy's quantifiers, given probabilities that a scorer has found already."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mood.sums import Floats

Method = Callable[[Floats], Floats]
"""From the probabilities of a sample (n, 3) to its shares (3,)."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled comments: what people said, and the scorer's probabilities."""

    labels: NDArray[np.int64]
    p: Floats

    def only(self, chosen: NDArray[np.bool_]) -> Rows:
        return Rows(self.labels[chosen], self.p[chosen])


def none(_: Rows) -> Mapping[str, Method]:
    return {}


def quapy_s(rows: Rows) -> Mapping[str, Method]:
    """Each method, fitted on the rows."""
    from quapy.method import aggregative  # noqa: PLC0415 - of the extra ``bench``

    given = {"fit_classifier": False, "val_split": None}
    made = {
        "ACC": aggregative.ACC(_classifier(), **given),
        "PACC": aggregative.PACC(_classifier(), **given),
        "EMQ": aggregative.EMQ(_classifier(), fit_classifier=False),
        "DMy": aggregative.DMy(_classifier(), **given),
        "KDEy": aggregative.KDEyML(_classifier(), **given),
    }
    return {name: _fitted(method, rows) for name, method in made.items()}


def _fitted(method: Any, rows: Rows) -> Method:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        method.fit(rows.p, rows.labels)

    def shares(p: Floats) -> Floats:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: Floats = method.predict(p)
        return found

    return shares


def _classifier() -> Any:
    """One that finds its own probabilities where others look for features."""
    from sklearn.base import BaseEstimator, ClassifierMixin  # noqa: PLC0415

    class Given(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
        classes_ = np.arange(3)

        def fit(self, *_: object) -> Any:
            return self

        def predict_proba(self, p: Floats) -> Floats:
            return p

        def predict(self, p: Floats) -> NDArray[np.int64]:
            most: NDArray[np.int64] = p.argmax(axis=1)
            return most

        def __sklearn_is_fitted__(self) -> bool:
            return True

    return Given()
