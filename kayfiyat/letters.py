"""The letters' process: writes what is due, sends it, tells alerts."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog

from digest.alerting.watching import look, tell
from digest.desk import Desk
from digest.mail.access import access
from digest.readers.keys import FOLDER, Keys
from digest.rounds import Round
from digest.sending import Sending
from digest.weekly import Weekly
from domain.choices import followed
from domain.errors import ConfigError, InputError
from kayfiyat.commands.options import now
from kayfiyat.opening import Place
from sentiment.vocabulary import vocabulary
from store.away import ridden_over
from store.choices import Choices
from store.clients import Database, Document
from store.deliveries import Deliveries
from store.subscribers import Subscribers

LOOK = 30.0
"""Seconds between two looks for something to write or to send."""

ALERTS_EVERY = timedelta(hours=1)

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 1_800.0
"""Seconds that all letters wait where the mail server will have none of them."""

PATIENCE = 120.0
"""Seconds without MongoDB after which ``once`` gives up."""

log = structlog.get_logger()


def write_and_send(
    where: Place, database: Database[Document], *, once: bool, stop: threading.Event
) -> None:
    """Do what is due, until ``stop`` is set; with ``once``, until nothing is left.

    What can be sent only later stays for later. Raises ConfigError if the settings
    of the mail are wrong, InputError if ``once`` found a mail server that takes none.
    """
    work, patience = _Work(where, database), PATIENCE if once else None
    pauses = _pauses()
    while not stop.is_set():
        ridden_over(lambda: work.write(stop), stop=stop, patience=patience)
        ridden_over(work.watch, stop=stop, patience=patience)
        done = ridden_over(lambda: work.send(stop), stop=stop, patience=patience)
        halted = done.halted if done else None
        if once and halted:
            raise InputError(f"No letter can leave: {halted}; mend that, repeat")
        if once:
            return
        if halted:
            log.error("no letter can leave", why=halted)
            stop.wait(next(pauses))
        else:
            pauses = _pauses()
            stop.wait(LOOK)


def keys_of(where: Place, database: Database[Document]) -> Keys:
    """The keys of readers' addresses and links, outside the database.

    Raises ConfigError if readers subscribed under another key: theirs could not be
    read, and new ones would be lost with it.
    """
    keys = Keys.open(where.data_dir / FOLDER)
    if not Subscribers(database).sealed_under(keys.fingerprint):
        raise ConfigError(
            f"{where.data_dir / FOLDER}: this letters.key is not the one with which "
            "readers subscribed; restore that one, or give them up by `kayfiyat "
            "subscribers forget-all`"
        )
    return keys


class _Work:
    """The steps; each may be broken off anywhere and repeated."""

    def __init__(self, where: Place, database: Database[Document]) -> None:
        self._settings, self._database = where.settings, database
        by = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._weekly = Weekly(
            database,
            self._settings.letter,
            by,
            k=self._settings.privacy.k,
            addressing=self._settings.mail.on,
            vocabulary=vocabulary,
        )
        self._sending = self._sends(where, by)
        self._watched_at: datetime | None = None

    def write(self, stop: threading.Event) -> None:
        """Write the letters that are due, and put a copy for each reader."""
        while not stop.is_set() and self._weekly.step(now()):
            pass

    def watch(self) -> None:
        """Now and then look for what must be told at once."""
        at, told = now(), self._settings.alerts
        if self._sending is None or not _due(self._watched_at, at):
            return
        chosen = Choices(self._database).all()
        found = look(
            self._database,
            sources={each.id for each in followed(self._settings.sources, chosen)},
            blind_after=timedelta(hours=told.blind_hours),
            k=self._settings.privacy.k,
            now=at,
        )
        put = tell(
            self._database,
            found,
            operators=len(told.to) if self._settings.mail.on else 0,
            hook=bool(told.webhook),
            now=at,
        )
        self._watched_at = at
        if put:
            log.info("alerts", found=len(found), messages=put)

    def send(self, stop: threading.Event) -> Round:
        """Send what is due."""
        if self._sending is None:
            return Round()
        done = asyncio.run(self._sending.round(stop))
        if done.outcomes:
            counts = {name.lower(): n for name, n in done.outcomes.items()}
            log.info("deliveries", **counts)
        return done

    def _sends(self, where: Place, by: str) -> Sending | None:
        settings = self._settings
        if not (settings.mail.on or settings.alerts.webhook):
            return None
        return Sending(
            Deliveries(self._database),
            Subscribers(self._database),
            Desk(self._database, settings, keys_of(where, self._database)),
            access(settings.mail, os.environ) if settings.mail.on else None,
            by=by,
            alerts=settings.alerts,
        )


def _due(done_at: datetime | None, at: datetime) -> bool:
    return done_at is None or at - done_at >= ALERTS_EVERY


def _pauses() -> Iterator[float]:
    """Longer each time."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE)
