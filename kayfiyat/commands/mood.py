"""`kayfiyat mood`: the estimates that the app draws, as a table or as JSON."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from domain.periods import Step, day_of
from kayfiyat.commands.days import Asked, day_asked
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
from kayfiyat.printing import console, print_json, signed, table
from mood.estimates import Estimate
from mood.reading import series
from store.cells import Cells


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
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Show mood over time: share in favour minus share against, with 95% intervals."""
    where = place(config, data_dir)
    asked = Asked(
        day_asked(start, "--from"), day_asked(end, "--to"), today=day_of(now())
    )
    with opened(where) as open_database:
        period = asked.within(Cells(open_database.database).span())
        estimates = (
            series(
                open_database.database,
                period,
                by=by,
                reform=reform,
                sources=source or None,
                languages=list(language) if language else None,
                campaigns=not without_campaigns,
                k=where.settings.privacy.k,
            )
            if period
            else []
        )
    if json:
        print_json([as_json(each) for each in estimates])
    else:
        _show(estimates)


def as_json(estimate: Estimate) -> dict[str, Any]:
    """The estimate in the fixed shape of `kayfiyat mood --json`."""
    return {
        "from": estimate.period.first.isoformat(),
        "to": estimate.period.last.isoformat(),
        "mood": _rounded(estimate.mood, 2),
        "low": _rounded(estimate.low, 2),
        "high": _rounded(estimate.high, 2),
        "in_favour": _rounded(estimate.in_favour, 4),
        "neutral": _rounded(estimate.neutral, 4),
        "against": _rounded(estimate.against, 4),
        "voices": estimate.voices,
        "comments": estimate.comments,
        "coverage": _rounded(estimate.coverage, 4),
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _show(estimates: list[Estimate]) -> None:
    if not estimates:
        console.print("No comments have been scored yet: see `kayfiyat status`.")
        return
    shown = table("from", "mood", "95% interval", "voices", "comments", "seen")
    for each in estimates:
        shown.add_row(
            each.period.first.isoformat(),
            signed(each.mood),
            "–" if each.mood is None else f"{signed(each.low)} to {signed(each.high)}",
            f"{each.voices:,}",
            f"{each.comments:,}",
            f"{each.coverage:.0%}",
        )
    console.print(shown)
