"""Several hosts on which people write, and several real listeners that share them."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL, Signals
from typing import Any

from listener.pseudonyms import KEYS, Pseudonyms
from tests.listener.telegram_site import SitePost, TelegramSite

LONG = 40
"""So many comments has a post; then the next one is written."""

SETTINGS = """
[listener]
pause = 0.0
jitter = 0.0
every = {every}
lease = {lease}
private_addresses = true
"""

SOURCE = """
[[sources]]
kind = "telegram_web"
name = "{name}"
url = "{url}"
"""


@dataclass
class Town:
    """A channel on each host. ``written`` is when which comment was written."""

    sites: dict[str, TelegramSite] = field(default_factory=dict)
    posts: dict[str, SitePost] = field(default_factory=dict)
    written: dict[str, datetime] = field(default_factory=dict)

    @asynccontextmanager
    async def open(self, hosts: int) -> AsyncIterator[None]:
        async with AsyncExitStack() as opened:
            for n in range(hosts):
                name = f"channel{n}"
                site = self.sites[name] = TelegramSite()
                site._next = 1_000_000 * (n + 1)  # ids are their own in each group
                site.channel(name).group = 700 + n
                await opened.enter_async_context(site.served())
                self._post(name)
            yield

    def write(self, name: str) -> str:
        """Somebody comments; the id that the comment gets in the store."""
        if len(self.posts[name].comments) >= LONG:
            self._post(name)
        now = datetime.now(UTC)
        one = self.sites[name].comment(self.posts[name], at=now)
        id_ = f"telegram:{self.sites[name].channels[name].group}:{one.id}"
        self.written[id_] = now
        return id_

    def world(self) -> dict[str, str]:
        return {
            id_: text
            for name, site in self.sites.items()
            for id_, text in site.world(name).items()
        }

    def settings(self, *, every: float, lease: float) -> str:
        named = (
            SOURCE.format(name=name, url=site.base) for name, site in self.sites.items()
        )
        return SETTINGS.format(every=every, lease=lease) + "".join(named)

    def _post(self, name: str) -> None:
        number = len(self.sites[name].channels[name].posts) + 1
        self.posts[name] = self.sites[name].post(
            name, id=number, at=datetime.now(UTC).replace(microsecond=0)
        )


@dataclass
class Ears:
    """Listeners, each with a data folder of its own, as on machines of their own."""

    folder: Path
    database: Any
    environment: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *, keys_of: str | None = None) -> None:
        data = self.folder / name
        data.mkdir(exist_ok=True)
        if keys_of and not (data / KEYS).exists():
            shutil.copytree(self.folder / keys_of / KEYS, data / KEYS)
        command = [sys.executable, "-m", "kayfiyat", "listen"]
        command += ["--config", str(self.folder / "kayfiyat.toml")]
        command += ["--data-dir", str(data)]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log
            )

    def make_keys(self, name: str) -> None:
        Pseudonyms(self.folder / name / KEYS).check(datetime.now(UTC))

    def signal(self, name: str, how: Signals) -> None:
        self.running[name].send_signal(how)

    def end(self, name: str, how: Signals) -> int:
        self.signal(name, how)
        return self.running.pop(name).wait()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = self.log(name).splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def shares(self) -> list[int]:
        """How many groups each living listener has, in order."""
        living = {one["_id"] for one in self.database.listeners.find()}
        held = Counter(one["by"] for one in self.database.claims.find())
        return sorted(held[name] for name in living)

    def names(self) -> dict[str, str]:
        """Each group's listener, by its slot."""
        slots = {one["_id"]: one["slot"] for one in self.database.listeners.find()}
        claims = self.database.claims.find()
        return {one["_id"]: slots.get(one["by"], "") for one in claims}


@contextmanager
def ears(folder: Path, database: Any, uri: str, settings: str) -> Iterator[Ears]:
    (folder / "kayfiyat.toml").write_text(settings)
    named = {"MONGODB_URI": uri, "MONGODB_DB": database.name}
    all_of_them = Ears(folder, database, os.environ | named)
    try:
        yield all_of_them
    finally:
        for name in list(all_of_them.running):
            all_of_them.end(name, SIGKILL)


async def until(true: Callable[[], bool], *, within: float = 60.0) -> None:
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def writing(town: Town, *, every: float) -> None:
    """People write on, on all hosts in turn, until cancelled."""
    while True:
        for name in town.sites:
            town.write(name)
            await asyncio.sleep(every)
