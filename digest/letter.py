"""What a letter says, before it is put into words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from digest.stretches import Unseen
from domain.events import Event
from domain.periods import Period
from mood.changes import Change
from mood.coverage import Blind
from mood.estimates import Estimate


@dataclass(frozen=True, slots=True)
class ReformLine:
    """A reform's mood in the week and in the week before.

    ``title`` stands where ``titles``, by the tag of a language, has none.
    """

    id: str
    title: str
    before: Estimate
    now: Estimate
    change: Change | None
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """A language's comments, and those among them that are not scored."""

    language: str
    comments: int
    not_scored: int


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word that the week's people used more than those of the weeks before.

    ``people`` used it this week, at least k, and so many at the least; ``before`` is
    how many of as many people did in one of the weeks before. The words are letters
    and hyphens alone.
    """

    word: str
    language: str
    people: int
    before: float


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign of the week: near-identical words of at least k authors.

    ``text`` holds only words that k of them wrote, with … in place of the others.
    """

    id: str
    text: str
    authors: int
    comments: int
    sources: int
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, slots=True)
class PageLine:
    """An official page that answered the public under its posts of the week.

    Of ``threads``, posts with comments, it answered in ``answered``; ``wait`` is the
    median, in seconds, None of fewer than k people.
    """

    title: str
    threads: int
    answered: int
    wait: float | None


@dataclass(frozen=True, slots=True)
class Letter:
    """All that the letter of ``week`` says. ``weeks`` ends with that week.

    ``reforms`` stand in the order: moved beyond their interval, then not; each
    by the size of the change; then those without a week to compare with. ``blind``
    and ``events`` are those of all ``weeks``, for the chart; ``ahead`` are the dated
    events of the week after. ``words`` set the week apart from the weeks before, the
    surest first; there are none where the week has no mood. ``waiting`` comments of the
    week were not scored yet.
    """

    week: Period
    k: int
    synthetic: bool
    sources: int
    weeks: tuple[Estimate, ...]
    change: Change | None
    reforms: tuple[ReformLine, ...]
    languages: tuple[LanguageLine, ...]
    unseen: Unseen
    blind: tuple[Blind, ...] = ()
    events: tuple[Event, ...] = ()
    ahead: tuple[Event, ...] = ()
    words: tuple[WordLine, ...] = ()
    campaigns: tuple[CampaignLine, ...] = ()
    answering: tuple[PageLine, ...] = ()
    waiting: int = 0

    @property
    def now(self) -> Estimate:
        return self.weeks[-1]

    @property
    def before(self) -> Estimate:
        return self.weeks[-2]

    @property
    def not_scored(self) -> float:
        """The share of the week's comments that no scorer covers."""
        total = self.now.comments
        return (total - self.now.scored) / total if total else 0.0


def title_of(line: ReformLine, tag: str) -> str:
    """The reform's title in the language ``tag``, or else as it is."""
    return line.titles.get(tag) or line.title
