"""`kayfiyat scorecard`: how official pages do, ranked by weights that you choose."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import InputError
from domain.periods import Period, day_of
from domain.scorecards import By, Component, Weights
from kayfiyat import noting
from kayfiyat.commands.days import Asked, day_asked
from kayfiyat.commands.options import (
    DATA_DIR,
    Config,
    DataDir,
    Debug,
    End,
    Json,
    Start,
    now,
)
from kayfiyat.commands.scorecard_rows import COLUMNS, as_json, flat
from kayfiyat.commands.scorecard_tables import show
from kayfiyat.exporting import csv_of
from kayfiyat.opening import opened, place
from kayfiyat.printing import aside, print_json
from mood.official import scorecard as rows_of
from store.schema import is_synthetic

LATELY = timedelta(days=30)
"""The days shown unless others are asked for."""

ByOption = Annotated[By, typer.Option("--by", help="One row for each.")]
WeightsOption = Annotated[
    str | None,
    typer.Option(
        "--weights",
        help=f"What the score is made of: {', '.join(Component)}.",
        metavar="NAME=NUMBER,…",
    ),
]
CsvFile = Annotated[
    Path | None, typer.Option("--csv", help="Write a CSV file.", metavar="FILE")
]


def scorecard(
    start: Start = None,
    end: End = None,
    by: ByOption = "source",
    weights: WeightsOption = None,
    csv: CsvFile = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Rank official pages by followers, interactions and dialogue, with intervals.

    Without days, those of the last 30.
    """
    at = now()
    chosen = Weights() if weights is None else weights_of(weights)
    period = _period(start, end, day_of(at))
    where = place(config, data_dir)
    with opened(where) as open_database:
        database, k = open_database.database, where.settings.privacy.k
        rows = rows_of(database, period, by=by, weights=chosen, k=k, now=at)
        synthetic = is_synthetic(database)
        for form in [name for name, asked in (("csv", csv), ("json", json)) if asked]:
            seen = noting.view(period)
            noting.exported(database, "scorecard", form, len(rows), seen)
    if csv:
        _write(csv, csv_of((flat(row) for row in rows), COLUMNS))
    if json:
        print_json(as_json(rows, period, by, chosen))
    elif not csv:
        show(rows, period, by, chosen, synthetic=synthetic)


def weights_of(text: str) -> Weights:
    """The weights that were typed; what is not named does not count."""
    given = {str(part): 0.0 for part in Component}
    for each in text.split(","):
        name, _, number = (part.strip() for part in each.partition("="))
        if name not in given:
            raise InputError(
                f"--weights names {name!r}; use {', '.join(Component)}, "
                "like followers=1,answered=2"
            )
        given[name] = _number(name, number)
    if not any(given.values()):
        raise InputError("--weights are all 0; give one of them a greater number")
    return Weights(**given)


def _period(start: str | None, end: str | None, today: date) -> Period:
    first, last = day_asked(start, "--from"), day_asked(end, "--to")
    latest = last or today
    lately = Period(latest - LATELY + timedelta(days=1), latest)
    period = Asked(first, last, today).within(lately)
    assert period is not None  # noqa: S101 - there is a span
    return period


def _number(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1e6:
        raise InputError(
            f"--weights {name}={text} is no weight; write a number from 0 up, "
            f"like {name}=1"
        )
    return number


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error
    aside.print(f"Written: {path}", highlight=False, soft_wrap=True)
