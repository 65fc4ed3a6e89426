"""What is told at once to readers and the operator, once a day and topic. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from domain.coverage import Ledger, Reason, Stretch
from domain.deliveries import OPERATOR, Delivery, Message
from domain.periods import Period, day_of, starts_at
from mood.changes import Change, change
from mood.estimates import SEEN, Estimate

ALL = ""
"""The source of an alert on all of them: one letter, not a hundred."""

FIRST_LOOK = timedelta(days=1)
"""So old a week is when its mood is first compared: a night is no public."""

WIDER = 1.33
"""So many times as wide as told is the interval that a move must leave behind.

It is looked at every hour while the week fills. In made-up weeks in which nothing
changes, chance led beyond the interval itself at some hour in one of five; beyond one
so wide in one of twenty (docs/decisions/0029-alerts.md).
"""

MOST_WAITING = 1 - SEEN
"""With a larger share of the comments still unscored than this, no mood is compared."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The mood on a reform moved well beyond its interval, against the week before.

    The week still runs: its estimate is that of the app at this moment.
    """

    reform: str
    titles: Mapping[str, str]
    before: Estimate
    now: Estimate
    change: Change
    synthetic: bool = False

    @property
    def topic(self) -> str:
        """The same for a whole week, so that one move is told once."""
        way = "up" if self.change.points > 0 else "down"
        return f"mood:{self.reform}:{self.now.period.first}:{way}"


@dataclass(frozen=True, slots=True)
class Unseen:
    """A source was not seen since ``since_at``; the source ALL stands for all."""

    source: str
    since_at: datetime
    reason: str
    day: date
    synthetic: bool = False

    @property
    def topic(self) -> str:
        return f"blind:{self.source or 'all'}:{self.day}"


Alert = Moved | Unseen

_ALERT: TypeAdapter[Alert] = TypeAdapter(Moved | Unseen)


def moved(
    lines: Mapping[str, list[Estimate]], titles: Mapping[str, Mapping[str, str]]
) -> Iterator[Moved]:
    """The reforms whose last week moved, of ``lines`` of two weeks each.

    Where either week was half blind nothing is told: who spoke unheard may differ.
    """
    for reform, (before, now) in lines.items():
        step = change(before, now)
        half_blind = before.half_blind or now.half_blind
        if step and _moved_well(step) and not half_blind:
            yield Moved(reform, titles.get(reform, {}), before, now, step)


def is_comparable(now: datetime, *, comments: int, waiting: int) -> bool:
    """Whether the week that runs can be held against the one before.

    ``waiting`` comments of the two weeks are not scored yet, ``comments`` are.
    """
    begun_at = starts_at(_monday(day_of(now)))
    few_wait = waiting <= MOST_WAITING * (comments + waiting)
    return now - begun_at >= FIRST_LOOK and few_wait


def unseen(
    ledgers: Mapping[str, Ledger], *, now: datetime, day: date, longest: timedelta
) -> list[Unseen]:
    """The sources that were not seen for longer than ``longest``; ALL if all were."""
    found = [
        Unseen(source, since_at, _reason(ledger, now), day)
        for source, ledger in ledgers.items()
        if ledger
        for since_at in [_seen_until(ledger)]
        if now - since_at > longest
    ]
    if len(found) > 1 and len(found) == sum(1 for each in ledgers.values() if each):
        latest = max(found, key=lambda each: each.since_at)
        return [Unseen(ALL, latest.since_at, latest.reason, day)]
    return found


def deliveries(
    alerts: Iterable[Alert],
    followers: Mapping[str, Collection[str]],
    *,
    operators: int,
    hook: bool,
) -> Iterator[Delivery]:
    """One for each alert and receiver: ``followers`` are readers' ids by reform."""
    for alert in alerts:
        about = {"alert": dumped(alert)}
        for to in _receivers(alert, followers, operators):
            yield Delivery(f"alert|{alert.topic}|{to}", Message.ALERT, to, about)
        if hook:
            yield Delivery(f"hook|{alert.topic}", Message.HOOK, OPERATOR, about)


def dumped(alert: Alert) -> str:
    """The facts of an alert as JSON, which a webhook gets as they are."""
    return _ALERT.dump_json(alert).decode()


def loaded(facts: str) -> Alert:
    """The alert that was dumped."""
    return _ALERT.validate_json(facts)


def week_and_before(today: date) -> Period:
    """The week of ``today`` so far, and the whole week before it."""
    return Period(_monday(today) - timedelta(weeks=1), today)


def operator(number: int) -> str:
    """The receiver that stands for the address of that number in the settings."""
    return f"{OPERATOR}|{number}"


def operator_number(to: str) -> int | None:
    """The number of the operator's address; None if the receiver is a reader."""
    name, sep, number = to.partition("|")
    return int(number) if sep and name == OPERATOR else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _moved_well(step: Change) -> bool:
    """Whether an interval WIDER than that of ``step`` leaves out no change at all."""
    if step.points > 0:
        return step.points > WIDER * (step.points - step.low)
    return step.points < WIDER * (step.points - step.high)


def _receivers(
    alert: Alert, followers: Mapping[str, Collection[str]], operators: int
) -> Iterator[str]:
    yield from map(operator, range(operators))
    if isinstance(alert, Moved):
        yield from followers.get(alert.reform, ())


def _seen_until(ledger: Ledger) -> datetime:
    """The end of the last time that it was seen; else since when it is followed."""
    return max(
        (each.end_at for each in ledger if each.seen), default=ledger[0].start_at
    )


def _reason(ledger: Ledger, now: datetime) -> str:
    last: Stretch = max(ledger, key=lambda each: each.end_at)
    still = last.reason is not None and now - last.end_at < timedelta(hours=1)
    return str(last.reason if still else Reason.STOPPED)
