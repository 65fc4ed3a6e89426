"""How each scorer errs, kept for as long as cells were made of what it said."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from store.clients import Database, Document
from store.errors import translated

Floats = NDArray[np.float64]
Measured = tuple[Floats, Floats]
"""A matrix (3, 3) and bootstrap replicates of it (R, 3, 3)."""


def save_confusions(
    database: Database[Document],
    scorer: str,
    matrices: Mapping[str, Floats],
    replicates: Mapping[str, Floats],
) -> None:
    """Keep the measured errors of ``scorer``, by language, beside those of others.

    Those of a scorer that no cell names any more are dropped.
    """
    none = np.empty((0, 3, 3))
    confusions = {
        language: {
            "matrix": np.asarray(matrix, dtype=float).tolist(),
            "replicates": _packed(replicates.get(language, none)),
        }
        for language, matrix in matrices.items()
    }
    with translated():
        database["meta"].update_one(
            {"_id": f"scorer {scorer}"},
            {"$set": {"version": scorer, "confusions": confusions}},
            upsert=True,
        )
        _drop_unused(database, scorer)


def load_confusions(
    database: Database[Document],
) -> dict[str, dict[str, Measured]]:
    """By scorer and language; empty if no scorer has left its errors here."""
    with translated():
        found = list(database["meta"].find({"confusions": {"$exists": True}}))
    return {
        kept["version"]: {
            language: (
                np.array(each["matrix"], dtype=float),
                _unpacked(each["replicates"]),
            )
            for language, each in kept["confusions"].items()
        }
        for kept in found
    }


def _drop_unused(database: Database[Document], scorer: str) -> None:
    """Not while cells are to be made, which may name any scorer that cells name not."""
    if database["stale"].find_one({}, ["_id"]):
        return
    others = {"confusions": {"$exists": True}, "version": {"$ne": scorer}}
    for kept in database["meta"].find(others, ["version"]):
        if not database["cells"].find_one({"scorers": kept["version"]}, ["_id"]):
            database["meta"].delete_one({"_id": kept["_id"]})


def _packed(replicates: Floats) -> bytes:
    return np.asarray(replicates, dtype="<f4").tobytes()


def _unpacked(packed: bytes) -> Floats:
    return np.frombuffer(packed, dtype="<f4").astype(float).reshape(-1, 3, 3)
