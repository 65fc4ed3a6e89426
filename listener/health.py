"""`/health` and `/metrics`, for whoever keeps the listener running."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from domain.errors import ConfigError, StoreError
from domain.settings import ListenerSettings
from listener.watching import Watch

Ping = Callable[[], Awaitable[object]]
"""Asks MongoDB for a sign of life; raises StoreError if there is none."""

_OK, _UNWELL = 200, 503
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@asynccontextmanager
async def health_told(
    settings: ListenerSettings, watch: Watch, ping: Ping
) -> AsyncIterator[str | None]:
    """Answer until the end of the block; the address, None if it is switched off.

    Raises ConfigError if the port is taken.
    """
    if not settings.health_port:
        yield None
        return
    runner = web.AppRunner(_application(watch, ping), access_log=None)
    await runner.setup()
    address, port = settings.health_address, settings.health_port
    try:
        await _started(web.TCPSite(runner, address, port), address, port)
        yield f"http://{address}:{port}"
    finally:
        await runner.cleanup()


async def _started(site: web.TCPSite, address: str, port: int) -> None:
    try:
        await site.start()
    except OSError as error:
        raise ConfigError(
            f"listener.health_port: {address}:{port} cannot be listened at "
            f"({error.strerror}); choose another, or 0 for none"
        ) from None


def _application(watch: Watch, ping: Ping) -> web.Application:
    async def health(_: web.Request) -> web.Response:
        healthy, told = watch.health()
        mongodb = await _trouble(ping)
        told |= {"ok": healthy and mongodb is None, "mongodb": mongodb or "answers"}
        return web.Response(
            text=json.dumps(told, default=str),
            status=_OK if told["ok"] else _UNWELL,
            content_type="application/json",
        )

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=watch.metrics(), headers={"Content-Type": _PROMETHEUS})

    application = web.Application()
    application.router.add_get("/health", health)
    application.router.add_get("/metrics", metrics)
    return application


async def _trouble(ping: Ping) -> str | None:
    try:
        await ping()
    except StoreError as error:
        return str(error)
    return None
