"""``make soak``: an hour under twenty times the national volume, and its report.

Ctrl-C ends the feeding; what was fed is drained, compared and reported all the same. A
second Ctrl-C ends the draining.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.soak.comparing import Truth, compared, is_drained, truths
from benchmarks.soak.figures import Figures, gathered, line
from benchmarks.soak.report import report
from benchmarks.soak.running import Soak
from benchmarks.soak.settings import Asked
from benchmarks.soak.whole import whole

LOOK, NOTE, SAY = 1.0, 10.0, 30.0
"""Seconds between two looks, two notes, two lines."""

SETTLE, COUNTED = 3.0, 200_000
"""Seconds between two looks at whether it has drained, and as many more as counting
takes, at so many comments a second."""


def main() -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asked, given = _asked()
    given.out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run", dir=given.out))
    try:
        figures = soaked(asked, folder, say=lambda said: print(said, flush=True))
    finally:
        _keep_logs(folder, given.out)
    report(figures, out=given.out, docs=given.docs)
    if figures.wrong:
        sys.exit("Not what was said: " + ", ".join(figures.wrong))


def soaked(asked: Asked, folder: Path, *, say: Callable[[str], None]) -> Figures:
    """Feed, break, drain, compare; what was found."""
    with whole(asked, folder) as soak:
        soak.start()
        with _meanwhile(soak) as stop:
            _feed(soak, say)
            bugs = soak.stop_feeding()
            stop.set()
        say("The feeding has ended; what is left is drained.")
        drained = _drain(soak, say)
        say("Comparing with what was said.")
        return gathered(soak, drained=drained, served=bugs)


def _feed(soak: Soak, say: Callable[[str], None]) -> None:
    until = soak.began + soak.asked.seconds
    try:
        for _ in _looking(soak, say):
            if time.time() >= until:
                return
            if soak.is_full():
                soak.cut_short = "the disk was nearly full"
                return
    except KeyboardInterrupt:
        soak.cut_short = "broken off"


def _drain(soak: Soak, say: Callable[[str], None]) -> float | None:
    """The seconds until all is as it was said; None if it took too long.

    Then the last letters are waited for.
    """
    said, until = truths(soak.folder / "truth.json"), time.time() + soak.asked.drain
    soak.lags.forget({one.id_of(number) for one in said for number in one.gone})
    soak.listen_anew()
    drained, again_at = None, 0.0
    try:
        for _ in _looking(soak, say):
            if drained is None and time.time() >= again_at:
                drained = _drained(soak, said)
                again_at = time.time() + SETTLE + soak.fed["comments"] / COUNTED
            is_done = drained is not None and not soak.letters.are_waiting()
            if is_done or time.time() > until:
                return drained
    except KeyboardInterrupt:
        soak.cut_short = "broken off"
    return drained


def _drained(soak: Soak, said: Sequence[Truth]) -> float | None:
    """The seconds it took, if it has drained."""
    since = time.time() - soak.ended
    if not is_drained(soak.database, said) or soak.lags.on_their_way:
        return None
    return None if compared(soak.database, said, soak.asked.seed).wrong else since


def _looking(soak: Soak, say: Callable[[str], None]) -> Iterator[None]:
    """Look at all of it, each second; tell of it now and then."""
    noted = said = 0.0
    while True:
        began = time.time()
        soak.tick()
        if began - noted >= NOTE:
            soak.note()
            noted = began
        if began - said >= SAY:
            say(line(soak))
            said = began
        yield
        time.sleep(max(0.0, began + LOOK - time.time()))


@contextmanager
def _meanwhile(soak: Soak) -> Iterator[threading.Event]:
    """Visitors look, letters are put and faults come, until told to stop."""
    stop, mischief = threading.Event(), soak.mischief()
    works: list[Callable[[threading.Event], None]] = [
        *(visitor.visit for visitor in soak.visitors.values()),
        soak.put_letters,
        lambda stop: mischief.go(soak.began, stop),
    ]
    threads = [threading.Thread(target=work, args=(stop,)) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield stop
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _asked() -> tuple[Asked, argparse.Namespace]:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=float, default=1_200, help="comments a second")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, help="in all; one a minute if not given")
    parser.add_argument("--nodes", type=int, choices=(1, 3), default=1)
    parser.add_argument("--listeners", type=int, default=1)
    parser.add_argument("--scorers", type=int, default=2)
    parser.add_argument("--channels", type=int, default=16)
    parser.add_argument("--drain", type=float, default=90, help="minutes at most after")
    parser.add_argument("--out", type=Path, default=Path("data/soak"))
    parser.add_argument("--docs", type=Path, help="folder of soak.md and pictures/")
    given = parser.parse_args()
    faults = round(given.minutes) if given.faults is None else given.faults
    asked = Asked(
        rate=given.rate,
        seconds=given.minutes * 60,
        seed=given.seed,
        channels=given.channels,
        nodes=given.nodes,
        faults=faults,
        drain=given.drain * 60,
        listeners=given.listeners,
        scorers=given.scorers,
    )
    return asked, given


def _keep_logs(folder: Path, out: Path) -> None:
    """What was said stays; the database, which may be large, goes."""
    for log in folder.glob("*.log"):
        shutil.copy(log, out / log.name)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
