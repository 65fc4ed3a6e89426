"""The words that tell the sides of each reform apart, made by the scorer's process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.terms import Terms
from mood.telling import Heard, telling
from sentiment.vocabulary import vocabulary
from store.clients import Database, Document
from store.guarding import Guard, unguarded
from store.terms import SaidOf, TermsDoor


def make_terms(
    database: Database[Document],
    reforms: Iterable[str],
    *,
    now: datetime,
    guard: Guard = unguarded,
) -> None:
    """Make the terms of ``reforms`` again from what was said of each last.

    Safe to repeat. A reform of which no words are left keeps the terms that it has.
    """
    door = TermsDoor(database, guard)
    for reform in reforms:
        if said := door.said(reform):
            door.save(reform, terms_of(said), now=now)


def terms_of(said: Sequence[SaidOf]) -> Terms:
    """The terms of what was said, of which there is something."""
    days = [each.day for each in said]
    return Terms(
        min(days), max(days), len(said), telling(_heard(each) for each in said)
    )


def _heard(said: SaidOf) -> Heard:
    words = vocabulary(said.text, said.language)
    return Heard(said.author, said.day, said.attitude, words)
