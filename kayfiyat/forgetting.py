"""Forget a person who asks for it: find what is kept, erase it, keep no more."""

from __future__ import annotations

import asyncio
import os
import pwd
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from time import sleep

from domain.errors import InputError
from domain.periods import Period
from kayfiyat.opening import Opened
from kayfiyat.printing import one_line
from listener.pseudonyms import NAME_ONLY, Pseudonyms
from mood.sampling import voice_key
from store.arrivals import BATCH, Arrivals
from store.authors import Authors
from store.clients import Database, Document
from store.motor import connected

AGAIN = 5
"""So often it is looked again: what was read before the wish may be saved after it."""


IN_FLIGHT = timedelta(seconds=3)
"""So long a listener may take to save what it made ready before the wish was noted.

It asks who is not to be kept once for each batch, just before it saves it.
"""


@dataclass(frozen=True, slots=True)
class Who:
    """An identity as one of the readers makes it; a name is of one source."""

    identity: str
    source: str = ""


def of_telegram_id(number: int) -> list[Who]:
    """As it is read live, and as it stands in an export of Telegram Desktop."""
    if number < 1:
        raise InputError(f"--telegram-id {number} is no person's; it is above 0")
    return [Who(f"user:{number}"), Who(f"telegram:user{number}")]


def of_telegram_name(name: str) -> list[Who]:
    """The user name, by which public pages link to a person."""
    plain = name.strip().removeprefix("https://t.me/").removeprefix("@")
    if not plain.replace("_", "").isalnum():
        raise InputError(f"--telegram-name {name!r} is no user name; write @name")
    return [Who(f"@{plain.lower()}")]


def of_display_name(name: str, sources: Collection[str]) -> list[Who]:
    """The name that stands above the comments, in each of the sources."""
    if not name.strip():
        raise InputError("--name is empty; write the name as it is shown")
    if not sources:
        raise InputError("--name needs --source: a name is of its source alone")
    spellings = sorted({name.strip(), one_line(name)})
    return [
        Who(f"{NAME_ONLY}{each}", source) for source in sources for each in spellings
    ]


def refuse_unknown(database: Database[Document], sources: Iterable[str]) -> None:
    """Raises InputError for a source of which nothing is kept: it is mistyped."""
    for source in sources:
        if not Authors(database).knows(source):
            raise InputError(
                f"--source {source!r} is none of those kept; `kayfiyat status "
                "--json` tells them"
            )


def written_by(
    database: Database[Document], pseudonyms: Pseudonyms, whos: Iterable[Who]
) -> set[str]:
    """The ids of the comments of ``whos``, in the months whose keys are held.

    Also of those whose words have expired, if they were drawn to be labelled: a
    label keeps a hash of who spoke.
    """
    months = by_month(pseudonyms, whos)
    authors = Authors(database)
    everywhen = {each for found in months.values() for each in found}
    found = set(authors.comments_of(everywhen)) if everywhen else set()
    for month, hashes in months.items():
        for drawn in authors.drawn(days_of(month)):
            voices = (voice_key(each, drawn.source, drawn.day) for each in hashes)
            if drawn.voice in voices:
                found.add(drawn.id)
    return found


def by_month(pseudonyms: Pseudonyms, whos: Iterable[Who]) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for who in whos:
        for month, hashed in pseudonyms.held(who.identity, source=who.source).items():
            found[month].add(hashed)
    return found


def forget(
    opened: Opened, pseudonyms: Pseudonyms, whos: Collection[Who], *, now: datetime
) -> int:
    """Erase all of ``whos`` as if deleted at the source; the number of comments.

    That nothing more is kept is noted first, so that nothing comes back meanwhile.
    May be broken off anywhere, and repeated.
    """
    for who in whos:
        pseudonyms.opted_out.add(who.identity, source=who.source)
    erased = _erased(opened, pseudonyms, whos, now)
    sleep(IN_FLIGHT.total_seconds())
    return erased + _erased(opened, pseudonyms, whos, now)


def _erased(
    opened: Opened, pseudonyms: Pseudonyms, whos: Collection[Who], now: datetime
) -> int:
    erased = 0
    for _ in range(AGAIN):
        ids = written_by(opened.database, pseudonyms, whos)
        if not ids:
            break
        erased += asyncio.run(_erase(opened, ids, now))
    return erased


def any_opted_out(pseudonyms: Pseudonyms, whos: Collection[Who]) -> bool:
    """Whether one of ``whos`` asked not to be kept, on this machine."""
    noted = pseudonyms.opted_out
    return any(
        noted.holds(w.identity, source=w.source, of=noted.hashes()) for w in whos
    )


def hear_again(pseudonyms: Pseudonyms, whos: Collection[Who]) -> int:
    """Take the wishes of ``whos`` back; how many had been noted.

    What was erased is gone. What still stands in public is heard when it is read next.
    """
    return sum(
        pseudonyms.opted_out.take_back(who.identity, source=who.source) for who in whos
    )


def expired_before(months_kept: Iterable[str], today: date, *, text_days: int) -> str:
    """The month before which no key is needed: all of its words have expired.

    ``months_kept`` are those of which authors are still kept. A key counts a person
    once for as long as the words of a month, also of one that is read late as history,
    are there; sums of days that have expired are final.
    """
    oldest = f"{today - timedelta(days=text_days):%Y-%m}"
    return min([oldest, *months_kept])


async def _erase(opened: Opened, ids: Iterable[str], now: datetime) -> int:
    async with connected(opened.uri, opened.database.name) as database:
        arrivals = Arrivals(database)
        return sum(
            [
                await arrivals.erase_comments(batch, now=now)
                for batch in _batches(sorted(ids))
            ]
        )


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch


def days_of(month: str) -> Period:
    """The days of a month written as ``2026-05``."""
    first = first_of(month)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return Period(first, date.fromordinal(after.toordinal() - 1))


def first_of(month: str) -> date:
    """Raises InputError if it is no month."""
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise InputError(f"{month!r} is no month; write it like 2026-05") from None


def user() -> str:
    """The machine's user who runs this: of the account, not what a variable says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's user need not have a name
        return f"uid {os.getuid()}"
