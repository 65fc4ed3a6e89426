"""Authors' pseudonyms: keyed hashes under a key that changes every month.

The keys lie in files outside the database. Who has the database alone cannot
tell who wrote; who has destroyed the keys cannot either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path

from domain.key_files import key_in
from domain.periods import day_of
from listener.opted_out import FOLDER, NAME_ONLY, OptedOut, scoped

__all__ = ["KEYS", "NAME_ONLY", "Agree", "Pseudonyms", "mark_of", "month_of"]

KEYS = "keys"
"""The folder of the keys, in the data directory."""


MARK_BYTES = 12

Agree = Callable[[str, str], None]
"""Is told a month and the mark of its key here. Raises OtherKeysError if another key
is in use for that month elsewhere."""


class Pseudonyms:
    """Makes pseudonyms under the keys in ``folder``.

    Processes that share the folder agree; others ``agree`` before a key is used. An
    account has the same pseudonym in all sources within one month, so a campaign's
    authors can be counted across sources; a display name is no identity outside its
    source.
    """

    def __init__(self, folder: Path, agree: Agree | None = None) -> None:
        self.opted_out = OptedOut(folder / FOLDER)
        self._agree = agree
        self._folder = folder
        self._keys: dict[str, tuple[Path, bytes]] = {}

    def author(self, identity: str | None, *, source: str, at: datetime) -> str | None:
        """The pseudonym of ``identity`` in the month of ``at``; None stays None."""
        return self._in_month(month_of(at), identity, source) if identity else None

    def held(self, identity: str, *, source: str) -> dict[str, str]:
        """The pseudonym of ``identity`` in each month whose key is held."""
        return {
            month: self._in_month(month, identity, source) for month in self.months()
        }

    def check(self, at: datetime) -> None:
        """Agree on the key of the month of ``at``; it is made if it is not there."""
        self._key(month_of(at))

    def months(self) -> list[str]:
        """The months whose keys are held, in order."""
        return sorted(path.stem for path in self._files())

    def destroy_before(self, day: date) -> int:
        """Destroy the keys of the months before that of ``day``; says how many.

        Nobody can then link an author to those months' comments, we included.
        """
        first = f"{day:%Y-%m}"
        old = [path for path in self._files() if path.stem < first]
        for path in old:
            # Not overwritten first: another process must never read zeros as a key.
            path.unlink(missing_ok=True)
        self._keys = {
            month: kept for month, kept in self._keys.items() if month >= first
        }
        return len(old)

    def _in_month(self, month: str, identity: str, source: str) -> str:
        said = scoped(identity, source)
        return blake2b(said, key=self._key(month), digest_size=16).hexdigest()

    def _key(self, month: str) -> bytes:
        path, key = self._keys.get(month) or (None, b"")
        # A key that was destroyed meanwhile must not live on in our memory.
        if path is None or not path.exists():
            key = key_in(self._folder, month, of="pseudonyms")
            if self._agree:
                self._agree(month, mark_of(key))
            self._keys[month] = self._folder / f"{month}.key", key
        return key

    def _files(self) -> list[Path]:
        found = self._folder.glob("*.key") if self._folder.is_dir() else ()
        return [path for path in found if re.fullmatch(r"\d{4}-\d{2}", path.stem)]


def mark_of(key: bytes) -> str:
    """What tells two keys apart; of 32 random bytes nothing follows from it."""
    return blake2b(b"mark", key=key, digest_size=MARK_BYTES).hexdigest()


def month_of(at: datetime) -> str:
    """The month in Tashkent, as ``2026-01``."""
    return f"{day_of(at):%Y-%m}"
