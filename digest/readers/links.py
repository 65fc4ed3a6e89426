"""The links by which a reader confirms, changes and ends a subscription.

A link names the reader and one purpose, and is signed: nobody makes one up, and
one for a purpose does not serve another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from itsdangerous import BadData, TimestampSigner
from itsdangerous.encoding import base64_decode, base64_encode

from digest.readers.keys import Keys

CONFIRM_WITHIN = timedelta(days=7)
"""As long as the store keeps what is asked and not confirmed."""

ID_BYTES = 32


class Purpose(StrEnum):
    """What a link is for; also the path of its page."""

    CONFIRM = "confirm"
    PREFERENCES = "preferences"
    UNSUBSCRIBE = "unsubscribe"


def _now() -> datetime:
    return datetime.now(UTC)


class Links:
    """Makes links below ``base_url`` and reads the tokens in them."""

    def __init__(
        self, keys: Keys, base_url: str, *, clock: Callable[[], datetime] = _now
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._signers = {each: _Signer(keys, each, clock) for each in Purpose}

    def confirm(self, id_: str) -> str:
        """Good for CONFIRM_WITHIN."""
        return self._link(id_, Purpose.CONFIRM)

    def preferences(self, id_: str) -> str:
        return self._link(id_, Purpose.PREFERENCES)

    def unsubscribe(self, id_: str) -> str:
        return self._link(id_, Purpose.UNSUBSCRIBE)

    def read(self, token: str, purpose: Purpose) -> str | None:
        """The id of the reader whose token it is; None if it does not serve."""
        kept = CONFIRM_WITHIN if purpose is Purpose.CONFIRM else None
        seconds = int(kept.total_seconds()) if kept else None
        try:
            signed = self._signers[purpose].unsign(token, max_age=seconds)
            id_ = base64_decode(signed)
        except (BadData, ValueError):  # beyond ASCII it is no BadData
            return None
        return id_.hex() if len(id_) == ID_BYTES else None

    def _link(self, id_: str, purpose: Purpose) -> str:
        token = self._signers[purpose].sign(base64_encode(bytes.fromhex(id_)))
        return f"{self._base_url}/{purpose}?t={token.decode()}"


class _Signer(TimestampSigner):
    """A signer for one purpose, by a clock of ours."""

    def __init__(
        self, keys: Keys, purpose: Purpose, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(
            keys.signing,
            salt=f"kayfiyat.letters.{purpose}",
            key_derivation="hmac",
            digest_method=sha256,
        )
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock().timestamp())
