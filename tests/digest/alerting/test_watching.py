"""What is looked for and told, on a real MongoDB: once, and to those who asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta

import pytest

from digest.alerting.alerts import ALL, Alert, Moved, Unseen, loaded, operator
from digest.alerting.watching import look, tell
from domain.coverage import Reason, Stretch
from domain.deliveries import Message
from domain.periods import starts_at
from domain.reforms import Reform
from domain.subscribers import Wishes
from store.deliveries import Deliveries
from store.reforms import save_titles
from store.schema import mark_synthetic
from store.subscribers import Subscribers
from tests.digest.letters import MONDAY
from tests.digest.subscribed import ADDRESSES, MongoDB, address, subscribe
from tests.digest.test_compose import BEFORE, SOURCE, crowd, keep, ledger
from tests.mood.worlds import AGAINST, IN_FAVOUR, NEUTRAL, P
from tests.store.test_terms import comment

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIX_HOURS = 6 * HOUR
NOW = starts_at(MONDAY) + timedelta(days=3, hours=9)
OTHER = "telegram_web:daryo"
GAS, LAND = "gas_prices", "land"
TO_ALERT = Wishes("ru", (GAS,), alerts=True)


def heard(
    database: MongoDB, *, now: P = IN_FAVOUR, people: int = 60, day: date = MONDAY
) -> None:
    """Two reforms last week and this; on one of them ``people`` think otherwise now."""
    calm = crowd(50, NEUTRAL, reform=LAND)
    keep(database, BEFORE, [*crowd(60, AGAINST), *calm])
    keep(database, day, [*crowd(people, now), *calm])


def seen(database: MongoDB, source: str = SOURCE, *, until: datetime = NOW) -> None:
    ledger(database, source, [Stretch(starts_at(BEFORE), until)])


def found(
    database: MongoDB,
    *,
    at: datetime = NOW,
    sources: Collection[str] = (SOURCE, OTHER),
) -> list[Alert]:
    return look(database, sources=sources, blind_after=SIX_HOURS, k=5, now=at)


def told(database: MongoDB, *, at: datetime = NOW, operators: int = 1) -> int:
    return tell(
        database, found(database, at=at), operators=operators, hook=True, now=at
    )


def put(database: MongoDB) -> dict[str, list[Alert]]:
    """What waits to be sent, by its receiver."""
    waiting: dict[str, list[Alert]] = {}
    for each in database.deliveries.find().sort("_id", 1):
        waiting.setdefault(each["to"], []).append(loaded(each["about"]["alert"]))
    return waiting


def test_a_reform_that_moved_is_told_and_one_that_did_not_is_not(
    database: MongoDB,
) -> None:
    heard(database)
    seen(database)
    save_titles(database, [Reform(GAS, {"ru": "Цены на газ"})])

    [alert] = found(database)

    assert isinstance(alert, Moved)
    assert alert.reform == GAS
    assert alert.titles == {"ru": "Цены на газ"}
    assert alert.change.points > 50
    assert (alert.before.period.first, alert.now.period.first) == (BEFORE, MONDAY)
    assert not alert.synthetic


def test_where_nothing_moved_nothing_is_told(database: MongoDB) -> None:
    heard(database, now=AGAINST)
    seen(database)

    assert found(database) == []


def test_a_week_that_has_hardly_begun_is_not_compared(database: MongoDB) -> None:
    heard(database)
    seen(database)

    assert found(database, at=starts_at(MONDAY) + 23 * HOUR) == []


def test_a_week_of_few_voices_is_not_compared(database: MongoDB) -> None:
    heard(database, people=4)
    seen(database)

    assert found(database) == []


def test_a_week_of_which_hours_are_missing_is_not_compared(database: MongoDB) -> None:
    heard(database)
    blind = Stretch(starts_at(MONDAY) + 20 * HOUR, NOW - 40 * HOUR, Reason.NETWORK)
    ledger(
        database,
        SOURCE,
        [
            Stretch(starts_at(BEFORE), blind.start_at),
            blind,
            Stretch(blind.end_at, NOW),
        ],
    )

    assert found(database) == []


def test_while_much_waits_to_be_scored_nothing_is_compared(database: MongoDB) -> None:
    heard(database)
    seen(database)
    for number in range(60):
        waits = comment(number, source=SOURCE, day=str(MONDAY), text="a", author="b")
        at = starts_at(MONDAY) + HOUR
        database.comments.insert_one({**waits, "at": at, "pending": True})

    assert found(database) == []


def test_what_is_made_up_is_told_as_made_up(database: MongoDB) -> None:
    heard(database)
    seen(database, until=NOW - 7 * HOUR)
    mark_synthetic(database)

    assert [each.synthetic for each in found(database)] == [True, True]


def test_a_source_that_is_not_seen_is_told(database: MongoDB) -> None:
    seen(database)
    seen(database, OTHER, until=NOW - 7 * HOUR)

    assert found(database) == [
        Unseen(OTHER, NOW - 7 * HOUR, "stopped", date(2026, 3, 12))
    ]


def test_if_none_is_seen_that_is_told_once(database: MongoDB) -> None:
    seen(database, until=NOW - 9 * HOUR)
    seen(database, OTHER, until=NOW - 7 * HOUR)

    [alert] = found(database)

    assert isinstance(alert, Unseen)
    assert (alert.source, alert.since_at) == (ALL, NOW - 7 * HOUR)


def test_a_source_that_is_paused_or_followed_no_more_is_not_told(
    database: MongoDB,
) -> None:
    seen(database)
    seen(database, OTHER, until=NOW - 7 * HOUR)

    assert found(database, sources=[SOURCE]) == []
    assert found(database, sources=[]) == []


@pytest.mark.parametrize("hours, count", [(5.9, 0), (6.1, 1)])
def test_a_short_silence_is_not_told(
    database: MongoDB, hours: float, count: int
) -> None:
    seen(database)
    seen(database, OTHER, until=NOW - hours * HOUR)

    assert len(found(database)) == count


def test_each_is_told_once_a_day_and_a_move_once_a_week(database: MongoDB) -> None:
    heard(database)
    seen(database, until=NOW + 2 * DAY)
    seen(database, OTHER, until=NOW - 7 * HOUR)

    puts = [
        told(database, at=NOW + after)
        for after in (0 * HOUR, HOUR, 2 * HOUR, DAY, DAY + HOUR)
    ]

    # The operator and the webhook: the move and the blindness; next day the latter.
    assert puts == [4, 0, 0, 2, 0]
    kinds = Counter(type(each) for each in put(database)[operator(0)])
    assert kinds == {Moved: 1, Unseen: 2}


def test_two_processes_that_look_at_once_tell_once(database: MongoDB) -> None:
    seen(database)
    seen(database, OTHER, until=NOW - 7 * HOUR)
    alerts = found(database)

    puts = [tell(database, alerts, operators=2, hook=False, now=NOW) for _ in range(2)]

    assert puts == [2, 0]


def test_a_move_is_told_to_those_who_asked_for_alerts_on_it_alone(
    database: MongoDB,
) -> None:
    heard(database)
    seen(database)
    seen(database, OTHER, until=NOW - 7 * HOUR)
    subscribe(database, [1], TO_ALERT)
    subscribe(database, [2], Wishes("en", (), alerts=True))  # all reforms
    subscribe(database, [3], Wishes("en", (LAND,), alerts=True))
    subscribe(database, [4], Wishes("en", (GAS,)))
    subscribe(database, [5], TO_ALERT)
    ids = {number: ADDRESSES.id_of(address(number)) for number in range(1, 7)}
    Subscribers(database).suspend(ids[5])
    Subscribers(database).ask(ids[6], b"sealed", TO_ALERT, now=NOW)

    assert told(database, operators=0) == 4

    waiting = put(database)
    assert set(waiting) == {ids[1], ids[2], "operator"}
    assert [type(each) for each in waiting[ids[1]]] == [Moved]
    # Of blind sources the operator hears, here by the webhook.
    assert {type(each) for each in waiting["operator"]} == {Moved, Unseen}
    counts = Deliveries(database).counts()
    assert [sum(counts[each].values()) for each in (Message.ALERT, Message.HOOK)] == [
        2,
        2,
    ]


def test_who_asks_for_alerts_later_is_told_of_the_same_move(database: MongoDB) -> None:
    heard(database)
    seen(database)
    assert told(database) == 2
    subscribe(database, [1], TO_ALERT)

    assert told(database, at=NOW + HOUR) == 1
    assert told(database, at=NOW + 2 * HOUR) == 0


def test_where_there_is_nothing_at_all_nothing_is_told(database: MongoDB) -> None:
    assert found(database) == []
    assert told(database) == 0
