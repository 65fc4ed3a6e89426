"""The file of weights: read once, without pickle, with its card."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.errors import InputError

Arrays = Mapping[str, NDArray[np.generic]]

HERE = Path(__file__).parent
WEIGHTS, CARD = HERE / "weights.npz", HERE / "card.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """Arrays named ``part/name``, and the card that says where they come from."""

    arrays: Arrays
    card: Mapping[str, Any]

    def part(self, name: str) -> Arrays:
        """The arrays of one part, by their names within it."""
        inside = f"{name}/"
        return {
            key.removeprefix(inside): array
            for key, array in self.arrays.items()
            if key.startswith(inside)
        }

    def trained(self, name: str) -> Arrays:
        """A part without which nothing runs. Raises InputError if it is not there."""
        if found := self.part(name):
            return found
        raise InputError(
            f"the scorer's weights have no {name}: they were trained before it was "
            "added; train it with `kayfiyat train`"
        )


def load_weights(path: Path = WEIGHTS, card: Path = CARD) -> Weights:
    """Raises InputError, in one sentence, if the file is not one of weights."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return Weights(arrays, json.loads(card.read_text(encoding="utf-8")))
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(
            f"{path}: cannot be read as the scorer's weights ({error}); "
            "install the package again or train with `kayfiyat train`"
        ) from None


def save_weights(weights: Weights, path: Path = WEIGHTS, card: Path = CARD) -> None:
    """Write both files."""
    arrays: dict[str, Any] = dict(weights.arrays)
    np.savez_compressed(path, allow_pickle=False, **arrays)
    text = json.dumps(weights.card, ensure_ascii=False, indent=1)
    card.write_text(text + "\n", encoding="utf-8")
