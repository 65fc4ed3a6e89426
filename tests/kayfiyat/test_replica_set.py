"""Listening and scoring on a real replica set that loses its primary.

The short form of ``python -m benchmarks.replica_set``.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from benchmarks.replica_check import other_cells, other_totals
from benchmarks.three_nodes import ThreeNodes, three_nodes
from kayfiyat.ports import free_port
from store.clients import connect
from tests.listener.telegram_site import TelegramSite

NAME = "kayfiyat"
SETTINGS = """
[listener]
pause = 0.0
jitter = 0.0
every = 0.5
private_addresses = true
health_port = {port}

[[sources]]
kind = "telegram_web"
name = "kun"
url = "{site}"
"""


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[ThreeNodes]:
    with three_nodes(tmp_path, election=1_000) as made:
        yield made


@asynccontextmanager
async def part(
    command: str, folder: Path, uri: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`kayfiyat <command>`, told to stop at the end."""
    environment = os.environ | {"MONGODB_URI": uri, "MONGODB_DB": NAME}
    with (folder / f"{command}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kayfiyat", command),
            cwd=folder,
            env=environment,
            stderr=log,
        )
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def told(folder: Path, command: str) -> list[str]:
    """What it says of MongoDB's absence, and of faults of its own."""
    lines = (folder / f"{command}.log").read_text().splitlines()
    events = [json.loads(line)["event"] for line in lines if line.startswith("{")]
    return [one for one in events if one == "failed" or one.startswith("database")]


async def until(true: Callable[[], bool]) -> None:
    while not await asyncio.to_thread(true):  # noqa: ASYNC110
        await asyncio.sleep(0.1)


async def test_both_wait_for_a_primary_and_nothing_is_lost(
    nodes: ThreeNodes, tmp_path: Path
) -> None:
    site, killed = TelegramSite(), asyncio.Event()
    site.channel("kun", posts=40, comments=8)

    async def majority_is_lost(_: web.Request) -> None:
        if len(site.asked) == 25:
            await asyncio.to_thread(lose_majority, nodes)
            killed.set()

    site.trouble = majority_is_lost
    async with site.served() as base:
        settings = SETTINGS.format(port=free_port(), site=base)
        (tmp_path / "kayfiyat.toml").write_text(settings)
        async with (
            part("score", tmp_path, nodes.uri) as scorer,
            part("listen", tmp_path, nodes.uri) as listener,
        ):
            await killed.wait()
            for command in ("listen", "score"):
                await until(lambda: "database away" in told(tmp_path, command))  # noqa: B023
            await asyncio.to_thread(nodes.mend)
            await until(lambda: is_done(nodes.uri, site.world("kun")))

    assert (listener.returncode, scorer.returncode) == (0, 0)
    for command in ("listen", "score"):
        assert told(tmp_path, command) == ["database away", "database back"]
    assert counted_otherwise(nodes.uri) == 0


def lose_majority(nodes: ThreeNodes) -> None:
    """The primary is killed, and one more, so that no other can be elected."""
    primary = nodes.primary()
    primary.kill()
    next(node for node in nodes.nodes if node is not primary).kill()


def counted_otherwise(uri: str) -> int:
    database = connect(uri, NAME)
    found = other_cells(database) + other_totals(database)
    database.client.close()
    return found


def is_done(uri: str, world: dict[str, str]) -> bool:
    """Whether the world is stored, scored and counted."""
    database = connect(uri, NAME)
    held: list[dict[str, Any]] = list(database.comments.find())
    stale = database.stale.count_documents({})
    database.client.close()
    return (
        {one["_id"]: one["text"] for one in held} == world
        and not any(one["pending"] for one in held)
        and not stale
    )
