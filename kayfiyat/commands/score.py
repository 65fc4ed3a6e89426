"""`kayfiyat score`: score what waits in the database, or lines of text."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from domain.attitudes import Verdict
from domain.errors import InputError
from kayfiyat import logs
from kayfiyat.commands.options import (
    DATA_DIR,
    Config,
    DataDir,
    Debug,
    Json,
    Once,
    only_one,
)
from kayfiyat.making import made_again
from kayfiyat.opening import Opened, opened, place
from kayfiyat.preparing import prepare
from kayfiyat.printing import aside, print_json
from kayfiyat.rescoring import Mapped, all_cores, dask_cluster, portions_done
from kayfiyat.scoring import score_what_comes
from kayfiyat.stopping import stop_on_signals
from sentiment.scorer import Scorer
from store.scoring import Scoring

LINES_AT_ONCE = 512
BARS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeRemainingColumn(),
)


def score(
    text: Annotated[
        str | None, typer.Option(help="Score this text.", show_default=False)
    ] = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help="Score all that waits, or that an older scorer scored; end."
        ),
    ] = False,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://HOST:PORT",
            help="With --all: on the workers of this Dask scheduler.",
            show_default=False,
        ),
    ] = None,
    once: Once = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Score comments: their language, their attitude, the reforms they name.

    Without options it scores what the listener saves, for ever, and keeps the
    cells of the mood up to date. With --all it uses every core and ends; broken
    off, it goes on where it was. With --text, or with --json and lines on
    standard input, it scores text and touches no database.
    """
    only_one({"--text": text is not None, "--all": everything, "--once": once})
    only_one({"--json": json, "--all": everything})
    if dask and not everything:
        raise InputError("--dask goes with --all; give both")
    logs.configure(debug=debug)
    if text is not None or (json and not once):
        _score_lines([text] if text is not None else _standard_input())
        return
    where = place(config, data_dir)
    if everything:
        with opened(where) as open_database:
            _score_all(open_database, dask_cluster(dask) if dask else all_cores())
        return
    with opened(where) as open_database, stop_on_signals() as stop:
        privacy = where.settings.privacy
        score_what_comes(open_database.database, privacy, once=once, stop=stop)


def _score_all(
    opened_database: Opened, workers: AbstractContextManager[Mapped]
) -> None:
    database, uri = opened_database.database, opened_database.uri
    scorer, scoring = Scorer.load(), Scoring(database)
    prepare(database, scorer)
    scoring.expire(scorer.id)
    waiting = scoring.pending_days()
    with workers as mapped, Bars(*BARS, console=aside) as bars:
        bar = bars.add_task("Scored comments", total=sum(waiting.values()))
        for scored in portions_done(waiting, uri, database.name, mapped):
            bars.advance(bar, scored)
        stale = bars.add_task("Days made again", total=None)
        for made in made_again(database):
            bars.advance(stale, made)
    aside.print(f"{sum(waiting.values()):,} comments scored by {scorer.id}.")


def _standard_input() -> Iterator[str]:
    """Lines of UTF-8, whatever the locale; a broken byte does not break a line."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")


def _score_lines(lines: Iterable[str]) -> None:
    scorer = Scorer.load()
    for batch in _batches(line.rstrip("\r\n") for line in lines):
        for verdict in scorer.explain(batch):
            print_json(as_json(verdict))


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(lines, LINES_AT_ONCE)):
        yield batch


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict in the fixed shape of `kayfiyat score --json`."""
    return {
        "language": verdict.language,
        "script": verdict.script,
        "scored": verdict.scored,
        "p": [round(share, 4) for share in verdict.p] if verdict.p else None,
        "attitude": verdict.attitude,
        "reforms": list(verdict.reforms),
        "why": [[word, round(weight, 3)] for word, weight in verdict.why],
    }
