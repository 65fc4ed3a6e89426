"""What the app notes of its users: what they saved. Never of whom it speaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from domain.audit import Export, View
from store.audit import Audit
from ui import queries, roles
from ui.shell import Here

Make = Callable[[], bytes]


def noted(here: Here, make: Make, *, of: str, form: str, rows: int) -> Make:
    """``make``, which notes first that its file is about to be given.

    It runs when the file is asked for, in a thread that knows of no sign-in: who asks
    is known now. What cannot be noted raises, and no file is given.
    """
    export, who = Export(of, form, rows, view_of(here)), roles.who()

    def made() -> bytes:
        body = make()
        now = datetime.now(UTC)
        queries.once(
            here.address, lambda base: Audit(base).exported(export, by=who, now=now)
        )
        return body

    return made


def view_of(here: Here) -> View:
    """The days and filters of a file, as they are noted."""
    chosen = here.filters
    return View(
        first=here.period.first,
        last=here.period.last,
        reform=chosen.reform,
        sources=chosen.sources,
        languages=tuple(map(str, chosen.languages)),
        campaigns=chosen.campaigns,
        compare=chosen.compare,
        before=chosen.before,
    )
