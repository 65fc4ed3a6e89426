"""Dated events: what happened on which day, to stand beside the line of mood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.reforms import Reform

_DATED = re.compile(r"^(?P<act>.*)\((?P<day>\d{4}-\d{2}-\d{2})\)$")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; ``reform`` if it belongs to one.

    ``added``: by an analyst; the others come with the catalogue and come back.
    ``titles`` are translations by writing (``uz-Latn``, ``uz-Cyrl``, ``ru``): what an
    analyst adds has none and stays as typed.
    """

    day: date
    title: str
    reform: str | None = None
    link: str | None = None
    added: bool = False
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def id(self) -> str:
        return f"{self.day}|{self.reform or ''}|{self.title}"

    def called(self, writing: str) -> str:
        """Its title in a writing, if it has one."""
        return self.titles.get(writing) or self.title


def events_of(reform: Reform) -> Iterator[Event]:
    """The days on which a reform took effect, and those of its dated acts."""
    title, others = reform.titles["en"], dict(reform.titles)
    del others["en"]
    for day in reform.dates:
        yield Event(day, title, reform.id, titles=others)
    for act in reform.acts:
        if dated := _DATED.match(act):
            day, name = date.fromisoformat(dated["day"]), dated["act"].rstrip()
            titles = {writing: f"{told}: {name}" for writing, told in others.items()}
            yield Event(day, f"{title}: {name}", reform.id, titles=titles)
