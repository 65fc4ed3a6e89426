"""Readers' addresses: told from what is none, named by a keyed hash, encrypted."""

from __future__ import annotations

import hmac
import re
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from digest.readers.keys import Keys
from domain.errors import InputError

LONGEST = 254
"""RFC 5321, 4.5.3.1.3: a path has 256 characters, two of them its brackets."""

LONGEST_LOCAL = 64
"""RFC 5321, 4.5.3.1.1."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?P<local>{_ATOM}(?:\.{_ATOM})*)@(?P<domain>(?:{_LABEL}\.)+{_LABEL})"
)
"""RFC 5321, 4.1.2: a dot-string at a domain. A quoted local part, an address of a
machine in brackets and a host of one's own network are legal, and nobody's."""

_NONCE_BYTES = 12
"""NIST SP 800-38D, 8.2: what AES-GCM is made for."""


def normalised(text: str) -> str | None:
    """``text`` as the one address that it is; None if it is none.

    Only the domain is put in small letters: the local part is the receiver's to
    read (RFC 5321, 2.4). Letters beyond ASCII are refused: few servers take such a
    local part (RFC 6531), and some turn into ASCII ones in small letters (the
    Kelvin sign into k), and so one address into another's.
    """
    found = _ADDRESS.fullmatch(text.strip(" "))
    if found is None or len(found[0]) > LONGEST or len(found["local"]) > LONGEST_LOCAL:
        return None
    if found["domain"].rpartition(".")[2].isdigit():
        return None
    return f"{found['local']}@{found['domain'].lower()}"


class Addresses:
    """Names and seals addresses, given as ``normalised`` has them."""

    def __init__(self, keys: Keys) -> None:
        self._naming = keys.naming
        self._cipher = AESGCM(keys.sealing)

    def id_of(self, address: str) -> str:
        """The id of the reader at ``address``.

        Capitals make no other reader: no server in use tells them apart.
        """
        return hmac.digest(self._naming, address.lower().encode(), "sha256").hex()

    def seal(self, address: str) -> bytes:
        """``address`` encrypted: other bytes each time, which tell its length alone."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, address.encode(), None)

    def unseal(self, sealed: bytes) -> str:
        """The address in ``sealed``. Raises InputError if another key sealed it."""
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, rest, None).decode()
        except (InvalidTag, ValueError):
            raise InputError(
                "a reader's address cannot be decrypted with this letters.key; restore "
                "the one with which readers subscribed"
            ) from None
