"""Answer who asks how the listening goes: /health for probes, /metrics for graphs."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from domain.errors import ConfigError, StoreError
from domain.listening_settings import ListenerSettings
from listener.metrics import Metrics
from listener.watching import Tally, Watch

PATIENCE = 3.0
"""Seconds that MongoDB has to answer."""

TIMES = 3
"""So many times ``listener.every`` no source may be silent together."""

Ping = Callable[[], Awaitable[object]]
"""Asks MongoDB for a sign of life. Raises StoreError if there is none."""


@asynccontextmanager
async def watched(
    settings: ListenerSettings,
    watch: Watch,
    *,
    ping: Ping,
    patience: float = PATIENCE,
) -> AsyncIterator[None]:
    """Answer at ``health_address``:``health_port`` until the end; 0 answers nowhere.

    Raises ConfigError, in one sentence, if that port cannot be had.
    """
    if not settings.health_port:
        yield
        return
    store = _Store(ping, patience)
    runner = web.AppRunner(
        _app(watch, store, settings.every), access_log=None, shutdown_timeout=1.0
    )
    await runner.setup()
    try:
        await _listen(runner, settings)
        yield
    finally:
        await runner.cleanup()
        await store.close()


def health(
    tallies: Mapping[str, Tally], now: datetime, *, every: float, store: bool
) -> dict[str, Any]:
    """How the listening goes; not ``ok`` names the trouble. Pure."""
    longest = TIMES * every
    silent = all(tally.silent(now) > longest for tally in tallies.values())
    troubles = [] if store else ["MongoDB does not answer"]
    if tallies and silent:
        troubles.append(f"no source was seen for {longest:g} seconds")
    return {
        "ok": not troubles,
        "trouble": "; ".join(troubles) or None,
        "mongodb": store,
        "sources": [_shown(name, tally, now) for name, tally in tallies.items()],
    }


def _shown(name: str, tally: Tally, now: datetime) -> dict[str, Any]:
    waits = tally.waits_until if tally.waits_until and tally.waits_until > now else None
    return {
        "source": name,
        "last_seen_at": _iso(tally.seen_at),
        "lag_seconds": round(tally.lag(now), 3) if tally.seen_at else None,
        "blind": tally.blind,
        "waits_until": _iso(waits),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _app(watch: Watch, store: _Store, every: float) -> web.Application:
    metrics = Metrics(watch)

    async def show_health(_request: web.Request) -> web.Response:
        answers = await store.answers()
        now, tallies = watch.tallies()
        shown = health(tallies, now, every=every, store=answers)
        return web.json_response(shown, status=200 if shown["ok"] else 503)

    async def show_metrics(_request: web.Request) -> web.Response:
        headers = {"Content-Type": CONTENT_TYPE_LATEST}
        return web.Response(body=metrics.text(), headers=headers)

    app = web.Application()
    app.router.add_get("/health", show_health)
    app.router.add_get("/metrics", show_metrics)
    return app


async def _listen(runner: web.AppRunner, settings: ListenerSettings) -> None:
    host, port = settings.health_address, settings.health_port
    try:
        await web.TCPSite(runner, host, port).start()
    except (OSError, UnicodeError) as error:
        raise ConfigError(
            f"listener.health_port: {host}:{port} cannot be used ({_why(error)}); "
            "choose another health_port or health_address, or 0 for none"
        ) from None


def _why(error: OSError | UnicodeError) -> str:
    """In the system's words: asyncio's are long, and name the address again."""
    number = error.errno if isinstance(error, OSError) else None
    return os.strerror(number) if number and number > 0 else str(error)


class _Store:
    """Asks MongoDB once for all who want to know at the same time."""

    def __init__(self, ping: Ping, patience: float) -> None:
        self._ping = ping
        self._patience = patience
        self._asking: asyncio.Task[bool] | None = None

    async def answers(self) -> bool:
        # One at a time: while MongoDB is away, each would hold a thread of Motor's.
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        asking = self._asking
        await asyncio.wait({asking}, timeout=self._patience)
        return asking.done() and asking.result()

    async def close(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> bool:
        try:
            await self._ping()
        except StoreError:
            return False
        return True
