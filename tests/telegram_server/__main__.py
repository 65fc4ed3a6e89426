"""A server of its own process: a line of JSON in, a line of JSON out.

It tells its address first. Then ``{"do": "texts"}``, ``freeze``, ``drop``, ``flood``
with ``seconds``, ``lose`` with ``on``, ``hang_up`` with ``on``, ``requests``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from tests.telegram_server.living import ALL, LivingWorld
from tests.telegram_server.server import TelegramServer


class Process:
    """Obeys the lines that come in; meanwhile the world goes on."""

    def __init__(self, living: LivingWorld, server: TelegramServer) -> None:
        self.living = living
        self.server = server
        self.changes = 0
        self.frozen = asyncio.Event()

    async def live(self, each_second: float) -> None:
        while not self.frozen.is_set():
            if each_second:
                self.living.change()
                self.changes += 1
            await asyncio.sleep(1 / each_second if each_second else 1)

    async def obey(self, command: dict[str, Any]) -> Any:
        server = self.server
        match command["do"]:
            case "freeze":
                self.frozen.set()
            case "drop":
                server.drop_connections()
            case "flood":
                server.flood(command["seconds"])
            case "lose":
                server.faults.lose_all_updates = command["on"]
            case "hang_up":
                server.faults.accept_and_close = command["on"]
                server.drop_connections()
            case "comment":
                return self._comment(command["channel"])
            case "texts":
                return self.living.texts()
            case "requests":
                return dict(server.requests)
        return {"changes": self.changes}

    def _comment(self, name: str) -> str:
        said = self.living.say(name)
        return f"telegram:{said.chat.id}:{said.id}"


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--session", type=Path, action="append", default=[])
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changes", type=float, default=0.0, help="each second")
    parser.add_argument("--channels", nargs="+", default=list(ALL), choices=ALL)
    given = parser.parse_args()
    living = LivingWorld(given.comments, given.seed, given.channels)
    async with TelegramServer(living.world, given.folder) as server:
        for path in given.session:
            server.session(path)
        _say({"address": server.address, "public_key": str(server.public_key)})
        process = Process(living, server)
        living_on = asyncio.create_task(process.live(given.changes))
        await _obey_lines(process)
        living_on.cancel()


async def _obey_lines(process: Process) -> None:
    reader = asyncio.StreamReader(limit=2**26)
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
