"""Sign messages, so that a receiver can tell that our domain sent them (DKIM).

rsa-sha256 alone: hardly a receiver checks Ed25519 (RFC 8463), and a signature that
is not checked is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from digest.mail.headers import domain_of
from domain.errors import ConfigError
from domain.mail_settings import MailSettings

SIGNED = (
    *("from", "to", "subject", "date", "message-id", "reply-to"),
    *("list-unsubscribe", "list-unsubscribe-post", "list-id"),  # RFC 8058, 4
    *("auto-submitted", "mime-version", "content-type"),
    *("from", "to", "subject", "date"),
)
"""The fields signed. One that is signed once more than it stands in the message cannot
be added on the way (RFC 6376, 5.4.2): a second From, or somebody else's way to end it.
"""

LEAST = 2048
"""Bits of a key; RFC 8301, 3.2: a signer SHOULD have at least so many."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs for ``domain``, with the key that its DNS shows under ``selector``."""

    domain: str
    selector: str
    key: bytes = field(repr=False)

    def signed(self, message: bytes) -> bytes:
        """The message with its signature on top."""
        signature: bytes = dkim.sign(
            message,
            self.selector.encode("ascii"),
            self.domain.encode("ascii"),
            self.key,
            include_headers=[name.encode() for name in SIGNED],
        )
        return signature + message


def signer(settings: MailSettings) -> Signer | None:
    """The signer that the settings name; None if they name none.

    Raises ConfigError if the key is not there, or no key for it.
    """
    if not settings.dkim_key:
        return None
    if not _is_selector(settings.dkim_selector):
        raise ConfigError(
            f"mail.dkim_selector: {settings.dkim_selector!r} is no name in the DNS; "
            "write it in Latin letters, figures, hyphens and dots"
        )
    key = _key(Path(settings.dkim_key))
    return Signer(domain_of(settings.sender.strip()), settings.dkim_selector, key)


def _is_selector(text: str) -> bool:
    labels = text.split(".")
    return text.isascii() and all(x.replace("-", "").isalnum() for x in labels)


def _key(path: Path) -> bytes:
    """The key in the one writing that dkimpy always reads (PKCS #1)."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise _bad(path, f"cannot be read: {error.strerror}; mend the path") from None
    except TypeError:
        raise _bad(path, "has a password; write the key without one") from None
    except (ValueError, UnsupportedAlgorithm):
        raise _bad(path, f"is no private key in PEM; {_MAKE}") from None
    if not isinstance(key, RSAPrivateKey):
        raise _bad(path, f"is no RSA key, and few servers check others; {_MAKE}")
    if key.key_size < LEAST:
        raise _bad(path, f"has only {key.key_size} bits; {_MAKE}")
    return key.private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    )


_MAKE = f"make one by `openssl genrsa {LEAST}`"


def _bad(path: Path, why: str) -> ConfigError:
    return ConfigError(f"the key {path} (mail.dkim_key) {why}")
