"""Letters during the soak: readers who get one each week, and a server that refuses."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.mail_sink import NEVER, trouble_of
from benchmarks.soak.parts import Part
from digest.facts import dumped
from digest.readers.addresses import Addresses
from digest.readers.keys import FOLDER, Keys
from digest.weekly import copy_of
from domain.deliveries import letters_begin
from domain.periods import Period
from domain.subscribers import Wishes
from shown.speech import TONGUES
from store.clients import Database, Document
from store.deliveries import Deliveries
from store.digests import Digests
from store.subscribers import Subscribers
from tests.digest.letters import rich

FIRST_MONDAY = date(2026, 3, 9)


def sink(port: int, folder: Path) -> Part:
    """The mail server: it takes letters, and makes trouble for some."""
    (folder / "taken.log").touch()
    argv = [sys.executable, "-m", "benchmarks.mail_sink", str(port), str(folder)]
    return Part("mail server", argv, folder / "mail_sink.log")


def address(number: int) -> str:
    return f"reader{number}@example.org"


@dataclass
class Letters:
    """Puts letters and remembers to whom."""

    database: Database[Document]
    folder: Path
    put: dict[date, list[str]] = field(default_factory=dict)

    def subscribe(self, readers: int) -> None:
        addresses = Addresses(Keys.open(self.folder / FOLDER))
        subscribers, now = Subscribers(self.database), datetime.now(UTC)
        tags = list(TONGUES)
        for number in range(readers):
            to = address(number)
            id_, wishes = addresses.id_of(to), Wishes(tags[number % len(tags)])
            subscribers.ask(id_, addresses.seal(to), wishes, now=now)
            subscribers.confirm(id_, now=now)

    def put_next(self) -> None:
        """The letter of one more week, full of made-up facts, to all who want one."""
        monday = FIRST_MONDAY + timedelta(weeks=len(self.put))
        database, now = self.database, datetime.now(UTC)
        digests = Digests(database)
        digests.claim(monday, by="soak", now=now)
        digests.save(
            monday,
            facts=dumped(rich()),
            editions={},
            public=False,
            synthetic=True,
            by="soak",
            now=now,
        )
        readers = list(Subscribers(database).confirmed())
        week = Period(monday, monday + timedelta(days=6))
        copies = [copy_of(week, reader) for reader in readers]
        Deliveries(database).put(copies, due_at=now)
        self.put[monday] = [reader.id for reader in readers]

    def are_waiting(self) -> bool:
        return Deliveries(self.database).next_due() is not None

    def compared(self, readers: int) -> Mapping[str, int]:
        """What arrived beside what was put."""
        ids = Addresses(Keys.open(self.folder / FOLDER)).id_of
        by_id = {ids(address(number)): address(number) for number in range(readers)}
        got = Counter(self._taken())
        letters = {
            f"{letters_begin(monday)}{id_}": by_id[id_]
            for monday, readers_then in self.put.items()
            for id_ in readers_then
        }
        wanted = Counter(to for to in letters.values() if trouble_of(to) not in NEVER)
        doubts = self._doubts()
        extra = got - wanted
        told = Counter(letters[id_] for id_ in doubts if id_ in letters)
        return {
            "put": len(letters),
            "arrived": sum(got.values()),
            "refused for ever": len(letters) - sum(wanted.values()),
            "missed": sum((wanted - got).values()),
            "sent twice, told so": sum((extra & told).values()),
            "sent twice, untold": sum((extra - told).values()),
        }

    def _taken(self) -> list[str]:
        lines = (self.folder / "taken.log").read_text().splitlines()
        return [line.partition("\t")[2] for line in lines]

    def _doubts(self) -> set[str]:
        deliveries = Deliveries(self.database)
        return {id_ for monday in self.put for id_ in deliveries.doubts(monday)}
