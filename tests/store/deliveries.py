"""Letters to be sent, and what becomes of them, for the tests of deliveries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from pymongo.database import Database

from domain.deliveries import Delivery, Message
from store.deliveries import Deliveries

MongoDB = Database[dict[str, Any]]

# What has ended expires by the clock of the server: the tests go by it, too.
NOW = datetime.now(UTC).replace(microsecond=0)
MINUTE = timedelta(minutes=1)
WEEK = date(2026, 3, 9)


def letter(number: int = 1, week: date = WEEK) -> Delivery:
    to = f"reader-{number}"
    return Delivery(
        f"letter|{week}|{to}", Message.LETTER, to, {"week": week.isoformat()}
    )


def put(deliveries: Deliveries, *numbers: int, due_at: datetime = NOW) -> int:
    return deliveries.put(map(letter, numbers), due_at=due_at)


def taken(deliveries: Deliveries, by: str = "a", now: datetime = NOW) -> Delivery:
    found = deliveries.take(by=by, now=now)
    assert found is not None
    return found


def stands(database: MongoDB, number: int = 1) -> Any:
    return database.deliveries.find_one({"to": f"reader-{number}"})


def handing(deliveries: Deliveries, id_: str, by: str) -> bool:
    return deliveries.handing(id_, by=by, now=NOW)


def sent(deliveries: Deliveries, id_: str, by: str) -> bool:
    return deliveries.sent(id_, by=by, now=NOW)


def later(deliveries: Deliveries, id_: str, by: str) -> bool:
    return deliveries.later(id_, by=by, at=NOW + MINUTE, error="451 4.7.1")


def refuse(deliveries: Deliveries, id_: str, by: str) -> bool:
    return deliveries.refuse(id_, by=by, error="550 5.1.1")


def release(deliveries: Deliveries, id_: str, by: str) -> bool:
    return deliveries.release(id_, by=by)
