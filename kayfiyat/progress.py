"""What `kayfiyat run` shows while it works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bars

from domain.errors import AwayError
from kayfiyat.printing import console
from store.cells import Cells
from store.clients import Database, Document
from store.reading import Reading
from store.scoring import Scoring

EVERY = 1.0
"""Seconds between two looks at the database."""

HEARD, SCORED = "Comments heard ", "Comments scored"

PLAIN_EVERY = 10.0
"""Seconds between two lines where the output is no terminal."""


SEARCH_ENDS = timedelta(minutes=1)
"""What is heard meanwhile asks for another search: it may never be quite done."""


class Progress:
    """Comments heard, comments scored, and whether there is a line to see."""

    def __init__(self, database: Database[Document], *, expected: int | None) -> None:
        self._reading, self._cells = Reading(database), Cells(database)
        self._scoring = Scoring(database)
        self._expected = expected
        self._looked_at = self._told_at = 0.0
        self._ready_said = self._away_said = False
        self._still = 0
        self._asked_since: datetime | None = None
        self._before: tuple[int, int, int] | None = None
        self.has_line = False
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=False,
            disable=not console.is_terminal,
        )
        self._heard = self._bars.add_task(HEARD, total=expected)
        self._scored = self._bars.add_task(SCORED, total=expected)

    @contextmanager
    def shown(self) -> Iterator[None]:
        with self._bars:
            yield

    def look(self, at: float) -> None:
        """Read the counts, if it is time, and show them."""
        if at - self._looked_at < EVERY:
            return
        self._looked_at = at
        heard, pending = self._reading.heard(), self._scoring.count_pending()
        done = max(0, heard - pending)
        stale = len(self._scoring.stale(limit=1))
        self._away_said = False
        self.has_line = self.has_line or self._cells.span() is not None
        total = max(self._expected or 0, heard) or None
        self._show(self._heard, HEARD, heard, total, awaited_to_hear(heard))
        self._show(self._scored, SCORED, done, total, awaited_to_score(heard, done))
        self._note_still((heard, pending, stale))
        self._tell_plainly(at, heard, done)

    def finished(self) -> bool:
        """Whether all there is was heard and scored, and nothing moves any more."""
        heard, pending, stale = self._before or (0, 1, 1)
        enough = heard >= (self._expected or 0)
        return enough and not pending and not stale and self._still >= 3

    def searched(self, at: datetime) -> bool:
        """Whether campaigns were looked for in all there is, and the threads of pages
        made, or waited for long enough.
        """
        self._asked_since = self._asked_since or at
        is_late = at - self._asked_since > SEARCH_ENDS
        todo = self._cells.campaigns.todo, self._cells.threads.todo
        return is_late or not any(each.asked(at) for each in todo)

    def say(self, line: str) -> None:
        self._bars.console.print(line, markup=False, highlight=False)

    def say_ready(self, lines: Sequence[str]) -> None:
        """Say once that the app can be opened."""
        if not self._ready_said:
            self._ready_said = True
            for line in lines:
                self._bars.console.print(line, highlight=False)

    def say_away(self, error: AwayError) -> None:
        """Say, once until it answers again, that the database does not."""
        if not self._away_said:
            self._away_said = True
            self.say(f"{error}. All parts go on as soon as it answers.")

    def _note_still(self, now: tuple[int, int, int]) -> None:
        self._still = self._still + 1 if now == self._before else 0
        self._before = now

    def _show(
        self, bar: TaskID, name: str, done: int, total: int | None, awaited: str
    ) -> None:
        said = f"{name} – {awaited}" if awaited else name
        self._bars.update(bar, completed=done, total=total, description=said)

    def _tell_plainly(self, at: float, heard: int, scored: int) -> None:
        if not console.is_terminal and at - self._told_at >= PLAIN_EVERY:
            self._told_at = at
            of = f" of {self._expected:,}" if self._expected else ""
            awaited = awaited_to_hear(heard) or awaited_to_score(heard, scored)
            why = f"; {awaited}" if awaited else ""
            self.say(f"{heard:,}{of} comments heard, {scored:,} scored{why}")


def awaited_to_hear(heard: int) -> str:
    """Why no comment was heard yet; "" if some were."""
    return "" if heard else "the listener starts and reads the first pages"


def awaited_to_score(heard: int, scored: int) -> str:
    """Why no comment was scored yet; "" if some were."""
    if scored:
        return ""
    return "the scorer reads its weights" if heard else "as soon as some are heard"
