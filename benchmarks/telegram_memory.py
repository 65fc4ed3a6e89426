"""The listener's memory as it collects, and how soon a pushed comment is stored.

``python -m benchmarks.telegram_memory 1000000``: minutes; synthetic comments.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from kayfiyat.printing import console
from store.clients import Database, Document, connect
from tests.listener.telegram.chaos import parts
from tests.listener.telegram.processes import Telegram

MARKS = (1_000, 10_000, 100_000, 500_000, 1_000_000)
PUSHED = 50


def main() -> None:
    comments = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as folder:
        started = parts(Path(folder), comments=comments, changes=0.0, seed=1)
        with started as (mongod, telegram, listener):
            listener.start()
            database = connect(mongod.uri, "chaos")
            for mark in [m for m in MARKS if m < comments] + [comments]:
                _wait(database, mark)
                resident = _resident(listener.pid) / 1024
                console.print(f"{mark:>9,} comments stored: {resident:,.0f} MiB")
            time.sleep(3)
            took = [_pushed(telegram, database) for _ in range(PUSHED)]
            console.print(
                f"pushed to stored, {PUSHED} comments: median {median(took):.3f} s, "
                f"longest {max(took):.3f} s"
            )
            database.client.close()


def _wait(database: Database[Document], number: int) -> None:
    while database.comments.estimated_document_count() < number:
        time.sleep(0.02)


def _resident(pid: int) -> int:
    """KiB of memory in use now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def _pushed(telegram: Telegram, database: Database[Document]) -> float:
    start = time.perf_counter()
    key = telegram.do("comment", channel="joined")
    while database.comments.find_one({"_id": key}, ["_id"]) is None:
        time.sleep(0.002)
    took = time.perf_counter() - start
    time.sleep(0.1)
    return took


main()
