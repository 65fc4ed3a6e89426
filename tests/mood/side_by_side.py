"""A scorer that shares its work with others, by leases that hardly last."""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta

from domain.errors import AwayError, ClaimLostError
from mood import job
from store.cells import Cells
from store.clients import connect
from store.holders import Holder
from store.portions import Portions
from store.shifts import Shift, kept
from tests.mood.killed import scored
from tests.mood.worlds import NOON

LEASE = timedelta(milliseconds=100)


def work(uri: str, name: str) -> None:
    """Score and make cells until nothing is left."""
    database = connect(uri, name)
    shift = Shift(database, Holder(), lease=LEASE)
    scoring = Portions(database, Holder(), lease=LEASE)
    with kept(shift):
        while scoring.count_pending() or scoring.stale(1):
            pending = scoring.pending(limit=5)
            scoring.save(scored(pending), scorer="joint-1.0", now=NOON)
            try:
                if shift.take():
                    job.step(scoring, Cells(database, shift.guarded), now=NOON)
            except (ClaimLostError, AwayError):
                time.sleep(LEASE.total_seconds() / 4)
    scoring.give_back()


def main(uri: str, name: str) -> None:
    """For the line ``begin`` a child that works; for its number, how it ended."""
    for line in sys.stdin:
        if line.strip() == "begin":
            child = os.fork()  # as if started anew, without the time that imports take
            if not child:
                work(uri, name)
                os._exit(0)
            print(child, flush=True)
        else:
            _, status = os.waitpid(int(line), 0)
            print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
