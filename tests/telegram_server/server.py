"""The server: listens on loopback, knows keys, tells of changes, has its faults."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from pathlib import Path
from typing import Any, Self

from telethon.crypto import AuthKey
from telethon.sessions import SQLiteSession

from tests.telegram_server.connection import Connection
from tests.telegram_server.faults import Faults, RpcError
from tests.telegram_server.keys import key_id, public_pem, server_key
from tests.telegram_server.login import Login
from tests.telegram_server.rpc import ME, Rpc
from tests.telegram_server.updates import pushed
from tests.telegram_server.world import Change, Chat, World

_BEFORE_LOGIN = ("help.", "auth.", "account.")


class TelegramServer:
    """``async with TelegramServer(world, folder) as server``: serves the world."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.faults = Faults()
        self.requests: Counter[str] = Counter()
        self.log: list[tuple[str, Any]] = []
        self.connects = 0
        self.bugs: list[Exception] = []
        self.key = server_key()
        self.public_key = folder / "server.pem"
        self.public_key.write_bytes(public_pem(self.key))
        self.login = Login(ME, self._accept_all)
        self.rpc = Rpc(world, self.login, lambda: self.port)
        self.salt = 1
        self.port = 0
        self._auth_keys: dict[bytes, bytes] = {}
        self._authorised: set[bytes] = set()
        self._connections: set[Connection] = set()
        self._listening: asyncio.Server | None = None
        world.watch(self._tell)

    async def __aenter__(self) -> Self:
        await self.open_port()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close_port()
        if self.bugs:
            raise ExceptionGroup("the test server has bugs", self.bugs)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def session(self, path: Path) -> None:
        """Write a session that is logged in already."""
        auth_key = os.urandom(256)
        self.accept(auth_key, authorised=True)
        session = SQLiteSession(str(path))
        session.set_dc(2, "127.0.0.1", self.port)
        session.auth_key = AuthKey(auth_key)
        session.save()
        session.close()

    def accept(self, auth_key: bytes, *, authorised: bool) -> None:
        self._auth_keys[key_id(auth_key)] = auth_key
        if authorised:
            self._authorised.add(auth_key)

    def authorised(self, auth_key: bytes | None) -> bool:
        return auth_key in self._authorised and not self.faults.revoked

    def auth_key(self, name: bytes) -> bytes | None:
        return self._auth_keys.get(name)

    def check(self, connection: Connection, request: Any, method: str) -> None:
        """Raise RpcError if the request must fail."""
        self.log.append((method, request))
        del self.log[:-10_000]
        self.faults.raise_for(method)
        known = self.authorised(connection.auth_key)
        if not known and not method.startswith(_BEFORE_LOGIN):
            raise RpcError(401, "AUTH_KEY_UNREGISTERED")

    async def open_port(self) -> None:
        self._listening = await asyncio.start_server(
            self._connected, "127.0.0.1", self.port
        )
        self.port = self._listening.sockets[0].getsockname()[1]

    async def close_port(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self.drop_connections()
            await self._listening.wait_closed()
            self._listening = None

    def flood(self, seconds: int, *, method: str | None = None, times: int = 1) -> None:
        self.fail(420, f"FLOOD_WAIT_{seconds}", method=method, times=times)

    def fail(
        self, code: int, error: str, *, method: str | None = None, times: int = 1
    ) -> None:
        self.faults.errors += [(method, RpcError(code, error))] * times

    def drop_connections(self) -> None:
        for connection in list(self._connections):
            connection.close()

    def drop_after(self, answers: int) -> None:
        """Cut the connection in place of the so-many-th answer from now."""
        self.faults.drop_at = self.faults.answers + answers

    def lose_updates(self, number: int | None = None) -> None:
        """Lose the next pushes, or all until told otherwise."""
        self.faults.lost_updates = number or 0
        self.faults.lose_all_updates = number is None

    def revoke(self) -> None:
        self.faults.revoked = True

    def forget_keys(self) -> None:
        self._auth_keys.clear()
        self.drop_connections()

    def new_salt(self) -> None:
        self.salt += 1

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.connects += 1
        connection = Connection(self, reader, writer)
        if self.faults.accept_and_close:
            connection.close()
            return
        self._connections.add(connection)
        try:
            await connection.serve()
        finally:
            self._connections.discard(connection)
            connection.close()

    def _accept_all(self) -> None:
        """Whoever is connected when a login is accepted is who logged in."""
        for connection in self._connections:
            if connection.auth_key is not None:
                self._authorised.add(connection.auth_key)

    def _tell(self, chat: Chat, change: Change) -> None:
        if not chat.joined or not self._connections or self.faults.loses_update():
            return
        packet = pushed(chat, change)
        for connection in list(self._connections):
            connection.push(packet)
