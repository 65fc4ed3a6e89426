"""The whole, running: fed, watched, broken and mended, and then left to drain."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from pymongo.errors import PyMongoError

from benchmarks.soak.faults import (
    AWAY,
    HANGS_UP,
    LONGEST_FLOOD,
    Befallen,
    Mischief,
    plan,
)
from benchmarks.soak.lags import Lags
from benchmarks.soak.letters import Letters
from benchmarks.soak.parts import Nodes, Part, Telegram
from benchmarks.soak.settings import PUT_EACH, Asked
from benchmarks.soak.use import Use, free_gigabytes
from benchmarks.soak.visitors import Visitor
from domain.cells import EVERY_REFORM
from domain.errors import KayfiyatError
from store.clients import Database, Document

FULL = 3.0
"""Gigabytes left on the disk at which the feeding ends before its time."""

MOST_COUNTED = 1_000_000
STARTS_WITHIN = 600.0

Do = Callable[[Random], str]


@dataclass(frozen=True, slots=True)
class Moment:
    """How things stood ``at`` a time; ``megabytes`` by part."""

    at: float
    fed: int
    deleted: int
    edited: int
    stored: int
    pending: int
    in_cells: int
    megabytes: Mapping[str, float]


@dataclass
class Soak:
    """All parts, and what is seen of them."""

    asked: Asked
    folder: Path
    nodes: Nodes
    telegram: Telegram
    listeners: Sequence[Part]
    scorers: Sequence[Part]
    parts: Mapping[str, Part]
    letters: Letters
    visitors: Mapping[str, Visitor]
    database: Database[Document]
    place: Path
    lags: Lags = field(default_factory=Lags)
    uses: dict[str, Use] = field(default_factory=dict)
    moments: list[Moment] = field(default_factory=list)
    befallen: list[Befallen] = field(default_factory=list)
    fed: dict[str, int] = field(default_factory=dict)
    began: float = 0.0
    ended: float = 0.0
    cut_short: str = ""
    uncounted: int = 0
    """What MongoDB's own number of comments lacks since a node was killed."""

    @property
    def by_name(self) -> Mapping[str, Sequence[Part]]:
        many = {"listener": self.listeners, "scorer": self.scorers}
        return many | {name: (part,) for name, part in self.parts.items()}

    @property
    def all_parts(self) -> Sequence[Part]:
        return (*self.parts.values(), *self.scorers, *self.listeners)

    def start(self) -> None:
        """Some was said by the time that the listener comes.

        A group in which it finds nothing it would ask again minutes later.
        """
        self.telegram.do("begin")
        for part in self.all_parts:
            part.start()
        self._wait_for_sources()
        self.telegram.do("feed")
        self.began = time.time()

    def tick(self) -> None:
        """Look at everything once; a MongoDB that is away is looked at later."""
        self._keep()
        told = self.telegram.do("told")
        self.lags.add(told.pop("watched"))
        self.fed = told
        with suppress(PyMongoError, KayfiyatError):
            self.lags.look(self.database)

    def note(self) -> None:
        """Remember how things stand, on disk too: an hour must not be for nothing."""
        for name, pids in self._pids().items():
            self.uses.setdefault(name, Use()).look(pids)
        with suppress(PyMongoError, KayfiyatError):
            self.moments.append(self._moment())
            with (self.folder / "moments.log").open("a") as file:
                file.write(json.dumps(asdict(self.moments[-1])) + "\n")

    def is_full(self) -> bool:
        return free_gigabytes(self.folder) < FULL

    def stop_feeding(self) -> dict[str, object]:
        self.note()
        self.ended = time.time()
        told: dict[str, object] = self.telegram.do("stop")
        return told

    def listen_anew(self) -> None:
        """A listener that starts reads the last days again: what was edited since."""
        for part in self.listeners:
            part.end()
            part.start()

    def mischief(self) -> Mischief:
        asked = self.asked
        faults = plan(asked.seed, asked.seconds, asked.faults)
        return Mischief(faults, self._ways(), asked.seed, self.befallen)

    def put_letters(self, stop: threading.Event) -> None:
        """Now, and again and again."""
        while not stop.is_set():
            with suppress(PyMongoError, KayfiyatError):  # away: they are put later
                self.letters.put_next()
            stop.wait(min(PUT_EACH, max(10.0, self.asked.seconds / 2)))

    def _keep(self) -> None:
        for part in self.all_parts:
            part.keep()

    def _pids(self) -> dict[str, list[int]]:
        ours = {
            name: [pid for part in parts for pid in part.pids]
            for name, parts in self.by_name.items()
        }
        return ours | {"MongoDB": self.nodes.pids, "Telegram": self.telegram.pids}

    def _moment(self) -> Moment:
        comments = self.database.comments
        waiting = comments.count_documents({"pending": True}, limit=MOST_COUNTED)
        added = {"$group": {"_id": None, "n": {"$sum": "$comments"}}}
        match = {"$match": {"reform": EVERY_REFORM}}
        cells = list(self.database.cells.aggregate([match, added]))
        return Moment(
            at=time.time(),
            fed=self.fed.get("comments", 0),
            deleted=self.fed.get("deleted", 0),
            edited=self.fed.get("edited", 0),
            stored=comments.estimated_document_count() + self.uncounted,
            pending=waiting,
            in_cells=cells[0]["n"] if cells else 0,
            megabytes={name: use.megabytes for name, use in self.uses.items()},
        )

    def _wait_for_sources(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            heard = {"comments_cursor": {"$exists": True}}
            seen = self.database.sources.count_documents(heard)
            if seen >= self.asked.channels:
                return
            time.sleep(0.2)
        raise TimeoutError("the listener did not come to hear every channel")

    def _ways(self) -> Mapping[str, Do]:
        def one_of(parts: Sequence[Part], chance: Random) -> str:
            chance.choice(parts).kill_and_start()
            return ""

        def part(name: str, _: Random) -> str:
            self.parts[name].kill_and_start()
            return ""

        def told(what: str, _: Random, **how: float) -> str:
            self.telegram.do(what, **how)
            time.sleep(how.get("seconds", 0.0))
            return ""

        def flood(chance: Random) -> str:
            seconds, times = chance.randint(2, LONGEST_FLOOD), chance.randint(1, 8)
            self.telegram.do("flood", seconds=seconds, times=times)
            time.sleep(seconds)
            return f"{times} waits of {seconds} s"

        def primary(_: Random) -> str:
            seconds = self.nodes.lose_primary()
            comments = self.database.comments
            exact = comments.count_documents({})
            self.uncounted = exact - comments.estimated_document_count()
            return f"another after {seconds:.1f} s"

        return {
            "listener killed": partial(one_of, self.listeners),
            "scorer killed": partial(one_of, self.scorers),
            "digest killed": partial(part, "digest"),
            "app killed": partial(part, "app"),
            "primary killed": primary,
            "connections dropped": partial(told, "drop"),
            "flood waits": flood,
            "Telegram hangs up": partial(told, "hang_up", seconds=HANGS_UP),
            "Telegram away": partial(told, "away", seconds=AWAY),
        }
