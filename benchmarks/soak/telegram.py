"""The Telegram of the soak, in a process of its own: a line of JSON in, one out.

It tells its address first. ``{"do": "feed"}`` begins with ``--rate`` comments a second,
``stop`` ends and writes the truth, ``told`` says how many there are by now and names
some of the latest; the faults are ``drop``, ``flood``, ``away`` and ``hang_up``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.soak.world import SoakWorld
from tests.telegram_server.server import TelegramServer

TICK = 0.05
HISTORY = 20
WATCHED = 5
"""Comments a second whose way is watched."""


@dataclass
class Feeder:
    """Lets the world go on at a rate, however late a tick comes."""

    world: SoakWorld
    rate: float
    before: int = 0
    ended: float = 0.0
    watched: list[tuple[str, str, float]] = field(default_factory=list)

    def begin(self) -> None:
        """A little that was said before anyone listened, in every group."""
        while self.world.comments < HISTORY * len(self.world.groups):
            self.world.happen()
        self.before = self.world.comments

    async def feed(self) -> None:
        began = time.time()
        while not self.ended:
            due = int((time.time() - began) * self.rate)
            due -= self.world.comments - self.before
            each = max(1, int(self.rate / WATCHED))
            for _ in range(due):
                source, comment = self.world.happen()
                if self.world.comments % each == 0:
                    self.watched.append((source, comment, time.time()))
            await asyncio.sleep(TICK)

    def told(self) -> dict[str, Any]:
        watched, self.watched = self.watched, []
        return {
            "comments": self.world.comments,
            "edited": self.world.edited,
            "deleted": self.world.deleted,
            "watched": watched,
        }


@dataclass
class Process:
    """Obeys the lines that come in."""

    feeder: Feeder
    server: TelegramServer
    truth: Path
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def obey(self, command: dict[str, Any]) -> Any:
        match command["do"]:
            case "begin":
                self.feeder.begin()
            case "feed":
                self._meanwhile(self.feeder.feed())
            case "stop":
                return self._stop()
            case "told":
                return self.feeder.told()
            case "drop":
                self.server.drop_connections()
            case "flood":
                self.server.flood(command["seconds"], times=command["times"])
            case "away":
                self._meanwhile(self._away(command["seconds"]))
            case "hang_up":
                self._meanwhile(self._hang_up(command["seconds"]))
        return {}

    def _meanwhile(self, work: Any) -> None:
        self.tasks.add(task := asyncio.create_task(work))
        task.add_done_callback(self.tasks.discard)

    def _stop(self) -> dict[str, Any]:
        self.feeder.ended = time.time()
        groups = [group.truth() for group in self.feeder.world.groups]
        self.truth.write_text(json.dumps(groups))
        requests = dict(self.server.requests)
        return {"bugs": list(map(repr, self.server.bugs)), "requests": requests}

    async def _away(self, seconds: float) -> None:
        await self.server.close_port()
        await asyncio.sleep(seconds)
        await self.server.open_port()

    async def _hang_up(self, seconds: float) -> None:
        """Whoever connects is cut off at once."""
        self.server.faults.accept_and_close = True
        self.server.drop_connections()
        await asyncio.sleep(seconds)
        self.server.faults.accept_and_close = False


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--session", type=Path, action="append", default=[])
    parser.add_argument("--channels", type=int, default=16)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    world = SoakWorld(given.channels, given.seed)
    async with TelegramServer(world, given.folder) as server:
        for path in given.session:
            server.session(path)
        _say({"address": server.address, "public_key": str(server.public_key)})
        feeder = Feeder(world, given.rate)
        await _obey_lines(Process(feeder, server, given.folder / "truth.json"))
        feeder.ended = feeder.ended or time.time()


async def _obey_lines(process: Process) -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        _say(await process.obey(json.loads(line)))


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
