"""Keys in files: made once, whole, for their owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from domain.errors import ConfigError

KEY_BYTES = 32

LOST_FOR_GOOD = (
    "restore it from a backup; without one, see 'When something is wrong' in "
    "docs/operator.md"
)


def key_in(folder: Path, name: str, *, of: str, mend: str = LOST_FOR_GOOD) -> bytes:
    """The key called ``name``; made if it is not there. Processes agree on it.

    ``of`` says in an error what it is the key of, ``mend`` what to do about one that
    is none. Raises ConfigError if it can be neither read nor made.
    """
    path = folder / f"{name}.key"
    try:
        if not path.exists():
            _make(path)
        path.chmod(0o600)  # a copy from a backup may be open to others
        key = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{path}: the key of the {of} cannot be kept here "
            f"({error.strerror}); give --data-dir a folder that you may write to"
        ) from None
    if len(key) != KEY_BYTES:
        raise ConfigError(f"{path}: not a key of {KEY_BYTES} bytes; {mend}")
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
    sync(path.parent)  # what was sealed or named under a key lost in a crash is lost


def sync(folder: Path) -> None:
    """What was named in ``folder`` is on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
