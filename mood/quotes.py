"""What people said, in proportion to the estimate: the app calls this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.periods import Period, Step
from domain.quotes import Heard, Quote, Quotes, Silent
from mood.estimates import Estimate, K
from mood.quoting import (
    attitude_of,
    chosen,
    drawn,
    due,
    of_enough,
    ordered,
    overall,
    people,
    ticket,
)
from mood.reading import series
from mood.wordsearch import speaks, words_of
from store.clients import Database, Document
from store.voices import PRIME, Lot, Place, Voices, Wanted

SHOWN = 20
"""So many comments are shown."""

DAYS = 40
"""Comments are drawn from so many days at the most, ..."""

PLACES = 40
"""... and from so many sources and days."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: whose words, which lot, and which words, if any."""

    wanted: Wanted
    seed: int = 0
    words: str = ""
    k: int = K

    @property
    def least(self) -> int:
        """Nothing is shown of fewer people."""
        return max(self.k, K)


def quotes(database: Database[Document], period: Period, asked: Asked) -> Quotes:
    """Comments of ``period`` drawn by lot, as many against as the estimate says.

    If words are asked for, of those drawn the ones that have them, in the proportion
    in which they do. Nothing is shown of fewer than k people (5 at the least), so
    neither of a search that fewer wrote; and of one person one comment a month.
    """
    door = Voices(database)
    since = door.words_since()
    if since is None or since > period.last:
        return Quotes(None, silent=Silent.EXPIRED)
    kept = Period(max(period.first, since), period.last)
    shares, voices = overall(_stated(database, kept, asked))
    if not voices:
        return Quotes(kept, silent=Silent.UNSTATED)
    pool = _pool(database, door, kept, asked)
    about = Quotes(
        kept,
        voices=voices,
        shares=shares,
        due=due(shares, SHOWN),
        looked=len(pool.heard),
    )
    return _answer(door, pool, asked, about)


@dataclass(frozen=True, slots=True)
class _Pool:
    """The voices to choose among, and for how many voices each place stands."""

    heard: Sequence[Heard]
    places: Mapping[Place, float]


def _answer(door: Voices, pool: _Pool, asked: Asked, about: Quotes) -> Quotes:
    if people(pool.heard) < asked.least:
        return replace(about, silent=Silent.FEW)
    words = words_of(asked.words)
    found = [each for each in pool.heard if speaks(each.text, words)]
    if people(found) < asked.least:
        return replace(about, silent=Silent.SEARCHED)
    order = ordered(found, pool.places, asked.seed)
    taken = of_enough(
        order,
        lambda some: list(some[:SHOWN]) if words else chosen(some, about.due),
        asked.least,
    )
    if not taken:
        return replace(about, silent=Silent.FEW)
    shown = tuple(_quoted(door, taken, asked.least))
    return replace(about, quotes=shown, found=len(found))


def _stated(
    database: Database[Document], period: Period, asked: Asked
) -> Sequence[Estimate]:
    """The estimates of the weeks, or of the months if no week has one."""
    weeks = _series(database, period, "week", asked)
    if any(each.mood is not None for each in weeks):
        return weeks
    return _series(database, period, "month", asked)


def _series(
    database: Database[Document], period: Period, by: Step, asked: Asked
) -> list[Estimate]:
    wanted = asked.wanted
    return series(
        database,
        period,
        by=by,
        reform=wanted.reform,
        sources=wanted.sources or None,
        languages=wanted.languages or None,
        campaigns=wanted.campaigns,
        k=asked.least,
    )


def _pool(
    database: Database[Document], door: Voices, period: Period, asked: Asked
) -> _Pool:
    """First days are drawn, then sources of these days, then voices."""
    daily = _series(database, period, "day", asked)
    spoke = {each.period.first: each.voices + each.withheld for each in daily}
    days = drawn(spoke, most=DAYS, seed=asked.seed)
    there = door.places(days, asked.wanted)
    weights = {at: n * days[at[1]] / spoke[at[1]] for at, n in there.items()}
    places = drawn(weights, most=PLACES, seed=asked.seed)
    heard = (door.heard(at, asked.wanted, lot_of(asked.seed, at)) for at in places)
    return _Pool([each for some in heard for each in some], places)


def lot_of(seed: int, place: Place) -> Lot:
    """What chance decides for one place."""
    pivot = int(ticket(seed, "pivot", *place) * 0xFFFFFFFF)
    return Lot(
        start=1 - ticket(seed, "start", *place),
        pivot=f"{pivot:08x}",
        factor=1 + int(ticket(seed, "factor", *place) * 2**20),
        shift=int(ticket(seed, "shift", *place) * PRIME),
    )


def _quoted(door: Voices, taken: Sequence[Heard], k: int) -> list[Quote]:
    posts = door.posts({each.post for each in taken if each.post})
    sizes = door.campaigns({each.campaign for each in taken if each.campaign}, k=k)
    return [
        Quote(
            text=each.text,
            attitude=attitude_of(each),
            p=each.p,
            source=each.source,
            day=each.day,
            language=each.language,
            script=each.script,
            post=posts.get(each.post or ""),
            like_it=max(sizes.get(each.campaign or "", 0) - 1, 0),
        )
        for each in taken
    ]
