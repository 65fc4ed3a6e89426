"""One connection to Telegram, by Telethon, for all sources."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from telethon import TelegramClient, events
from telethon.tl.functions.updates import GetStateRequest

from domain.coverage import Reason
from domain.errors import SourceError
from domain.settings import Settings
from listener.telegram.errors import flood_wait, logged_out, source_error, unreachable
from listener.telegram.hints import Hints
from listener.telegram.pushed import changed_in
from listener.telegram.session import held_session

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60.0
"""Seconds between two tries to connect; each failure doubles them."""

WIDEST = 30.0
"""Seconds between two requests, after however many flood waits."""

SKEW = timedelta(minutes=1)
"""A clock further off than this is told: days and intervals hang on it."""

_ENTITIES = 500  # people whom Telethon may remember, in memory only

log = structlog.get_logger()


class Telegram:
    """Asks for all sources in turn; reconnects by itself, slower and slower.

    Where it is asked to wait, it asks more slowly from then on, for a while.
    Telethon's own patience is switched off: it would hide flood waits, and it
    reconnects to a server that hangs up without any pause at all.

    Each connection is a client's of its own. One that is used again while its last
    connection is still being closed believes for ever that it is connected.
    """

    def __init__(
        self,
        new: Callable[[], TelegramClient],
        settings: Settings,
        *,
        clock: Callable[[], datetime],
        stop: asyncio.Event,
    ) -> None:
        self.hints = Hints()
        self.connects = 0
        self._new = new
        self._client = new()
        self._settings = settings
        self._clock = clock
        self._stop = stop
        self._turn = asyncio.Lock()
        self._next_at = 0.0
        self._spacing = settings.telegram.pause
        self._connecting = asyncio.Lock()
        self._failures = 0
        self._retry_at = 0.0
        self._known = False
        self._flooded: dict[str, float] = {}

    async def ask(self, request: Any) -> Any:
        """Send a request and return the answer.

        Requests of all sources keep ``telegram.pause`` between them. Every
        trouble is a SourceError; a flood wait is for all requests of its sort.
        """
        name = type(request).__name__.removesuffix("Request")
        self._check_flood(name)
        await self._wait_turn()
        await self._ensure_connected()
        answer = await self._sent(request, name)
        self._spacing = eased(self._spacing, self._settings.telegram.pause)
        return answer

    def _check_flood(self, name: str) -> None:
        rest = self._flooded.get(name, 0.0) - _now()
        if rest > 0:
            raise flood_wait(name, rest)

    async def _wait_turn(self) -> None:
        async with self._turn:
            await self._pause(self._next_at - _now())
            self._next_at = _now() + self._spacing

    async def _sent(self, request: Any, name: str) -> Any:
        client = self._client
        try:
            async with asyncio.timeout(self._settings.listener.timeout):
                return await client(request)
        except TimeoutError:
            # Half-open: it looks connected and never answers. Others may have
            # connected anew meanwhile.
            await self._disconnect(client)
            raise unreachable("it does not answer") from None
        except asyncio.CancelledError:
            if _is_cancelled():
                raise
            raise unreachable("the connection was cut") from None
        except Exception as error:
            raise self._judged(error, name) from error

    def _judged(self, error: Exception, name: str) -> SourceError:
        judged = source_error(error, name)
        if judged.reason is Reason.FLOOD_WAIT and judged.retry_after:
            self._flooded[name] = _now() + judged.retry_after
            self._spacing = min(2 * self._spacing, WIDEST)
        if judged.reason is Reason.LOGGED_OUT:
            self._known = False
        return judged

    async def _ensure_connected(self) -> None:
        async with self._connecting:
            if self._client.is_connected() and self._known:
                return
            rest = self._retry_at - _now()
            if rest > 0:
                raise unreachable("trying again soon", retry_after=rest)
            await self._connect()

    async def _connect(self) -> None:
        self.connects += 1
        self._failures += 1
        pause = min(FIRST_PAUSE * 2.0 ** min(self._failures - 1, 20), LONGEST_PAUSE)
        self._retry_at = _now() + pause
        await self._opened()
        # Also makes the server push: it wants one request of this sort a session.
        state = await self._sent(GetStateRequest(), "GetState")
        self._tell_skew(state.date)
        self._failures, self._retry_at, self._known = 0, 0.0, True
        self.hints.everything()
        log.info("telegram connected", connects=self.connects)

    async def _opened(self) -> None:
        """Connect with a new client, when the one before is closed or given up."""
        await self._disconnect(self._client)
        self._client = client = self._new()
        client.add_event_handler(self._pushed, events.Raw())
        try:
            async with asyncio.timeout(self._settings.listener.timeout):
                await client.connect()
        except TimeoutError:
            await self._disconnect(client)
            raise unreachable("it does not answer") from None
        except asyncio.CancelledError:
            if _is_cancelled():
                raise
            await self._disconnect(client)
            raise unreachable("the connection was cut") from None
        except Exception as error:
            await self._disconnect(client)
            raise source_error(error, "connecting") from error
        finally:
            # Awaited by nobody, its error would be logged as forgotten.
            client.disconnected.add_done_callback(_seen)

    async def _disconnect(self, client: TelegramClient) -> None:
        if client is self._client:
            self._known = False
        with suppress(Exception):
            async with asyncio.timeout(self._settings.listener.timeout):
                await client.disconnect()

    async def close(self) -> None:
        await self._disconnect(self._client)

    async def _pause(self, seconds: float) -> None:
        if seconds > 0 and not self._stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), seconds)
        if self._stop.is_set():
            raise SourceError("told to stop", reason=Reason.STOPPED)

    async def _pushed(self, update: Any) -> None:
        changed = changed_in(update)
        if changed is not None:
            self.hints.note(*changed)

    def _tell_skew(self, servers: datetime) -> None:
        skew = abs(self._clock() - servers)
        if skew > SKEW:
            log.warning("clock differs from Telegram's", seconds=skew.total_seconds())


class NoTelegram:
    """Stands in where no credentials are given: each source is told what to do."""

    def __init__(self) -> None:
        self.hints = Hints()

    async def ask(self, request: Any) -> Any:  # noqa: ARG002
        raise logged_out("telegram.api_id and telegram.api_hash are not set")


@asynccontextmanager
async def telegram(
    settings: Settings,
    data_dir: Path,
    *,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
) -> AsyncIterator[Telegram | NoTelegram]:
    """The connection; it is opened at the first request and closed at the end.

    Raises ConfigError if another process has the session.
    """
    if not (settings.telegram.api_id and settings.telegram.api_hash):
        yield NoTelegram()
        return
    with held_session(settings.telegram, data_dir) as session:
        connection = Telegram(
            partial(new_client, session, settings), settings, clock=clock, stop=stop
        )
        try:
            yield connection
        finally:
            await connection.close()


def new_client(session: Any, settings: Settings) -> TelegramClient:
    """Telethon's client, with its own patience switched off."""
    return TelegramClient(
        session,
        settings.telegram.api_id,
        settings.telegram.api_hash,
        timeout=max(1, round(settings.listener.timeout)),
        request_retries=1,
        connection_retries=1,
        retry_delay=0,
        auto_reconnect=False,
        flood_sleep_threshold=0,
        raise_last_call_error=True,
        entity_cache_limit=_ENTITIES,
        base_logger=_quiet(),
    )


def _quiet() -> logging.Logger:
    """Telethon tells in prose what we say as a reason; and it names people."""
    logger = logging.getLogger("telethon")
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return logger


def eased(spacing: float, least: float) -> float:
    """Each flood wait doubles the spacing; a hundred answers nearly halve it back."""
    return max(least, spacing * 0.993)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _is_cancelled() -> bool:
    """Whether it is we who are cancelled: Telethon cancels what waits for it too."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _seen(done: asyncio.Future[Any]) -> None:
    if not done.cancelled():
        done.exception()
