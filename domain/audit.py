"""What is noted of who works with the data: what they took out, what they labelled.

Never of whom the data speaks: no words, no comment, no author.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.erasures import Erased


class Act(StrEnum):
    """What somebody did."""

    EXPORT = "export"  # took figures out of the program, as a file or for programs
    LABELS = "labels"  # labelled comments of a sample


@dataclass(frozen=True, slots=True)
class View:
    """Of what an export was: the filters. No sources or languages means all.

    ``compare`` are the reforms that stand in it beside ``reform``; ``before`` says
    which earlier time does: the ``period`` before, or the ``year``.
    """

    first: date | None = None
    last: date | None = None
    reform: str | None = None
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    campaigns: bool = True
    compare: tuple[str, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """``of`` is the page or the command, ``form`` what it was written as."""

    of: str
    form: str
    rows: int
    view: View = View()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log.

    ``by`` is a user of the app as the sign-in names them, or of the machine. ``of`` is
    what was exported, or the sample that was labelled.
    """

    at: datetime
    what: Erased | Act
    number: int
    by: str
    of: str = ""
    form: str = ""
    view: View | None = None
    withdrawn: int = 0
