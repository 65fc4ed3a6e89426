"""Authors' pseudonyms: keyed hashes under a key that changes every month.

The keys lie in files outside the database. Who has the database alone cannot
tell who wrote; who has destroyed the keys cannot either.
"""

from __future__ import annotations

import os
import re
import secrets
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path

from domain.errors import ConfigError
from domain.periods import day_of

KEYS = "keys"
"""The folder of the keys, in the data directory."""

KEY_BYTES = 32
NAME_ONLY = "name:"
"""Begins an identity that is but a display name, no account."""


class Pseudonyms:
    """Makes pseudonyms under the keys in ``folder``.

    Processes that share the folder agree. An account has the same pseudonym in
    all sources within one month, so a campaign's authors can be counted across
    sources; a display name is no identity outside its source.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys: dict[str, bytes] = {}

    def author(self, identity: str | None, *, source: str, at: datetime) -> str | None:
        """The pseudonym of ``identity`` in the month of ``at``; None stays None."""
        if not identity:
            return None
        scope = source if identity.startswith(NAME_ONLY) else ""
        scoped = f"{scope}\0{identity}".encode("utf-8", "backslashreplace")
        return blake2b(scoped, key=self._key(month_of(at)), digest_size=16).hexdigest()

    def destroy_before(self, day: date) -> int:
        """Destroy the keys of the months before that of ``day``; says how many.

        Nobody can then link an author to those months' comments, we included.
        """
        first = f"{day:%Y-%m}"
        old = [path for path in self._files() if path.stem < first]
        for path in old:
            # Not overwritten first: another process must never read zeros as a key.
            path.unlink(missing_ok=True)
        self._keys = {month: key for month, key in self._keys.items() if month >= first}
        return len(old)

    def _key(self, month: str) -> bytes:
        if month not in self._keys:
            self._keys[month] = _key_in(self._folder, month)
        return self._keys[month]

    def _files(self) -> list[Path]:
        found = self._folder.glob("*.key") if self._folder.is_dir() else ()
        return [path for path in found if re.fullmatch(r"\d{4}-\d{2}", path.stem)]


def month_of(at: datetime) -> str:
    """The month in Tashkent, as ``2026-01``."""
    return f"{day_of(at):%Y-%m}"


def _key_in(folder: Path, month: str) -> bytes:
    path = folder / f"{month}.key"
    try:
        if not path.exists():
            _make(path)
        path.chmod(0o600)  # a copy from a backup may be open to others
        key = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{path}: the key of the pseudonyms cannot be kept here "
            f"({error.strerror}); give --data-dir a folder that you may write to"
        ) from None
    if len(key) != KEY_BYTES:
        raise ConfigError(
            f"{path}: not a key of {KEY_BYTES} bytes; restore it from a backup, or "
            "delete it to go on under a new one"
        )
    return key


def _make(path: Path) -> None:
    """Write a new key, unless another process is first: then theirs stands.

    The key has all its bytes before it has its name, so nobody reads half of one.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    draft = path.with_name(f".{path.stem}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
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
        os.fsync(folder)  # a key lost in a crash would split its authors in two
    finally:
        os.close(folder)
