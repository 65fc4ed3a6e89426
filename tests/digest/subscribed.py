"""Readers and a letter for them, for the tests of sending."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pymongo.database import Database

from digest.facts import dumped
from digest.letter import Letter
from digest.readers.addresses import Addresses
from digest.readers.keys import Keys
from domain.periods import Period
from domain.settings import Settings
from domain.subscribers import Wishes
from store.digests import Digests
from store.subscribers import Subscribers
from tests.digest.letters import letter

MongoDB = Database[dict[str, Any]]

KEY = b"k" * 32
KEYS = Keys.of(KEY)
ADDRESSES = Addresses(KEYS)
ALL_IN_ENGLISH = Wishes("en")
NOW = datetime.now(UTC).replace(microsecond=0)


def address(number: int) -> str:
    return f"reader{number}@example.org"


def subscribe(
    database: MongoDB, numbers: Iterable[int], wishes: Wishes = ALL_IN_ENGLISH
) -> None:
    """Let these readers have confirmed."""
    subscribers = Subscribers(database)
    subscribers.sealed_under(KEYS.fingerprint)
    for number in numbers:
        id_ = ADDRESSES.id_of(address(number))
        subscribers.ask(id_, ADDRESSES.seal(address(number)), wishes, now=NOW)
        subscribers.confirm(id_, now=NOW)


def keep(database: MongoDB, said: Letter | None = None) -> Period:
    """Let the letter of its week be written, without editions."""
    said = said or letter()
    digests, week = Digests(database), said.week.first
    digests.claim(week, by="test", now=NOW)
    digests.save(
        week,
        facts=dumped(said),
        editions={},
        public=True,
        synthetic=said.synthetic,
        by="test",
        now=NOW,
    )
    return said.week


def settings(port: int, **sections: Any) -> Settings:
    """Those of a mail server on ``port`` of this machine."""
    mail = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": "letters@example.org",
        "timeout": 5.0,
        "connections": 3,
    }
    given = {"mail": mail | sections.pop("mail", {})}
    given["site"] = {"url": "https://letters.example.org"}
    return Settings(**(given | sections))
