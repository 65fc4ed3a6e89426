"""Dated events: what happened on which day, to stand beside the line of mood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.reforms import Reform

_DATED = re.compile(r"^(?P<act>.*?)\s*\((?P<day>\d{4}-\d{2}-\d{2})\)$")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; ``reform`` if it belongs to one.

    ``added``: by an analyst; the others come with the catalogue and come back.
    """

    day: date
    title: str
    reform: str | None = None
    link: str | None = None
    added: bool = False

    @property
    def id(self) -> str:
        return f"{self.day}|{self.reform or ''}|{self.title}"


def events_of(reform: Reform) -> Iterator[Event]:
    """The days on which a reform took effect, and those of its dated acts."""
    title = reform.titles["en"]
    for day in reform.dates:
        yield Event(day, title, reform.id)
    for act in reform.acts:
        if dated := _DATED.match(act):
            day = date.fromisoformat(dated["day"])
            yield Event(day, f"{title}: {dated['act']}", reform.id)
