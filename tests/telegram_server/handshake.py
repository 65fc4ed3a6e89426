"""The key exchange, the server's side (core.telegram.org/mtproto/auth_key)."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any

from rsa import PrivateKey
from telethon import helpers
from telethon.crypto import AES, AuthKey
from telethon.crypto.rsa import get_byte_array
from telethon.extensions import BinaryReader
from telethon.tl import types
from telethon.tl.functions import (
    ReqDHParamsRequest,
    ReqPqMultiRequest,
    SetClientDHParamsRequest,
)

from tests.telegram_server.keys import (
    DH_PRIME,
    GENERATOR,
    fingerprint,
    rsa_decrypted,
    with_sha1,
)

PQ = 1229739323 * 1402015859


@dataclass
class Handshake:
    """One client's key exchange, question by question."""

    key: PrivateKey
    server_nonce: int = 0
    new_nonce: int = 0
    secret: int = 0
    auth_key: bytes | None = None

    def answer(self, request: Any) -> Any:
        if isinstance(request, ReqPqMultiRequest):
            return self._pq(request)
        if isinstance(request, ReqDHParamsRequest):
            return self._dh_params(request)
        assert isinstance(request, SetClientDHParamsRequest), request
        return self._agreed(request)

    def _pq(self, request: ReqPqMultiRequest) -> Any:
        self.server_nonce = int.from_bytes(os.urandom(16), "big", signed=True)
        return types.ResPQ(
            nonce=request.nonce,
            server_nonce=self.server_nonce,
            pq=get_byte_array(PQ),
            server_public_key_fingerprints=[fingerprint(self.key)],
        )

    def _dh_params(self, request: ReqDHParamsRequest) -> Any:
        inner = _read(rsa_decrypted(request.encrypted_data, self.key))
        self.new_nonce = inner.new_nonce
        self.secret = int.from_bytes(os.urandom(256), "big")
        answer = types.ServerDHInnerData(
            nonce=request.nonce,
            server_nonce=self.server_nonce,
            g=GENERATOR,
            dh_prime=get_byte_array(DH_PRIME),
            g_a=get_byte_array(pow(GENERATOR, self.secret, DH_PRIME)),
            server_time=int(time.time()),
        )
        return types.ServerDHParamsOk(
            nonce=request.nonce,
            server_nonce=self.server_nonce,
            encrypted_answer=AES.encrypt_ige(with_sha1(bytes(answer)), *self._keys()),
        )

    def _agreed(self, request: SetClientDHParamsRequest) -> Any:
        inner = _read(AES.decrypt_ige(request.encrypted_data, *self._keys())[20:])
        shared = pow(int.from_bytes(inner.g_b, "big"), self.secret, DH_PRIME)
        self.auth_key = get_byte_array(shared)
        digest = AuthKey(self.auth_key).calc_new_nonce_hash(self.new_nonce, 1)
        return types.DhGenOk(
            nonce=request.nonce,
            server_nonce=self.server_nonce,
            new_nonce_hash1=digest,
        )

    def _keys(self) -> tuple[bytes, bytes]:
        key, iv = helpers.generate_key_data_from_nonce(
            self.server_nonce, self.new_nonce
        )
        return key, iv


def _read(data: bytes) -> Any:
    with BinaryReader(data) as reader:
        return reader.tgread_object()
