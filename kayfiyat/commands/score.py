"""`kayfiyat score`: score what waits in the database, or lines of text."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated, Any

import typer

from domain.attitudes import Verdict
from kayfiyat import logs
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, Once
from kayfiyat.opening import opened, place
from kayfiyat.printing import print_json
from kayfiyat.scoring import score_what_comes
from kayfiyat.stopping import stop_on_signals
from sentiment.scorer import Scorer

LINES_AT_ONCE = 512


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
        _score_lines([text] if text is not None else _standard_input())
        return
    where = place(config, data_dir)
    with opened(where) as open_database, stop_on_signals() as stop:
        privacy = where.settings.privacy
        score_what_comes(open_database.database, privacy, once=once, stop=stop)


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
