"""The mood as everyone reads it: the app, the letter and the command call this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial

import numpy as np

from domain.cells import EVERY_REFORM, Cell
from domain.coverage import Stretch
from domain.periods import Period, Step
from mood.answers import Answer, answered, parts_of
from mood.correction import Confusion, Confusions
from mood.coverage import Blind, blind_stretches, coverages
from mood.disclosure import Every, Filter, daily, mixed, whole
from mood.estimates import Estimate, K, estimates
from mood.labelled import LEAST, with_labels
from mood.sums import Floats
from store.cells import Cells
from store.clients import Database, Document
from store.errors import translated
from store.labels import Labels
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
    seen: silence is not drawn as calm. Weeks and months that ``period`` cuts are
    shown whole, and few voices may not count (``mood.disclosure``). Where analysts
    labelled enough comments of a step, its mood is made with them.
    """
    chosen = Filter(_set(sources), _set(languages), campaigns)
    answer = _answer(database, period, by, chosen, reform=reform, k=max(k, K))
    made = _made(database, answer, sources=sources, k=k, now=now)
    return _by_labels(database, made, answer.cells)


def others(  # noqa: PLR0913 - the filters of every chart
    database: Database[Document],
    period: Period,
    *,
    by: Step,
    reform: str,
    sources: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    k: int = K,
    now: datetime | None = None,
) -> list[Estimate]:
    """The mood of all reforms but ``reform``, campaigns left out, for comparison."""
    chosen, units = Filter(_set(sources), _set(languages), False), whole(period, by)
    if not units:
        return []
    span = Period(units[0].first, units[-1].last)
    cells = Cells(database).others(span, reform=reform)
    parts = parts_of(daily(cells), units, chosen, k=max(k, K))
    answer = answered(cells, parts, chosen, asked=period)
    return _made(database, answer, sources=sources, k=k, now=now)


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


def _made(
    database: Database[Document],
    answer: Answer,
    *,
    sources: Sequence[str] | None,
    k: int,
    now: datetime | None,
) -> list[Estimate]:
    ledgers = _ledgers(database, sources).values()
    seen = coverages(ledgers, answer.periods, now=now or datetime.now(UTC))
    made = estimates(
        answer.cells,
        answer.periods,
        coverages=_where_nobody_counts(seen, answer.cells, answer.periods),
        k=max(k, K),
        confusions=load_confusions(database),
    )
    return [
        replace(each, withheld=lost) if lost else each
        for each, lost in zip(made, answer.withheld, strict=True)
    ]


def _answer(  # noqa: PLR0913 - what was asked
    database: Database[Document],
    period: Period,
    by: Step,
    chosen: Filter,
    *,
    reform: str | None,
    k: int,
) -> Answer:
    """The cells that may be shown for what was asked."""
    door, units = Cells(database), whole(period, by)
    if not units:
        return Answer((), (), ())
    span = Period(units[0].first, units[-1].last)
    cells = door.select(span, reform=reform or EVERY_REFORM)
    everywhere = not chosen.chooses
    voices = daily(cells, everywhere=everywhere)
    every = cache(partial(door.select, span))
    beside = Every(
        mixed(cells, everywhere=everywhere),
        spoken=cache(lambda: daily(cells)),
        voices=cache(lambda: daily(every())),
    )
    parts = parts_of(
        voices, units, chosen, k=k, every=beside if reform is not None else None
    )
    in_place = every() if any(part.every for part in parts.values()) else []
    return answered(cells, parts, chosen, asked=period, every=in_place)


def _by_labels(
    database: Database[Document], made: list[Estimate], cells: Sequence[Cell]
) -> list[Estimate]:
    """The estimates with labels, where there are enough of them."""
    if not made:
        return made
    door = Labels(database)
    labels = door.select(Period(made[0].period.first, made[-1].period.last))
    if len(labels) < LEAST:
        return made
    return with_labels(made, cells, labels, door.draws())


def _set(names: Sequence[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(map(str, names))


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
