"""The secret of the letters: a file outside the database, and the keys made of it.

Who has the database alone reads no address and can sign no link.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.key_files import key_in

FOLDER = "letters"
"""Where the secret lies, in the data directory."""

NAME = "letters"
FILE = f"{NAME}.key"

LOST = "restore it from a backup: without it no address of a reader can be read"


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
        return cls.of(key_in(folder, NAME, of="letters", mend=LOST))


def _derived(secret: bytes, use: str) -> bytes:
    info = f"kayfiyat letters: {use}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(secret)
