"""What the page of mood is made of: the line asked about, and what stands beside it.

Only here it asks the database; the rest words and draws what this found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.periods import Period
from mood.coverage import Blind
from mood.estimates import Estimate
from mood.reported import Changes
from shown import words
from shown.marks import told
from shown.speech import _
from store.events import Event
from ui import queries
from ui.filters import BEFORE, Filters, earlier
from ui.shell import Here


@dataclass(frozen=True, slots=True)
class Line:
    """A series under its name in the reader's language; ``reform`` None is all."""

    name: str
    reform: str | None
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """The same line in an earlier time, as long as the period."""

    name: str
    period: Period
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that one drawing of the page needs.

    ``toggled`` is the line with campaigns where it is without, and the other way
    round. ``changes`` are None where lines are compared: they are the line's alone.
    """

    line: Line
    toggled: tuple[Estimate, ...]
    others: tuple[Line, ...]
    before: Before | None
    changes: Changes | None
    blind: tuple[Blind, ...]
    events: tuple[Event, ...]

    @property
    def compares(self) -> bool:
        return bool(self.others or self.before)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The line asked about, then those beside it."""
        return (self.line, *self.others)

    @property
    def stated(self) -> bool:
        """Whether any line has a mood anywhere."""
        return any(each.mood is not None for li in self.lines for each in li.estimates)


def gather(here: Here) -> Gathered:
    chosen, known = here.filters, here.known
    line = _line(here, chosen.reform)
    others = tuple(_line(here, reform) for reform in chosen.compare)
    before = _before(here)
    alone = not others and before is None
    return Gathered(
        line=line,
        toggled=_series(here, replace(chosen, campaigns=not chosen.campaigns)),
        others=tuple(named_apart([line, *others]))[1:],
        before=before,
        changes=_changes(here) if alone else None,
        blind=tuple(queries.blind(here.address, here.period, chosen.sources)),
        events=tuple(told(known.events, chosen.reform, reforms=known.reforms)),
    )


def named_apart(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with the id of the reform in a name that another has already."""
    taken: set[str] = set()
    for line in lines:
        again = line.name in taken
        name = f"{line.name} ({line.reform})" if again else line.name
        taken.add(name)
        yield replace(line, name=name)


def _line(here: Here, reform: str | None) -> Line:
    name = here.known.title(reform) if reform else _("All comments")
    filters = replace(here.filters, reform=reform)
    return Line(name, reform, _series(here, filters))


def _before(here: Here) -> Before | None:
    period = earlier(here.period, here.filters.before)
    if period is None:
        return None
    name = f"{_(BEFORE[here.filters.before])} ({words.days(period)})"
    return Before(name, period, _series(here, here.filters, period))


def _series(
    here: Here, filters: Filters, period: Period | None = None
) -> tuple[Estimate, ...]:
    found = queries.estimates(here.address, period or here.period, filters, k=here.k)
    return tuple(found)


def _changes(here: Here) -> Changes:
    chosen = here.filters
    return queries.changes(
        here.address,
        here.period,
        reform=chosen.reform,
        sources=chosen.sources,
        languages=chosen.languages,
        k=here.k,
    )
