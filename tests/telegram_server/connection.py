"""One client's connection: packets, encryption, requests in, answers out."""

from __future__ import annotations

import asyncio
import struct
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from zlib import crc32

from telethon.extensions import BinaryReader
from telethon.tl import functions, types
from telethon.tl.core import GzipPacked, MessageContainer

from tests.telegram_server.faults import RpcError
from tests.telegram_server.handshake import Handshake
from tests.telegram_server.keys import decrypted, encrypted

if TYPE_CHECKING:
    from tests.telegram_server.server import TelegramServer

FORGOTTEN = struct.pack("<i", -404)
_RESULT = 0xF35C6D01
_VECTOR = 0x1CB5C415
_GZIPPED_OVER = 20_000
_SILENT = (types.MsgsAck, types.MsgsStateInfo)


class Connection:
    """Reads packets until the client goes; answers each request in turn."""

    def __init__(
        self,
        server: TelegramServer,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._sequence = 0
        self._last_id = 0
        self._session: int | None = None
        self.auth_key: bytes | None = None
        self.pushes = False

    async def serve(self) -> None:
        handshake = Handshake(self._server.key)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                packet = await self._packet()
                if self._server.faults.half_open:
                    continue
                if packet[:8] == bytes(8):
                    self._exchange(handshake, packet)
                else:
                    await self._message(packet)
                await self._writer.drain()

    def close(self) -> None:
        self._writer.transport.abort()

    def push(self, update: Any) -> None:
        """Send what the client did not ask for."""
        if self.pushes and self._server.authorised(self.auth_key):
            self._send(bytes(update))

    async def _packet(self) -> bytes:
        head = await self._reader.readexactly(8)
        (length,) = struct.unpack("<i", head[:4])
        body = await self._reader.readexactly(length - 8)
        return body[:-4]

    def _exchange(self, handshake: Handshake, packet: bytes) -> None:
        answer = bytes(handshake.answer(_parsed(packet[20:])))
        head = struct.pack("<qqi", 0, self._new_id(), len(answer))
        self._write(head + answer)
        if handshake.auth_key is not None:
            self._server.accept(handshake.auth_key, authorised=False)

    async def _message(self, packet: bytes) -> None:
        known = self._server.auth_key(packet[:8])
        if known is None:
            self._write(FORGOTTEN)
            return
        self.auth_key = known
        plain = decrypted(known, packet)
        salt, session, message_id, _, length = struct.unpack("<qqqii", plain[:32])
        if salt != self._server.salt:
            self._session = session
            bad = types.BadServerSalt(message_id, 0, 48, self._server.salt)
            self._send(bytes(bad))
            return
        if session != self._session:
            self._session = session
            self._send(bytes(types.NewSessionCreated(message_id, 1, salt)))
        await self._take(message_id, _parsed(plain[32 : 32 + length]))

    async def _take(self, message_id: int, found: Any) -> None:
        if isinstance(found, MessageContainer):
            for inner in found.messages:
                await self._take(inner.msg_id, inner.obj)
        elif isinstance(found, GzipPacked):
            await self._take(message_id, _parsed(found.data))
        elif isinstance(
            found, functions.PingRequest | functions.PingDelayDisconnectRequest
        ):
            self._send(bytes(types.Pong(message_id, found.ping_id)))
        elif isinstance(found, functions.GetFutureSaltsRequest):
            return
        elif not isinstance(found, _SILENT):
            await self._answer(message_id, _unwrapped(found))

    async def _answer(self, message_id: int, request: Any) -> None:
        server, method = self._server, method_of(request)
        server.requests[method] += 1
        await server.faults.wait()
        if server.faults.drops_now():
            self.close()
            return
        try:
            server.check(self, request, method)
            answer = _serialised(server.rpc.answer(request))
        except RpcError as fault:
            answer = bytes(types.RpcError(fault.code, fault.message))
        except Exception as bug:
            # As 5xx it would be asked again and again; the test is told at its end.
            server.bugs.append(bug)
            answer = bytes(types.RpcError(400, "BUG_OF_THE_TEST_SERVER"))
        self.pushes = self.pushes or not method.startswith("help.")
        result = struct.pack("<Iq", _RESULT, message_id) + _smaller(answer)
        if server.faults.drop_inside:
            server.faults.drop_inside = False
            self._send(result, whole=False)
            self.close()
            return
        self._send(result)

    def _send(self, body: bytes, *, whole: bool = True) -> None:
        assert self.auth_key is not None
        self._sequence += 1
        head = struct.pack(
            "<qqqii",
            self._server.salt,
            self._session or 0,
            self._new_id(),
            self._sequence * 2 + 1,
            len(body),
        )
        self._write(encrypted(self.auth_key, head + body), whole=whole)

    def _write(self, payload: bytes, *, whole: bool = True) -> None:
        if self._writer.is_closing():
            return
        packet = struct.pack("<ii", len(payload) + 12, 0) + payload
        packet += struct.pack("<I", crc32(packet))
        self._writer.write(packet if whole else packet[: len(packet) // 2])

    def _new_id(self) -> int:
        """Odd, always rising, and not what another connection had."""
        wanted = int(time.time() * 2**32) & ~3
        self._last_id = max(wanted | 1, self._last_id + 4)
        return self._last_id


def method_of(request: Any) -> str:
    """``messages.GetHistory``."""
    module = type(request).__module__.rpartition(".")[2]
    name = type(request).__name__.removesuffix("Request")
    return name if module == "functions" else f"{module}.{name}"


def _parsed(data: bytes) -> Any:
    with BinaryReader(data) as reader:
        return reader.tgread_object()


def _unwrapped(request: Any) -> Any:
    wrappers = (
        functions.InvokeWithLayerRequest,
        functions.InitConnectionRequest,
        functions.InvokeWithoutUpdatesRequest,
    )
    while isinstance(request, wrappers):
        request = request.query
    return request


def _serialised(answer: Any) -> bytes:
    if isinstance(answer, list):
        return struct.pack("<Ii", _VECTOR, len(answer)) + b"".join(map(bytes, answer))
    return bytes(answer)


def _smaller(answer: bytes) -> bytes:
    """Telegram zips what is long."""
    return bytes(GzipPacked(answer)) if len(answer) > _GZIPPED_OVER else answer
