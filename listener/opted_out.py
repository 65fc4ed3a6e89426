"""Who asked not to be kept: keyed hashes, outside the database.

One key for all months, unlike that of the pseudonyms: who asked once is not to be
kept next month either. A hash leads to nothing, as nothing of them is kept.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from domain.errors import ConfigError
from domain.key_files import key_in, sync

NAME_ONLY = "name:"
"""Begins an identity that is but a display name, no account."""

FOLDER = "opted-out"
_KEY = "opted-out"


class OptedOut:
    """The authors that are not kept. Each is an empty file, named by a hash.

    A file is made in one step: processes that share ``folder`` need no lock.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, identity: str, *, source: str) -> None:
        """Keep nothing more of ``identity``; safe to repeat. On disk at return."""
        hashed = self._hash(identity, source)
        try:
            (self._folder / hashed).touch(mode=0o600)
            sync(self._folder)
        except OSError as error:
            raise ConfigError(
                f"{self._folder}: who asked to be forgotten cannot be noted here "
                f"({error.strerror}); give --data-dir a folder that you may write to"
            ) from None

    def take_back(self, identity: str, *, source: str) -> bool:
        """Keep what ``identity`` says from now on; whether it was not kept before."""
        noted = self._folder / self._hash(identity, source)
        was_noted = noted.exists()
        try:
            noted.unlink(missing_ok=True)
        except OSError as error:
            raise ConfigError(
                f"{noted.parent}: the wish cannot be taken back here "
                f"({error.strerror}); give --data-dir a folder that you may write to"
            ) from None
        return was_noted

    def hashes(self) -> frozenset[str]:
        """Of all that asked; read it once for many comments."""
        if not self._folder.is_dir():
            return frozenset()
        names = (path.name for path in self._folder.iterdir())
        return frozenset(name for name in names if "." not in name)

    def mark(self) -> tuple[int, str]:
        """How many there are, and what tells two lists apart but nothing of either."""
        hashes = sorted(self.hashes())
        if not hashes:
            return 0, ""
        key = key_in(self._folder, _KEY, of="pseudonyms")
        said = "\n".join(hashes).encode()
        return len(hashes), blake2b(said, key=key, digest_size=12).hexdigest()

    def holds(self, identity: str | None, *, source: str, of: frozenset[str]) -> bool:
        """Whether ``identity`` is among ``of``, which ``hashes`` returned."""
        return bool(of and identity) and self._hash(str(identity), source) in of

    def _hash(self, identity: str, source: str) -> str:
        key = key_in(self._folder, _KEY, of="pseudonyms")
        return blake2b(scoped(identity, source), key=key, digest_size=16).hexdigest()


def scoped(identity: str, source: str) -> bytes:
    """An account is one author in all sources; a display name only in its own."""
    scope = source if identity.startswith(NAME_ONLY) else ""
    return f"{scope}\0{identity}".encode("utf-8", "backslashreplace")
