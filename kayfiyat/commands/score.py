"""`kayfiyat score`: score what waits in the database, or lines of text."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from threading import Event
from typing import Annotated, Any

import structlog
import typer

from domain.attitudes import SCORED_LANGUAGES, Verdict
from kayfiyat import logs
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, Once, now
from kayfiyat.opening import opened, place
from kayfiyat.printing import print_json
from kayfiyat.stopping import stop_on_signals
from mood import job as mood_job
from mood.reading import save_confusions
from sentiment import job as scoring_job
from sentiment.catalogue import load_catalogue
from sentiment.scorer import Scorer
from store.cells import Cells
from store.events import Event, save_events
from store.schema import is_synthetic
from store.scoring import Scoring

IDLE = 1.0
"""Seconds between two looks for new comments when there was nothing to do."""

LINES_AT_ONCE = 512

log = structlog.get_logger()


def score(
    text: Annotated[
        str | None, typer.Option(help="Score this text.", show_default=False)
    ] = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    once: Once = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Score comments: their language, their attitude, the reforms they name.

    Without options it scores what the listener saves, for ever, and keeps the
    cells of the mood up to date. With --text, or with --json and lines on
    standard input, it scores text and touches no database.
    """
    logs.configure(debug=debug)
    if text is not None or (json and not once):
        _score_lines([text] if text is not None else sys.stdin)
        return
    with opened(place(config, data_dir)) as open_database, stop_on_signals() as stop:
        scorer = Scorer.load()
        database = open_database.database
        scoring, cells = Scoring(database), Cells(database)
        save_confusions(
            database,
            scorer.id,
            {name: scorer.confusion(name) for name in SCORED_LANGUAGES},
            {name: scorer.confusion_replicates(name) for name in SCORED_LANGUAGES},
        )
        if not is_synthetic(database):  # the demo world has dates of its own
            save_events(database, catalogue_events())
        expired = scoring.expire(scorer.id)
        log.info("scoring", scorer=scorer.id, expired=expired)
        _loop(scoring, cells, scorer, once=once, stop=stop)


def catalogue_events() -> list[Event]:
    """The days on which the catalogue's reforms took effect."""
    return [
        Event(day, reform.titles["en"], reform.id)
        for reform in load_catalogue().values()
        for day in reform.dates
    ]


def _loop(
    scoring: Scoring, cells: Cells, scorer: Scorer, *, once: bool, stop: Event
) -> None:
    while not stop.is_set():
        scored = scoring_job.step(scoring, scorer, now=now())
        made = mood_job.step(scoring, cells, now=now())
        if scored or made:
            log.info("scored", comments=scored, days=made)
        elif once:
            return
        else:
            stop.wait(IDLE)


def _score_lines(lines: Iterable[str]) -> None:
    scorer = Scorer.load()
    for batch in _batches(line.rstrip("\n") for line in lines):
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
