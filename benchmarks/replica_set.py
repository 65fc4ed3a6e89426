"""Kill the primary of a real replica set during ingest and scoring; compare at the end.

Three mongods on this machine, the listener's own loop and `kayfiyat score` in processes
of their own, a made-up public. ``--comments`` of it, ``--kills`` of the primary by
SIGKILL: some while comments arrive, the last while they are scored.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from benchmarks.replica_check import Found, compared
from benchmarks.replica_world import worlds
from benchmarks.three_nodes import ELECTION, ThreeNodes, three_nodes
from store.clients import Database, Document, connect
from store.schema import mark_synthetic, prepare
from store.scoring import Scoring

NAME = "replica_set"
SCORED_WITHIN = 120.0


@dataclass
class Run:
    """What is seen of a run as it goes."""

    acknowledged: int = 0
    moments: list[float] = field(default_factory=list)
    elections: list[float] = field(default_factory=list)

    def follow(self, output: IO[str]) -> None:
        """Read what the listener says is saved; the first moment is its start."""
        for line in output:
            at, comments = line.split()
            self.moments.append(float(at))
            self.acknowledged += int(comments)

    def has(self, comments: int) -> bool:
        return self.acknowledged > comments

    @property
    def pauses(self) -> list[float]:
        """Seconds between two acknowledgements, the longest first."""
        pairs = zip(self.moments, self.moments[1:], strict=False)
        return sorted((after - before for before, after in pairs), reverse=True)

    @property
    def seconds(self) -> float:
        return self.moments[-1] - self.moments[0]


def main() -> None:
    """Print elections, pauses, speeds, and what is lost, doubled, unscored: nothing."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--comments", type=int, default=24_000)
    options.add_argument("--kills", type=int, default=4)
    options.add_argument("--election", type=int, default=ELECTION)
    given = options.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        three_nodes(Path(folder), election=given.election) as nodes,
    ):
        run = killed(nodes, Path(folder), given.comments, given.kills)
        found = compared(connect(nodes.uri, NAME), worlds(given.comments))
        _print(run, Path(folder), nodes, found)
    if found.wrong:
        sys.exit("Not what was said.")


def killed(nodes: ThreeNodes, folder: Path, comments: int, kills: int) -> Run:
    """Let a world be heard and scored while primaries are killed."""
    database, run = connect(nodes.uri, NAME), Run()
    prepare(database)
    mark_synthetic(database)
    with _scorer(nodes.uri, folder), _listener(nodes.uri, folder, comments) as listener:
        assert listener.stdout
        reader = threading.Thread(target=run.follow, args=(listener.stdout,))
        reader.start()
        for kill in range(1, kills):
            _wait(partial(run.has, int(comments * kill / (kills + 0.5))))
            run.elections.append(nodes.lose_primary())
            nodes.mend()
        listener.wait()
        reader.join()
        run.elections.append(nodes.lose_primary())
        nodes.mend()
        _wait(lambda: _is_scored(database))
    _ended(_scoring(nodes.uri, folder, "--once"), within=SCORED_WITHIN)
    return run


@contextmanager
def _listener(uri: str, folder: Path, comments: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "benchmarks.replica_world"]
    command += [uri, NAME, str(folder), str(comments)]
    with (folder / "listener.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own
            command, stdout=subprocess.PIPE, stderr=log, text=True
        )
    try:
        yield process
    finally:
        process.kill()


@contextmanager
def _scorer(uri: str, folder: Path) -> Iterator[None]:
    process = _scoring(uri, folder)
    try:
        yield
        if process.poll() is not None:
            raise RuntimeError(
                f"the scorer ended: {(folder / 'scorer.log').read_text()}"
            )
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _scoring(uri: str, folder: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kayfiyat", "score", *more]
    environment = {"MONGODB_URI": uri, "MONGODB_DB": NAME}
    with (folder / "scorer.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own
            [*command, "--data-dir", str(folder)],
            env=os.environ | environment,
            stderr=log,
        )


def _ended(process: subprocess.Popen[bytes], *, within: float) -> None:
    if process.wait(within):
        raise RuntimeError("`kayfiyat score --once` failed")


def _is_scored(database: Database[Document]) -> bool:
    scoring = Scoring(database)
    return not scoring.count_pending() and not scoring.stale(1)


def _wait(true: Callable[[], bool]) -> None:
    until = time.monotonic() + SCORED_WITHIN
    while not true():
        if time.monotonic() > until:
            raise TimeoutError("the world is not heard or scored in time")
        time.sleep(0.1)


def _print(run: Run, folder: Path, nodes: ThreeNodes, found: Found) -> None:
    lost = ", ".join(f"{seconds:.1f}" for seconds in run.elections)
    pauses = [pause for pause in run.pauses if pause > 1][: len(run.elections)]
    speed = run.acknowledged / run.seconds
    without = run.acknowledged / (run.seconds - sum(pauses))
    print(f"primaries killed       {len(run.elections)}, another after {lost} s")
    print(f"thrown away by nodes   {nodes.rolled_back()} files of rolled-back writes")
    print("listener's pauses      " + ", ".join(f"{pause:.1f}" for pause in pauses))
    print(f"saved, acknowledged    {speed:,.0f} a second, {without:,.0f} out of pauses")
    for name in ("listener", "scorer"):
        print(f"{name} said".ljust(23) + "; ".join(_said(folder / f"{name}.log")))
    print("\n".join(found.lines()))


def _said(log: Path) -> Iterator[str]:
    """The lines about MongoDB's absence; any error else."""
    for line in log.read_text().splitlines():
        told = json.loads(line) if line.startswith("{") else {"event": line}
        event, seconds = told["event"], told.get("seconds")
        if event.startswith("database"):
            yield f"{event} after {seconds} s" if seconds else event
        elif told.get("level") != "info":
            yield f"{event}: {told.get('error', '')}"[:120]


if __name__ == "__main__":
    main()
