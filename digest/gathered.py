"""What stands in a letter beside the mood: words, campaigns, answers, events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from digest.letter import CampaignLine, PageLine, WordLine
from domain.campaigns import Campaign
from domain.events import Event
from domain.periods import Period
from domain.scorecards import Page, Scorecard
from mood.apart import Said, apart
from mood.official import pages
from mood.scorecard import scorecards_of
from shown.marks import told
from store.campaigns import Campaigns
from store.clients import Database, Document
from store.events import all_events
from store.reading import Reading
from store.weekly import Weekly
from store.wordings import LEFT_OUT

Vocabulary = Callable[[str, str], frozenset[str]]
"""Of a text and its language, the words that tell what it is about."""

BEFORE = 4
"""With so many weeks before, the words of a week are compared."""

NAMED = 5
"""So many campaigns and pages are named."""

LONGEST = 200
"""Of a campaign no more characters are shown."""


def words(
    database: Database[Document], week: Period, vocabulary: Vocabulary, *, k: int
) -> tuple[WordLine, ...]:
    """The words that set ``week`` apart; none once its words have expired."""
    before = Period(
        week.first - timedelta(weeks=BEFORE), week.first - timedelta(days=1)
    )
    sides = [_said(database, period, vocabulary) for period in (week, before)]
    return tuple(
        WordLine(each.word, each.language, each.people, each.before)
        for each in apart(*sides, k=k)
    )


def campaigns(
    database: Database[Document], week: Period, *, k: int
) -> tuple[CampaignLine, ...]:
    """The campaigns of ``week`` with the most authors."""
    found = Campaigns(database).select(week, k=k)
    largest = sorted(found, key=lambda each: (-each.authors, each.first_at, each.id))
    return tuple(_campaign(each) for each in largest[:NAMED])


def answering(
    database: Database[Document], week: Period, *, k: int
) -> tuple[PageLine, ...]:
    """The official pages that answered under their posts of ``week``.

    Those with the most threads first; each as the scorecard states it.
    """
    found = pages(database, week, now=week.end_at)
    rows = {row.sources: row for row in scorecards_of(found, k=k)}
    lines = [
        _page(page, row)
        for page in found
        for row in [rows[page.source,]]
        if row.answered is not None and page.answered
    ]
    return tuple(sorted(lines, key=lambda line: (-line.threads, line.title))[:NAMED])


def events(
    database: Database[Document], weeks: Period
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Those that belong beside the line of ``weeks``, and all of the week after."""
    known = all_events(database)
    beside = told(known, None, reforms=Reading(database).reforms_with_cells())
    after = Period(weeks.last + timedelta(days=1), weeks.last + timedelta(weeks=1))
    return (
        tuple(each for each in beside if each.day in weeks),
        tuple(each for each in known if each.day in after),
    )


def _said(
    database: Database[Document], period: Period, vocabulary: Vocabulary
) -> list[Said]:
    return [
        Said(
            author=each.author,
            day=each.day,
            source=each.source,
            language=each.language,
            words=vocabulary(each.text, each.language),
        )
        for each in Weekly(database).said(period)
    ]


def _campaign(each: Campaign) -> CampaignLine:
    return CampaignLine(
        id=each.id,
        text=_cut(each.words or LEFT_OUT),
        authors=each.authors,
        comments=each.comments,
        sources=len(each.sources),
        start_at=each.first_at,
        end_at=each.last_at,
    )


def _page(page: Page, row: Scorecard) -> PageLine:
    return PageLine(
        title=row.called,
        threads=page.talk.threads,
        answered=len(page.answered),
        wait=row.wait.value if row.wait else None,
    )


def _cut(text: str) -> str:
    """At most LONGEST characters, between words if it can be."""
    if len(text) <= LONGEST:
        return text
    kept = text[: LONGEST - 1]
    return f"{kept.rpartition(' ')[0] or kept}…"
