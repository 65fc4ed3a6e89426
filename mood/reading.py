"""The mood as everyone reads it: the app, the letter and the command call this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from domain.cells import EVERY_REFORM, Cell
from domain.coverage import Stretch
from domain.periods import Period, Step, steps
from mood.correction import Confusion, Confusions
from mood.coverage import Blind, blind_stretches, coverages
from mood.estimates import Estimate, K, estimates
from mood.sums import Floats
from store.cells import Cells
from store.clients import Database, Document
from store.errors import translated
from store.reading import Reading

SCORER = "scorer"
"""The id of the document in ``meta`` that holds the scorer's measured errors."""


def series(  # noqa: PLR0913 - the filters of every chart
    database: Database[Document],
    period: Period,
    *,
    by: Step,
    reform: str | None = None,
    sources: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    campaigns: bool = True,
    k: int = K,
    now: datetime | None = None,
) -> list[Estimate]:
    """One estimate for each day, week or month of ``period``.

    Without ``reform`` every comment counts. No mood is stated of fewer than
    ``k`` voices (5 at the least), nor where less than half of the hours was
    seen: silence is not drawn as calm.
    """
    periods = list(steps(period, by))
    cells = [
        cell
        for cell in Cells(database).select(
            period,
            reform=reform or EVERY_REFORM,
            sources=sources,
            languages=languages,
        )
        if campaigns or not cell.campaign
    ]
    ledgers = _ledgers(database, sources).values()
    seen = coverages(ledgers, periods, now=now or datetime.now(UTC))
    return estimates(
        cells,
        periods,
        coverages=_where_nobody_counts(seen, cells, periods),
        k=max(k, K),
        confusions=load_confusions(database),
    )


def blind(
    database: Database[Document],
    period: Period,
    *,
    sources: Sequence[str] | None = None,
    now: datetime | None = None,
) -> list[Blind]:
    """The blind stretches of an hour or more, merged over ``sources`` (all)."""
    return blind_stretches(
        _ledgers(database, sources), period, now=now or datetime.now(UTC)
    )


def save_confusions(
    database: Database[Document],
    version: str,
    matrices: Mapping[str, Floats],
    replicates: Mapping[str, Floats],
) -> None:
    """Keep the measured errors of the scorer ``version`` where estimates find them.

    By language: the matrix (3, 3) and bootstrap replicates of it (R, 3, 3).
    """
    confusions = {
        language: {
            "matrix": np.asarray(matrix, dtype=float).tolist(),
            "replicates": _packed(replicates.get(language, np.empty((0, 3, 3)))),
        }
        for language, matrix in matrices.items()
    }
    with translated():
        database["meta"].update_one(
            {"_id": SCORER},
            {"$set": {"version": version, "confusions": confusions}},
            upsert=True,
        )


def load_confusions(database: Database[Document]) -> Confusions:
    """By language; empty if no scorer has left its errors here."""
    with translated():
        found = database["meta"].find_one({"_id": SCORER}) or {}
    return {
        language: Confusion(
            np.array(kept["matrix"], dtype=float), _unpacked(kept["replicates"])
        )
        for language, kept in found.get("confusions", {}).items()
    }


def _ledgers(
    database: Database[Document], sources: Sequence[str] | None
) -> dict[str, list[Stretch]]:
    ledgers = Reading(database).ledgers()
    return {
        source: ledger
        for source, ledger in ledgers.items()
        if sources is None or source in sources
    }


def _where_nobody_counts(
    seen: Floats, cells: Sequence[Cell], periods: Sequence[Period]
) -> list[float]:
    """An imported file has no ledger: it is whole for the days it speaks of."""
    days = {cell.day for cell in cells}
    return [
        float(share)
        if np.isfinite(share)
        else float(any(day in period for day in days))
        for share, period in zip(seen, periods, strict=True)
    ]


def _packed(replicates: Floats) -> bytes:
    return np.asarray(replicates, dtype="<f4").tobytes()


def _unpacked(packed: bytes) -> Floats:
    return np.frombuffer(packed, dtype="<f4").astype(float).reshape(-1, 3, 3)
