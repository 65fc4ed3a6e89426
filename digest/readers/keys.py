"""The secret of the letters: a file outside the database, and the keys made of it.

Who has the database alone reads no address and can sign no link.
"""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import ConfigError

FOLDER = "letters"
"""Where the secret lies, in the data directory."""

FILE = "letters.key"

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """Three keys, so that none is used for two things (RFC 5869, 3.2).

    ``naming`` makes ids of addresses, ``sealing`` encrypts them, ``signing`` signs
    the links of readers.
    """

    naming: bytes = field(repr=False)
    sealing: bytes = field(repr=False)
    signing: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> Self:
        """The keys that ``secret`` makes, always the same."""
        return cls(*(_derived(secret, use) for use in ("naming", "sealing", "signing")))

    @property
    def fingerprint(self) -> str:
        """Tells these keys from others, and nothing of them."""
        return hmac.digest(self.naming, b"fingerprint", "sha256").hex()[:32]

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The keys of the secret in ``folder``, which is made if there is none.

        Processes that share the folder agree. Raises ConfigError if the secret can
        be neither read nor made.
        """
        return cls.of(_secret(folder / FILE))


def _derived(secret: bytes, use: str) -> bytes:
    info = f"kayfiyat letters: {use}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(secret)


def _secret(path: Path) -> bytes:
    try:
        if not path.exists():
            _make(path)
        path.chmod(0o600)  # a copy from a backup may be open to others
        secret = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{path}: the key of the letters cannot be kept here ({error.strerror}); "
            "give --data-dir a folder that you may write to"
        ) from None
    if len(secret) != SECRET_BYTES:
        raise ConfigError(
            f"{path}: not a key of {SECRET_BYTES} bytes; restore it from a backup: "
            "without it no address of a reader can be read"
        )
    return secret


def _make(path: Path) -> None:
    """Write a new secret, unless another process is first: then theirs stands.

    It has all its bytes before it has its name, so nobody reads half of one.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    draft = path.with_name(f".{path.stem}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        _name(draft, path)
    finally:
        draft.unlink()


def _name(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # a secret lost in a crash loses every reader's address
    finally:
        os.close(folder)
