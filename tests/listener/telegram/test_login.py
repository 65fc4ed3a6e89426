"""Logging in at a Telegram on loopback: code, password, and what remains."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.listening_settings import ListenerSettings, TelegramSettings
from domain.settings import Settings
from listener.telegram.login import TRIES, Ask, log_in, log_out
from tests.telegram_server import TelegramServer, World
from tests.telegram_server.login import CODE, PHONE


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(World(), tmp_path) as server:
        yield server


def settings(server: TelegramServer) -> Settings:
    return Settings(
        listener=ListenerSettings(timeout=5),
        telegram=TelegramSettings(
            api_id=1,
            api_hash="a" * 32,
            server=server.address,
            public_key=str(server.public_key),
        ),
    )


class Person:
    """At the terminal: gives these answers, and hears what was wrong."""

    def __init__(self, *codes: str, passwords: tuple[str, ...] = ()) -> None:
        self._codes: Iterator[str] = iter(codes)
        self._passwords: Iterator[str] = iter(passwords)
        self.heard: list[str] = []

    @property
    def ask(self) -> Ask:
        return Ask(
            phone=lambda: PHONE,
            code=lambda: next(self._codes),
            password=lambda: next(self._passwords),
            wrong=self.heard.append,
        )


async def test_the_code_logs_in_and_nothing_is_asked_again(
    server: TelegramServer, tmp_path: Path
) -> None:
    first = await log_in(settings(server), tmp_path, Person(CODE).ask)
    again = await log_in(settings(server), tmp_path, Person().ask)

    assert (first, again) == (True, False)
    assert server.login.asked == [PHONE]


async def test_a_wrong_code_may_be_mended(
    server: TelegramServer, tmp_path: Path
) -> None:
    person = Person("00000", CODE)

    assert await log_in(settings(server), tmp_path, person.ask)
    assert person.heard == ["The code is wrong."]


async def test_too_many_wrong_codes_end_it(
    server: TelegramServer, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match="begin again"):
        await log_in(settings(server), tmp_path, Person(*["00000"] * TRIES).ask)


async def test_a_password_is_asked_for_where_there_is_one(
    server: TelegramServer, tmp_path: Path
) -> None:
    server.login.password = "sir"
    person = Person(CODE, passwords=("wrong", "sir"))

    assert await log_in(settings(server), tmp_path, person.ask)
    assert person.heard == ["The password is wrong."]


async def test_neither_phone_nor_name_stays_on_disk(
    server: TelegramServer, tmp_path: Path
) -> None:
    await log_in(settings(server), tmp_path, Person(CODE).ask)

    kept = (tmp_path / "telegram.session").read_bytes()
    assert PHONE.encode() not in kept
    assert PHONE[1:].encode() not in kept
    assert b"Listener" not in kept


async def test_logging_out_deletes_the_session(
    server: TelegramServer, tmp_path: Path
) -> None:
    await log_in(settings(server), tmp_path, Person(CODE).ask)

    await log_out(settings(server), tmp_path)

    assert not (tmp_path / "telegram.session").exists()
    assert server.requests["auth.LogOut"] == 1


async def test_what_telegram_refuses_is_one_sentence(
    server: TelegramServer, tmp_path: Path
) -> None:
    server.fail(400, "PHONE_NUMBER_BANNED", method="auth.SendCode")

    with pytest.raises(ConfigError, match="Telegram refuses"):
        await log_in(settings(server), tmp_path, Person(CODE).ask)


async def test_without_credentials_it_says_where_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"my\.telegram\.org"):
        await log_in(Settings(), tmp_path, Person().ask)


async def test_a_server_that_is_away_is_named(
    server: TelegramServer, tmp_path: Path
) -> None:
    await server.close_port()

    with pytest.raises(ConfigError, match="cannot be reached"):
        await log_in(settings(server), tmp_path, Person(CODE).ask)
