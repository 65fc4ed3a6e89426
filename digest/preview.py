"""Write last week's letter to a file, for a look before anything is sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from digest import render
from digest.compose import compose
from domain.errors import InputError
from domain.periods import last_week
from store.clients import Database, Document


def write_preview(
    database: Database[Document],
    path: Path,
    *,
    today: date,
    k: int,
) -> None:
    """Write the letter of the latest whole week before ``today``.

    HTML to ``path``, and its text beside it, ending in ``.txt``.
    """
    letter = compose(database, last_week(today), k=k)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render.html(letter), encoding="utf-8")
        path.with_suffix(".txt").write_text(render.text(letter), encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written: {error.strerror}; name another file"
        ) from None
