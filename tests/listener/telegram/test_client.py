"""One connection, kept through whatever happens to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from telethon.network.connection.connection import Connection
from telethon.tl.functions.contacts import ResolveUsernameRequest
from telethon.tl.functions.updates import GetStateRequest

from domain.coverage import Reason
from domain.errors import SourceError
from domain.listening_settings import ListenerSettings, TelegramSettings
from domain.settings import Settings
from listener.telegram.client import NoTelegram, Telegram, eased, telegram
from tests.telegram_server import TelegramServer, World


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    world = World()
    world.channel("kun", joined=True)
    async with TelegramServer(world, tmp_path) as server:
        server.session(tmp_path / "telegram.session")
        yield server


@asynccontextmanager
async def connection(
    server: TelegramServer,
    *,
    stop: asyncio.Event | None = None,
    now: datetime | None = None,
    patience: float = 5.0,
    pause: float = 0.0,
) -> AsyncIterator[Telegram]:
    settings = Settings(
        listener=ListenerSettings(timeout=patience),
        telegram=TelegramSettings(
            api_id=1,
            api_hash="a" * 32,
            server=server.address,
            public_key=server.public_key.name,
            pause=pause,
        ),
    )
    async with telegram(
        settings,
        server.public_key.parent,
        clock=lambda: now or datetime.now(UTC),
        stop=stop or asyncio.Event(),
    ) as opened:
        assert isinstance(opened, Telegram)
        yield opened


def kun() -> Any:
    return ResolveUsernameRequest("kun")


async def trouble(opened: Telegram, request: Any = None) -> SourceError:
    with pytest.raises(SourceError) as raised:
        await opened.ask(request or kun())
    return raised.value


async def test_it_connects_at_the_first_question(server: TelegramServer) -> None:
    async with connection(server) as opened:
        before = server.connects
        answer = await opened.ask(kun())

    assert before == 0
    assert answer.chats[0].title == "Kun"


async def test_questions_at_once_share_one_connection(server: TelegramServer) -> None:
    async with connection(server) as opened:
        await asyncio.gather(*(opened.ask(kun()) for _ in range(20)))

    assert server.connects == 1


async def test_a_key_is_agreed_on_where_there_is_none(
    server: TelegramServer, tmp_path: Path
) -> None:
    (tmp_path / "telegram.session").unlink()

    async with connection(server) as opened:
        error = await trouble(opened)

    assert error.reason is Reason.LOGGED_OUT  # the key is new: nobody logged in


async def test_after_a_cut_the_next_question_is_answered(
    server: TelegramServer,
) -> None:
    async with connection(server) as opened:
        await opened.ask(kun())
        server.drop_connections()
        await asyncio.sleep(0.05)
        await opened.ask(kun())

    assert server.connects == 2


async def test_who_asks_while_another_gives_a_connection_up_is_answered(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing = Connection.disconnect

    async def slowly(connection: Any) -> None:
        await asyncio.sleep(1.5)
        await closing(connection)

    monkeypatch.setattr(Connection, "disconnect", slowly)
    async with connection(server, patience=2.0) as opened, asyncio.timeout(60):
        await opened.ask(kun())
        server.faults.half_open = True
        given_up = asyncio.create_task(trouble(opened))
        await asyncio.sleep(2.1)
        server.faults.half_open = False
        answer = None
        while answer is None:
            with suppress(SourceError):
                answer = await opened.ask(kun())
            await asyncio.sleep(0.01)
        await given_up
        await opened.ask(kun())


@pytest.mark.parametrize("how", ["in place of", "inside"])
async def test_a_cut_answer_is_the_networks_trouble(
    server: TelegramServer, how: str
) -> None:
    async with connection(server) as opened:
        await opened.ask(kun())
        if how == "inside":
            server.faults.drop_inside = True
        else:
            server.drop_after(1)
        error = await trouble(opened)
        await opened.ask(kun())

    assert error.reason is Reason.NETWORK


async def test_many_who_wait_are_all_told_of_the_cut(server: TelegramServer) -> None:
    async with connection(server) as opened:
        await opened.ask(kun())
        server.drop_after(1)
        ends = await asyncio.gather(
            *(opened.ask(kun()) for _ in range(5)), return_exceptions=True
        )

    errors = [end for end in ends if isinstance(end, BaseException)]
    assert errors
    assert all(
        isinstance(e, SourceError) and e.reason is Reason.NETWORK for e in errors
    )


async def test_a_connection_that_is_half_open_is_given_up(
    server: TelegramServer,
) -> None:
    async with connection(server, patience=0.3) as opened:
        await opened.ask(kun())
        server.faults.half_open = True
        error = await trouble(opened)
        server.faults.half_open = False
        await opened.ask(kun())

    assert error.reason is Reason.NETWORK
    assert "does not answer" in str(error)


async def test_a_server_that_hangs_up_at_once_is_not_stormed(
    server: TelegramServer,
) -> None:
    server.faults.accept_and_close = True
    async with connection(server) as opened, asyncio.timeout(10):
        loop = asyncio.get_running_loop()
        end = loop.time() + 1.2
        while loop.time() < end:
            error = await trouble(opened)
            await asyncio.sleep(0.01)

    assert error.reason is Reason.NETWORK
    assert server.connects <= 4


async def test_a_refused_connection_names_when_it_is_tried_again(
    server: TelegramServer,
) -> None:
    await server.close_port()
    async with connection(server) as opened:
        first = await trouble(opened)
        second = await trouble(opened)
        await server.open_port()
        await asyncio.sleep((second.retry_after or 0) + 0.05)
        await opened.ask(kun())

    assert first.reason is Reason.NETWORK
    assert second.retry_after


async def test_a_flood_wait_is_for_its_kind_of_question_only(
    server: TelegramServer,
) -> None:
    async with connection(server) as opened:
        server.flood(2, method="contacts.ResolveUsername")
        first = await trouble(opened)
        again = await trouble(opened)
        await opened.ask(GetStateRequest())

    assert (first.reason, first.retry_after) == (Reason.FLOOD_WAIT, 2.0)
    assert again.retry_after is not None
    assert 1.0 < again.retry_after <= 2.0
    assert server.requests["contacts.ResolveUsername"] == 1


async def test_a_flood_wait_is_over_to_the_second(server: TelegramServer) -> None:
    async with connection(server) as opened:
        server.flood(1, method="contacts.ResolveUsername")
        error = await trouble(opened)
        await asyncio.sleep((error.retry_after or 0) + 0.01)

        answer = await opened.ask(kun())

    assert answer.chats


def test_each_flood_wait_widens_the_spacing_for_a_while() -> None:
    spacing = 8.0
    for _ in range(1_000):
        spacing = eased(spacing, 1.0)

    assert eased(8.0, 1.0) < 8.0
    assert spacing == 1.0
    assert eased(0.0, 0.0) == 0.0


async def test_a_revoked_session_says_what_to_do(server: TelegramServer) -> None:
    async with connection(server) as opened:
        await opened.ask(kun())
        server.revoke()
        error = await trouble(opened)

    assert (error.reason, error.permanent) == (Reason.LOGGED_OUT, True)
    assert "kayfiyat login" in str(error)


async def test_a_key_that_telegram_forgot_says_what_to_do(
    server: TelegramServer,
) -> None:
    async with connection(server) as opened:
        await opened.ask(kun())
        server.forget_keys()
        await asyncio.sleep(0.05)
        error = await trouble(opened)

    assert error.reason is Reason.LOGGED_OUT


async def test_a_new_salt_is_no_trouble(server: TelegramServer) -> None:
    async with connection(server) as opened:
        await opened.ask(kun())
        server.new_salt()

        assert (await opened.ask(kun())).chats


@pytest.mark.parametrize(
    "code, error, reason",
    [
        (400, "CHANNEL_PRIVATE", Reason.NOT_PUBLIC),
        (400, "USERNAME_INVALID", Reason.NOT_PUBLIC),
        (400, "CHANNEL_INVALID", Reason.NOT_PUBLIC),
        (400, "MSG_ID_INVALID", Reason.CHANGED_FORMAT),
        (406, "AUTH_KEY_DUPLICATED", Reason.LOGGED_OUT),
    ],
)
async def test_an_error_of_telegram_becomes_a_reason(
    server: TelegramServer, code: int, error: str, reason: Reason
) -> None:
    async with connection(server) as opened:
        await opened.ask(GetStateRequest())
        server.fail(code, error, method="contacts.ResolveUsername")

        assert (await trouble(opened)).reason is reason


async def test_a_stop_ends_waiting(server: TelegramServer) -> None:
    stop = asyncio.Event()
    async with connection(server, stop=stop, pause=3600) as opened:
        await opened.ask(kun())
        waiting = asyncio.create_task(trouble(opened))
        await asyncio.sleep(0.02)
        stop.set()

        assert (await waiting).reason is Reason.STOPPED


async def test_a_clock_that_is_wrong_is_told(server: TelegramServer) -> None:
    wrong = datetime.now(UTC) - timedelta(minutes=5)
    with capture_logs() as logs:
        async with connection(server, now=wrong) as opened:
            await opened.ask(kun())

    assert [log for log in logs if "clock" in log["event"]]


async def test_what_is_pushed_wakes_who_follows_the_chat(
    server: TelegramServer,
) -> None:
    channel = next(iter(server.world.chats.values()))
    async with connection(server) as opened, asyncio.timeout(5):
        woken = opened.hints.event(channel.id)
        await opened.ask(kun())
        opened.hints.take(channel.id)
        server.world.post(channel, "Yangilik")

        await woken.wait()


async def test_after_reconnecting_every_chat_is_looked_at(
    server: TelegramServer,
) -> None:
    async with connection(server) as opened:
        woken = opened.hints.event(1)
        await opened.ask(kun())
        opened.hints.take(1)
        server.drop_connections()
        await asyncio.sleep(0.05)
        await opened.ask(kun())

        assert woken.is_set()


async def test_without_credentials_each_source_is_told_what_to_do(
    tmp_path: Path,
) -> None:
    stop = asyncio.Event()
    async with telegram(
        Settings(), tmp_path, clock=lambda: datetime.now(UTC), stop=stop
    ) as opened:
        assert isinstance(opened, NoTelegram)
        with pytest.raises(SourceError, match=r"telegram\.api_id") as raised:
            await opened.ask(kun())

    assert raised.value.reason is Reason.LOGGED_OUT
    assert not (tmp_path / "telegram.session").exists()
