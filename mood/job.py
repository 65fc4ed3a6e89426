"""Keep cells and campaigns up to date: one step makes those of the stale days again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain, groupby

from domain.cells import Cell
from domain.periods import Period
from mood.campaigns import changes, surroundings, together, touched
from mood.cells import cells_of_columns
from mood.national import totals_of
from mood.threads import BATCH, make_threads
from store.campaigns import Campaigns
from store.cells import Cells
from store.changes import batches
from store.scoring import Scoring
from store.stale import StaleDay, place_of, stale_id
from store.threads import Threads
from store.todo import Asked

ALWAYS = timedelta()


def step(
    scoring: Scoring, cells: Cells, *, now: datetime, search_every: timedelta = ALWAYS
) -> int:
    """Make the cells of some stale days again; the number of days done.

    Their campaigns are found first, those of a day at most ``search_every`` so often.
    """
    stale = scoring.stale()
    ask(cells.campaigns, stale, now=now)
    search(cells.campaigns, stale, now=now, every=search_every)
    made = make(scoring, cells, stale, now=now)
    thread(cells.threads, now=now, every=ALWAYS)
    return made


def ask(campaigns: Campaigns, stale: Sequence[StaleDay], *, now: datetime) -> None:
    """Ask for a search for campaigns in stale days; before their marks are cleared."""
    campaigns.todo.ask((each.day.isoformat() for each in stale), now=now)


def search(
    campaigns: Campaigns, stale: Sequence[StaleDay], *, now: datetime, every: timedelta
) -> bool:
    """Find campaigns in the days that were asked for, in each at most ``every`` so
    often; whether any were looked for. What that changes is stale then.
    """
    asked = campaigns.todo.asked(now - every)
    for period in together(date.fromisoformat(each.key) for each in asked):
        find_campaigns(campaigns, period, stale)
        campaigns.todo.answered(
            each for each in asked if date.fromisoformat(each.key) in period
        )
    return bool(asked)


def make(
    scoring: Scoring, cells: Cells, stale: Sequence[StaleDay], *, now: datetime
) -> int:
    """Make the cells of stale days again; the number of days done.

    They are those that were given to ``ask``: what became stale since was not asked
    for. A day's cells are replaced whole, then summed over all sources; then its
    threads are asked for, and its mark is cleared, but only if nothing changed
    meanwhile: a crash in between costs a repetition, no more. Where nothing is stale,
    days that have cells but no sums of them get theirs.
    """
    for day, places in groupby(stale, key=lambda each: each.day):
        made = made_anew(cells, {each.source for each in places}, day)
        cells.save_days(made, now=now)
    days = {each.day for each in stale} or set(cells.national.left())
    for day in sorted(days):
        cells.national.sum_up(day, totals_of)
    cells.threads.todo.ask(map(_key, stale), now=now)
    scoring.fresh(stale)
    return len(stale) or len(days)


def thread(
    threads: Threads, *, now: datetime, every: timedelta, most: int | None = None
) -> bool:
    """Make the threads again of days whose cells were, of each at most ``every`` so
    often; of ``most`` of them, the newest; whether there were any.
    """
    asked = sorted(threads.todo.asked(now - every), key=_day, reverse=True)[:most]
    for some in batches(asked, BATCH):
        make_threads(threads, (place_of(each.key) for each in some), now=now)
        threads.todo.answered(some)
    return bool(asked)


def made_anew(
    cells: Cells, sources: Collection[str], day: date
) -> dict[tuple[str, date], list[Cell]]:
    """The cells of ``sources`` on ``day``; of those without comments there are none."""
    made: dict[tuple[str, date], list[Cell]] = {(one, day): [] for one in sources}
    # A loop over the votes would hold those of a source while the next is read.
    each = map(partial(cells_of_columns, day), cells.votes_of(sources, day))
    for cell in chain.from_iterable(each):
        made[cell.source, day].append(cell)
    return made


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
    names = uses.campaigns | {name for name in changed.values() if name}
    campaigns.sum_up(names, start_at=start_at, end_at=end_at)


def _day(asked: Asked) -> str:
    return place_of(asked.key)[1]


def _key(stale: StaleDay) -> str:
    return stale_id(stale.source, stale.day.isoformat())
