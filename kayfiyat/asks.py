"""Do what the app asks for: try an address, take in a file. A thread of the listener.

It has a loop and connections of its own, so that a large file holds up no source.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog

from domain.asks import Answer, Ask, Asked
from domain.errors import AwayError, KayfiyatError
from domain.uploads import FOLDER
from kayfiyat.asked_imports import Stopped, clear, delete, taken_in
from kayfiyat.asked_tries import tried
from kayfiyat.commands.options import now
from kayfiyat.opening import Opened, Place
from store.asks import Asks
from store.key_marks import KeyMarks

LOOK = 1.0
"""Seconds between two looks for something to do."""

GRACE = 5.0
"""Seconds that what is in hand has to end; another process takes it up again."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Worker:
    """What a step needs. ``stop`` ends an import between two batches."""

    place: Place
    opened: Opened
    asks: Asks
    stop: threading.Event

    def step(self, at: datetime) -> bool:
        """Do what has waited longest; False if nothing waits."""
        ask = self.asks.take(now=at)
        if ask is None:
            return False
        log.info("asked", kind=ask.kind)
        try:
            self.asks.answer(ask.id, self._answer(ask))
        except Stopped:
            self.asks.release(ask.id)
            return True
        except AwayError:
            raise  # its lease runs out, and it is taken up again
        except KayfiyatError as error:
            self.asks.fail(ask.id, str(error))
        if ask.kind is Asked.IMPORT:
            delete(ask.what, self.place)
        return True

    def clear(self) -> None:
        """Delete the files that nobody will take in any more."""
        clear(self.place.data_dir / FOLDER, self.asks.uploads(), at=now())

    def _answer(self, ask: Ask) -> Answer:
        if ask.kind is Asked.TRY:
            return tried(ask.what.get("address", ""), self.place)
        return taken_in(
            ask.what,
            self.place,
            self.opened.uri,
            told=lambda read: self._goes_on(ask, read),
            agree=KeyMarks(self.opened.database).agree,
        )

    def _goes_on(self, ask: Ask, read: int) -> None:
        self.asks.goes_on(ask.id, read, now=now())
        if self.stop.is_set():
            raise Stopped


@contextmanager
def answered(place: Place, opened: Opened) -> Iterator[None]:
    """While the block runs, asks are taken up."""
    stop = threading.Event()
    worker = Worker(place, opened, Asks(opened.database), stop)
    thread = threading.Thread(target=_work, args=(worker,), name="asks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(GRACE)


def _work(worker: Worker) -> None:
    busy = False
    while not worker.stop.wait(0.0 if busy else LOOK):
        try:
            busy = worker.step(now())
            if not busy:
                worker.clear()
        except KayfiyatError as error:
            busy = False
            log.warning("asks", error=str(error))
        except Exception:  # a fault of ours must not end the answering
            busy = False
            log.exception("asks")
