from __future__ import annotations

import subprocess
import sys
from typing import Any

from pymongo.database import Database

COLLECTS = """
import asyncio, sys
from domain.sources import Cursor
from store.arrivals import Arrivals
from store.motor import connected
from tests.store.examples import NOON, SOURCE, comment

async def main():
    async with connected(*sys.argv[1:]) as database:
        arrivals = Arrivals(database)
        at = await arrivals.cursor(SOURCE) or Cursor(0, 1)
        while at.newest < 1_000:
            found = [comment(at.newest + n) for n in range(1, 51)]
            await arrivals.save_comments(found, now=NOON)
            at = Cursor(at.newest + 50, 1)
            await arrivals.save_cursor(SOURCE, at, now=NOON)
            print(at.newest, flush=True)

asyncio.run(main())
"""


def collected(uri_and_db: tuple[str, str], *, killed_after: int | None) -> None:
    """Run a collector that resumes at its cursor; kill it after so many batches."""
    command = [sys.executable, "-c", COLLECTS, *uri_and_db]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for batch, _ in enumerate(process.stdout):
            if batch == killed_after:
                process.kill()
        process.wait()


def test_a_collector_killed_again_and_again_loses_and_doubles_nothing(
    uri_and_db: tuple[str, str], database: Database[dict[str, Any]]
) -> None:
    for killed_after in (0, 3, 1, None):
        collected(uri_and_db, killed_after=killed_after)

    ids = {found["_id"] for found in database.comments.find({}, ["_id"])}
    assert ids == {f"telegram:100:{number}" for number in range(1, 1_001)}
    assert database.sources.distinct("cursor.newest") == [1_000]
