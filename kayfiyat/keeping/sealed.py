"""A file of encrypted chunks, none of which can be changed, moved, added or dropped.

``kayfiyat backup 1\\n``, 16 bytes of salt, 16 bytes by which a wrong passphrase is
known, then chunks: four bytes of length and that much AES-256-GCM. The key is made of
the passphrase and the salt by scrypt (RFC 7914), so each file has its own. A chunk's
nonce is its number and whether it is the last: the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár (2015), *Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance*. So a chunk decrypts in its own place alone, and a file
that was cut off has no last one.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator
from itertools import count
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from domain.errors import InputError

MAGIC = b"kayfiyat backup 1\n"
LONGEST = 1 << 26
"""Bytes of a chunk; whoever names more has no file of ours."""

_SALT_BYTES = _CHECK_BYTES = 16
_KEY_BYTES = 32
_TAG_BYTES = 16
COST = 1 << 17
"""128 MiB and a third of a second for each passphrase that is tried (OWASP)."""

DAMAGED = "it was damaged, cut off or changed; take another backup"


def sealed(
    chunks: Iterable[bytes], passphrase: bytes, *, cost: int = COST
) -> Iterator[bytes]:
    """The bytes of a file that holds ``chunks``, of which there is at least one."""
    salt = secrets.token_bytes(_SALT_BYTES)
    key, check = _derived(passphrase, salt, cost)
    head = MAGIC + salt + check
    yield head
    cipher = AESGCM(key)
    for number, (chunk, last) in enumerate(_with_last(chunks)):
        closed = cipher.encrypt(_nonce(number, last=last), chunk, head)
        yield len(closed).to_bytes(4, "big") + closed


def unsealed(
    file: BinaryIO, passphrase: bytes, *, name: str, cost: int = COST
) -> Iterator[bytes]:
    """The chunks of ``file``, one after the other; each is known to be true.

    Raises InputError, which speaks of ``name``, at the first that is not, and for a
    wrong passphrase.
    """
    head = _head(file, name)
    salt = head[-_CHECK_BYTES - _SALT_BYTES : -_CHECK_BYTES]
    key, check = _derived(passphrase, salt, cost)
    if not hmac.compare_digest(check, head[-_CHECK_BYTES:]):
        raise InputError(
            f"{name}: this is not its passphrase (or its first bytes were damaged); "
            "give the one that it was made with"
        )
    cipher = AESGCM(key)
    closed = _chunk(file, name)
    for number in count():
        following = _chunk(file, name)
        nonce = _nonce(number, last=not following)
        try:
            yield cipher.decrypt(nonce, closed, head)
        except InvalidTag:
            raise InputError(f"{name}: {DAMAGED} (chunk {number})") from None
        if not following:
            return
        closed = following


def _with_last(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each chunk, and whether it is the last."""
    left = iter(chunks)
    held = next(left)
    for following in left:
        yield held, False
        held = following
    yield held, True


def _derived(passphrase: bytes, salt: bytes, cost: int) -> tuple[bytes, bytes]:
    made = Scrypt(salt=salt, length=_KEY_BYTES + _CHECK_BYTES, n=cost, r=8, p=1).derive(
        passphrase
    )
    return made[:_KEY_BYTES], made[_KEY_BYTES:]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _head(file: BinaryIO, name: str) -> bytes:
    head = file.read(len(MAGIC) + _SALT_BYTES + _CHECK_BYTES)
    if not head.startswith(MAGIC):
        raise InputError(f"{name} is no backup that this program can read")
    if len(head) < len(MAGIC) + _SALT_BYTES + _CHECK_BYTES:
        raise InputError(f"{name}: {DAMAGED}")
    return head


def _chunk(file: BinaryIO, name: str) -> bytes:
    """The next one, as it is; empty at the end of the file."""
    told = file.read(4)
    if not told:
        return b""
    length = int.from_bytes(told, "big")
    if len(told) < 4 or not _TAG_BYTES <= length <= LONGEST:
        raise InputError(f"{name}: {DAMAGED}")
    closed = file.read(length)
    if len(closed) < length:
        raise InputError(f"{name}: {DAMAGED}")
    return closed
