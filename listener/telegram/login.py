"""Log in to Telegram, once; the session is what remains of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telethon import errors
from telethon.password import compute_check
from telethon.tl.functions.account import GetPasswordRequest
from telethon.tl.functions.auth import (
    CheckPasswordRequest,
    LogOutRequest,
    SendCodeRequest,
    SignInRequest,
)
from telethon.tl.functions.updates import GetStateRequest
from telethon.tl.types import CodeSettings

from domain.errors import ConfigError
from domain.settings import Settings
from listener.telegram.client import new_client
from listener.telegram.session import held_session, session_path

TRIES = 3

_NO_CREDENTIALS = (
    "telegram.api_id and telegram.api_hash are not set; make them at "
    "https://my.telegram.org and put them into the settings"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """How the person at the terminal is asked. Nothing asked for is kept."""

    phone: Callable[[], str]
    code: Callable[[], str]
    password: Callable[[], str]
    wrong: Callable[[str], None]


async def log_in(settings: Settings, data_dir: Path, ask: Ask) -> bool:
    """Log in, unless the session is logged in already; then False.

    Raises ConfigError, in one sentence, if Telegram or the settings refuse it.
    """
    _check(settings)
    with held_session(settings.telegram, data_dir) as session:
        async with _Connected(session, settings) as client:
            if await _is_logged_in(client):
                return False
            await _sign_in(client, settings, ask)
            return True


async def log_out(settings: Settings, data_dir: Path) -> None:
    """End the session at Telegram, and delete its file in any case."""
    _check(settings)
    with held_session(settings.telegram, data_dir) as session:
        async with _Connected(session, settings) as client:
            if await _is_logged_in(client):
                await client(LogOutRequest())
        session_path(settings.telegram, data_dir).unlink(missing_ok=True)


class _Connected:
    """A client for the time being; what fails on the way is one sentence."""

    def __init__(self, session: Any, settings: Settings) -> None:
        self._client = new_client(session, settings)
        self._timeout = settings.listener.timeout

    async def __aenter__(self) -> Any:
        try:
            async with asyncio.timeout(self._timeout):
                await self._client.connect()
        except (OSError, TimeoutError) as error:
            await self._client.disconnect()
            raise ConfigError(
                f"Telegram cannot be reached ({error}); mend the network, or "
                "telegram.server in the settings"
            ) from None
        return self._client

    async def __aexit__(self, _: object, error: object, __: object) -> None:
        await self._client.disconnect()
        if isinstance(error, errors.RPCError):
            raise ConfigError(f"Telegram refuses: {error}") from None


async def _is_logged_in(client: Any) -> bool:
    try:
        await client(GetStateRequest())
    except errors.UnauthorizedError:
        return False
    return True


async def _sign_in(client: Any, settings: Settings, ask: Ask) -> None:
    phone = ask.phone()
    telegram = settings.telegram
    sent = await client(
        SendCodeRequest(phone, telegram.api_id, telegram.api_hash, CodeSettings())
    )
    for _ in range(TRIES):
        try:
            await client(SignInRequest(phone, sent.phone_code_hash, ask.code()))
        except errors.PhoneCodeInvalidError:
            ask.wrong("The code is wrong.")
        except errors.SessionPasswordNeededError:
            return await _give_password(client, ask)
        else:
            return None
    raise ConfigError(f"{TRIES} wrong codes; begin again with `kayfiyat login`")


async def _give_password(client: Any, ask: Ask) -> None:
    for _ in range(TRIES):
        asked = await client(GetPasswordRequest())
        try:
            check = compute_check(asked, ask.password())
            await client(CheckPasswordRequest(check))
        except errors.PasswordHashInvalidError:
            ask.wrong("The password is wrong.")
        else:
            return
    raise ConfigError(f"{TRIES} wrong passwords; begin again with `kayfiyat login`")


def _check(settings: Settings) -> None:
    if not (settings.telegram.api_id and settings.telegram.api_hash):
        raise ConfigError(_NO_CREDENTIALS)
