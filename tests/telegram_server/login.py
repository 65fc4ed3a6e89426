"""Login at the test server: a code, and a password by SRP if one is set."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import pbkdf2_hmac, sha256
from typing import Any

from telethon.password import check_prime_and_good
from telethon.tl import functions, types

from tests.telegram_server.faults import RpcError

# Telethon factorises any other for minutes, to see that it is safe.
PRIME = next(
    int.from_bytes(bytes(constant), "big")
    for constant in check_prime_and_good.__code__.co_consts
    if isinstance(constant, tuple)
)
G = 3

CODE = "12345"
PHONE = "+998901234567"
_SALT1, _SALT2 = b"one-salt", b"another-salt"


class Login:
    """``password`` is asked for after the code. ``accepted`` hears of a login."""

    def __init__(self, me: Any, accepted: Callable[[], None]) -> None:
        self.password: str | None = None
        self.asked: list[str] = []
        self._me = me
        self._accepted = accepted
        self._secret = int.from_bytes(os.urandom(255), "big")
        self.answers: dict[type, Callable[[Any], Any]] = {
            functions.auth.SendCodeRequest: self._send_code,
            functions.auth.SignInRequest: self._sign_in,
            functions.account.GetPasswordRequest: self._get_password,
            functions.auth.CheckPasswordRequest: self._check_password,
            functions.auth.LogOutRequest: lambda _: types.auth.LoggedOut(),
        }

    def _send_code(self, request: Any) -> Any:
        self.asked.append(request.phone_number)
        return types.auth.SentCode(
            type=types.auth.SentCodeTypeApp(len(CODE)), phone_code_hash="hash"
        )

    def _sign_in(self, request: Any) -> Any:
        if request.phone_code != CODE:
            raise RpcError(400, "PHONE_CODE_INVALID")
        if self.password is not None:
            raise RpcError(401, "SESSION_PASSWORD_NEEDED")
        return self._in()

    def _get_password(self, _: Any) -> Any:
        algorithm = _algorithm()
        prime = algorithm.p
        b = (_k(prime) * self._verifier() + pow(G, self._secret, PRIME)) % (PRIME)
        return types.account.Password(
            new_algo=algorithm,
            new_secure_algo=types.SecurePasswordKdfAlgoUnknown(),
            secure_random=b"0" * 32,
            has_password=True,
            current_algo=algorithm,
            srp_B=_padded(b),
            srp_id=1,
        )

    def _check_password(self, request: Any) -> Any:
        """Verifies the client's proof M1 (core.telegram.org/api/srp)."""
        b = (
            _k(_padded(PRIME)) * self._verifier() + pow(G, self._secret, PRIME)
        ) % PRIME
        a = int.from_bytes(request.password.A, "big")
        u = int.from_bytes(_h(_padded(a), _padded(b)), "big")
        shared = pow(a * pow(self._verifier(), u, PRIME), self._secret, PRIME)
        mixed = bytes(
            x ^ y for x, y in zip(_h(_padded(PRIME)), _h(_padded(G)), strict=True)
        )
        proof = _h(
            mixed,
            _h(_SALT1),
            _h(_SALT2),
            _padded(a),
            _padded(b),
            _h(_padded(shared)),
        )
        if proof != request.password.M1:
            raise RpcError(400, "PASSWORD_HASH_INVALID")
        return self._in()

    def _verifier(self) -> int:
        assert self.password is not None
        first = _salted(_salted(self.password.encode(), _SALT1), _SALT2)
        long = pbkdf2_hmac("sha512", first, _SALT1, 100_000)
        x = int.from_bytes(_salted(long, _SALT2), "big")
        return pow(G, x, PRIME)

    def _in(self) -> Any:
        self._accepted()
        return types.auth.Authorization(user=self._me)


def _algorithm() -> Any:
    return types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
        salt1=_SALT1, salt2=_SALT2, g=G, p=_padded(PRIME)
    )


def _k(prime: bytes) -> int:
    return int.from_bytes(_h(prime, _padded(G)), "big")


def _padded(number: int) -> bytes:
    return number.to_bytes(256, "big")


def _h(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def _salted(data: bytes, salt: bytes) -> bytes:
    return _h(salt, data, salt)
