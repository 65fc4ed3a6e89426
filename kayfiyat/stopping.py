"""End cleanly on SIGTERM and Ctrl-C: finish the step in hand, or leave no half."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from kayfiyat.beating import stopper


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """An event that is set by SIGTERM or SIGINT while the block runs.

    Asking it is a sign of life, where somebody wants one (`kayfiyat.beating`).
    """
    stop = stopper(os.environ)

    def set_it(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {
        number: signal.signal(number, set_it)
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def cleared_up_on_signals() -> Iterator[None]:
    """What ends the process raises in the block, so that it clears up after itself.

    For a command that has no steps, as a backup, whose half is worth nothing. Ctrl-C
    raises anyway; these two would end the process on the spot.
    """

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {
        number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
