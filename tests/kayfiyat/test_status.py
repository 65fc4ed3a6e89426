"""`kayfiyat status`: how the sources stand."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.coverage import Reason, Stretch
from domain.sources import Completeness, Kind, Source
from kayfiyat.commands.status import lettered, standing
from store.arrivals import Arrivals
from store.following import Following
from store.motor import connected

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
KUN = Source(Kind.TELEGRAM, "kun")
HOUR = timedelta(hours=1)


def until(ago: timedelta, reason: Reason | None = None) -> Stretch:
    return Stretch(NOON - ago - HOUR, NOON - ago, reason)


@pytest.mark.parametrize(
    "ledger, stands",
    [
        ([], "stopped"),
        ([until(timedelta(minutes=5))], "seen"),
        ([until(timedelta(minutes=20))], "stopped"),
        ([until(3 * HOUR), until(2 * HOUR, Reason.FLOOD_WAIT)], "flood wait"),
        ([until(timedelta(days=2), Reason.FLOOD_WAIT)], "stopped"),
        ([until(2 * HOUR, Reason.NETWORK), until(timedelta(0))], "seen"),
    ],
)
def test_a_source_stands_as_its_ledger_last_said(
    ledger: list[Stretch], stands: str
) -> None:
    assert standing(ledger, NOON, timedelta(minutes=15)) == stands


async def write_the_standing(uri: str, db: str, now: datetime) -> None:
    async with connected(uri, db) as database:
        arrivals, following = Arrivals(database), Following(database)
        await arrivals.save_source(KUN, now=now)
        blind = Stretch(now - HOUR, now, Reason.FLOOD_WAIT)
        await arrivals.save_ledger(KUN.id, [blind], now=now)
        await following.save_backfill(KUN.id, 0.42, NOON)
        complete = Completeness(posts=2, server=100, stored=99)
        await following.save_completeness(KUN.id, complete, now=now)


def test_flood_waits_and_the_way_into_history_are_shown(
    uri_and_db: tuple[str, str], tmp_path: Path
) -> None:
    uri, db = uri_and_db
    asyncio.run(write_the_standing(uri, db, datetime.now(UTC)))

    def status(*args: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "kayfiyat", "status", *args],
            cwd=tmp_path,
            env=os.environ | {"MONGODB_URI": uri, "MONGODB_DB": db, "COLUMNS": "160"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout

    (source,) = json.loads(status("--json"))["sources"]

    assert (source["now"], source["history"]) == ("flood wait", 0.42)
    assert source["completeness"] == 0.99
    assert "flood wait, 99% complete, history 42% until 04 May" in status()


def test_letters_are_told_once_there_is_one() -> None:
    none = {"latest": None, "readers": 0, "sent": 0, "waiting": 0, "refused": 0}
    some = none | {"latest": date(2026, 3, 9), "readers": 3, "sent": 2, "waiting": 1}

    assert lettered(none) == ""
    assert lettered(some) == (
        "Letters: the latest is of the week of 2026-03-09; 3 readers, 2 copies sent, "
        "1 waiting, 0 refused."
    )
