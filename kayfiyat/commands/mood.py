"""`kayfiyat mood`: the estimates that the app draws, as a table or as JSON."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from domain.periods import Step, day_of
from kayfiyat import noting
from kayfiyat.commands.days import Asked, day_asked
from kayfiyat.commands.mood_table import made, notes
from kayfiyat.commands.options import (
    DATA_DIR,
    Config,
    DataDir,
    Debug,
    End,
    Json,
    OfLanguage,
    Reform,
    Source,
    Start,
    now,
)
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, print_json
from mood.estimates import Estimate, K
from mood.reading import series
from shown.sentences import tells_numbers
from store.cells import Cells

WIDEST = 1_000
"""Columns of characters: wider than any table."""


def mood(
    reform: Reform = None,
    source: Source = None,
    language: OfLanguage = None,
    start: Start = None,
    end: End = None,
    by: Annotated[Step, typer.Option(help="One estimate for each.")] = "week",
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    without_campaigns: Annotated[
        bool, typer.Option("--without-campaigns", help="Leave campaigns out.")
    ] = False,
    wide: Annotated[
        bool, typer.Option("--wide", help="All columns, however wide.")
    ] = False,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Show mood over time: share in favour minus share against, with 95% intervals."""
    where = place(config, data_dir)
    k = where.settings.privacy.k
    today = day_of(now())
    asked = Asked(day_asked(start, "--from"), day_asked(end, "--to"), today=today)
    chosen: dict[str, Any] = {
        "reform": reform,
        "sources": source or None,
        "languages": list(language) if language else None,
        "campaigns": not without_campaigns,
    }
    with opened(where) as open_database:
        database = open_database.database
        period = asked.within(Cells(database).span())
        found = series(database, period, by=by, k=k, **chosen) if period else []
        if json:
            seen = noting.view(period, **chosen)
            noting.exported(database, "mood", "json", len(found), seen)
    if json:
        print_json([as_json(each, k=max(K, k)) for each in found])
    else:
        _show(found, wide=wide, k=max(K, k))


def as_json(estimate: Estimate, *, k: int = K) -> dict[str, Any]:
    """The estimate in the fixed shape of `kayfiyat mood --json`.

    "withheld" is null where it is fewer than k, "voices", "comments" and "not_scored"
    where they are of fewer than k voices.
    """
    told = tells_numbers([estimate], k)
    return {
        "from": estimate.period.first.isoformat(),
        "to": estimate.period.last.isoformat(),
        "mood": _rounded(estimate.mood, 2),
        "low": _rounded(estimate.low, 2),
        "high": _rounded(estimate.high, 2),
        "low_elsewhere": _rounded(estimate.low_elsewhere, 2),
        "high_elsewhere": _rounded(estimate.high_elsewhere, 2),
        "in_favour": _rounded(estimate.in_favour, 4),
        "neutral": _rounded(estimate.neutral, 4),
        "against": _rounded(estimate.against, 4),
        "voices": estimate.voices if told else None,
        "withheld": None if 0 < estimate.withheld < k else estimate.withheld,
        "labels": estimate.labels,
        "comments": estimate.comments if told else None,
        "not_scored": dict(estimate.not_scored) if told else None,
        "coverage": _rounded(estimate.coverage, 4),
        "half_blind": estimate.half_blind,
        "collected": _rounded(estimate.collected, 4),
        "corrected": estimate.corrected,
        "scorers": list(estimate.scorers),
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _show(estimates: list[Estimate], *, wide: bool, k: int) -> None:
    if not estimates:
        console.print("No comments have been scored yet: see `kayfiyat status`.")
        return
    shown, left_out = made(estimates, width=None if wide else console.width, k=k)
    console.print(shown, width=WIDEST if wide else None)
    console.print()
    for note in (left_out, *notes(estimates, k=k)):
        if note:
            console.print(note, highlight=False)
