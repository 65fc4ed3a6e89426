"""Keep cells and campaigns up to date: one step makes those of the stale days again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import groupby

from domain.periods import Period
from mood.campaigns import changes, surroundings, together, touched
from mood.cells import cells_of
from mood.national import totals_of
from mood.threads import make_threads
from store.campaigns import Campaigns
from store.cells import Cells
from store.scoring import Scoring
from store.stale import StaleDay

ALWAYS = timedelta()


def step(
    scoring: Scoring, cells: Cells, *, now: datetime, search_every: timedelta = ALWAYS
) -> int:
    """Make the cells of some stale days again; the number of days done.

    Their campaigns are found first, those of a day at most ``search_every`` so
    often; what that changes is stale then. A day's cells are replaced whole, then
    summed over all sources, and its mark is cleared after and only if nothing changed
    meanwhile: a crash in between costs a repetition, no more. Where nothing is stale,
    days that have cells but no sums of them get theirs.
    """
    stale = scoring.stale()
    cells.campaigns.ask((each.day for each in stale), now=now)
    asked = cells.campaigns.asked(now - search_every)
    for period in together(each.day for each in asked):
        find_campaigns(cells.campaigns, period, stale)
    cells.campaigns.answered(asked)
    for day, places in groupby(stale, key=lambda each: each.day):
        votes = cells.votes_of((each.source for each in places), day)
        made = {(source, day): cells_of(source, day, v) for source, v in votes.items()}
        cells.save_days(made, now=now)
    days = {each.day for each in stale} or set(cells.national.left())
    for day in sorted(days):
        cells.national.sum_up(day, totals_of)
    make_threads(cells.threads, stale, now=now)
    scoring.fresh(stale)
    return len(stale) or len(days)


def find_campaigns(
    campaigns: Campaigns, period: Period, stale: Collection[StaleDay] = ()
) -> None:
    """Find the campaigns of ``period`` and the 48 hours around it again.

    Days whose cells this changes become stale, but for those that are ``stale``
    already. Safe to repeat, and to break off anywhere.
    """
    start_at, end_at = surroundings(period)
    uses = campaigns.uses(start_at, end_at)
    changed = changes(uses, period)
    known = {(each.source, each.day.isoformat()) for each in stale}
    campaigns.mark(changed, stale=touched(changed) - known)
    names = {use.campaign for use in uses} | set(changed.values())
    campaigns.sum_up({name for name in names if name}, start_at=start_at, end_at=end_at)
