"""Have made again what was found wrong. What is wrong is remembered, then marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kayfiyat.verifying.findings import Verdict
from store.clients import Database, Document
from store.mending import Mending
from store.stale import SourceDay

Judged = Iterable[tuple[str, Verdict]]


class Mender:
    """Listens to verdicts on sums; ``mark`` says that the wrong ones be made again."""

    def __init__(self) -> None:
        self.cells: list[SourceDay] = []
        self.days: list[date] = []
        self.posts = 0
        self._marked = 0

    def of_cells(self, judged: Judged) -> Iterator[tuple[str, Verdict]]:
        for name, verdict in judged:
            if verdict is Verdict.WRONG:
                source, _, day = name.rpartition("|")
                self.cells.append((source, day))
            yield name, verdict

    def of_nation(self, judged: Judged) -> Iterator[tuple[str, Verdict]]:
        for name, verdict in judged:
            if verdict is Verdict.WRONG:
                self.days.append(date.fromisoformat(name))
            yield name, verdict

    def of_posts(self, judged: Judged) -> Iterator[tuple[str, Verdict]]:
        for name, verdict in judged:
            self.posts += verdict is Verdict.WRONG
            yield name, verdict

    def mark(self, database: Database[Document]) -> None:
        """Safe to repeat; the scorer, running or started next, makes them again."""
        door = Mending(database)
        self._marked = door.cells(self.cells)
        door.nation(self.days)
        if self.posts:
            door.posts()

    def told(self) -> str:
        """What was marked, in one sentence."""
        marked = [
            f"{self._marked:,} days of sources" if self._marked else "",
            f"{len(self.days):,} sums of days" if self.days else "",
            "what all posts drew" if self.posts else "",
        ]
        left = len(self.cells) - self._marked
        broken = f"Left are {left:,} days with invalid comments. " if left else ""
        if not any(marked):
            return f"{broken}Nothing was found that can be made again."
        what = ", ".join(filter(None, marked))
        return (
            f"{broken}Marked to be made again: {what}. `kayfiyat score` does it, also "
            "one that runs; then verify again."
        )
