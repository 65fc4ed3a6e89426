"""Note what a command takes out of the program, before it does."""

from __future__ import annotations

from collections.abc import Sequence

from domain.audit import Export, View
from domain.periods import Period
from kayfiyat.commands.options import now
from kayfiyat.forgetting import user
from store.audit import Audit
from store.clients import Database, Document


def exported(
    database: Database[Document], of: str, form: str, rows: int, view: View
) -> None:
    """Raises StoreError if it cannot be noted: then nothing may be given out."""
    Audit(database).exported(Export(of, form, rows, view), by=user(), now=now())


def view(
    period: Period | None,
    *,
    reform: str | None = None,
    sources: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    campaigns: bool = True,
) -> View:
    """The options of a command, as they are noted."""
    return View(
        first=period.first if period else None,
        last=period.last if period else None,
        reform=reform,
        sources=tuple(sources or ()),
        languages=tuple(map(str, languages or ())),
        campaigns=campaigns,
    )
