"""Wait for a MongoDB that is away: say it once, go on when it is back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import structlog

from domain.errors import AwayError

Done = TypeVar("Done")

PAUSE = 1.0
"""Seconds between two tries, besides those that a try itself waits for a primary."""

log = structlog.get_logger()


class Away:
    """Tells one line when MongoDB goes away and one when it is back.

    Whoever uses the database says what befell him; of many, the first is heard.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: float | None = None

    @property
    def is_gone(self) -> bool:
        return self._since is not None

    def gone(self, error: AwayError) -> None:
        """It did not answer."""
        if self._since is None:
            self._since = self._clock()
            log.warning("database away", error=str(error))

    def back(self) -> None:
        """It answered."""
        if self._since is not None:
            seconds, self._since = self._clock() - self._since, None
            log.info("database back", seconds=round(seconds, 1))


def ridden_over(
    step: Callable[[], Done],
    *,
    stop: threading.Event,
    patience: float | None = None,
    pause: float = PAUSE,
) -> Done | None:
    """What ``step``, which may be repeated, returns once MongoDB answers.

    None if ``stop`` was set before. Raises AwayError after ``patience`` seconds
    without an answer; without it, it waits for ever.
    """
    away, start = Away(), time.monotonic()
    while not stop.is_set():
        try:
            done = step()
        except AwayError as error:
            if patience is not None and time.monotonic() - start > patience:
                raise
            away.gone(error)
            stop.wait(pause)
        else:
            away.back()
            return done
    return None
