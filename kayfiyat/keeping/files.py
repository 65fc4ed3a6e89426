"""A file that has its name only once all of it is on the disk."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from domain.errors import InputError


def write_new(path: Path, data: Iterable[bytes]) -> int:
    """Write ``path``, for our eyes alone; how many bytes it has.

    Raises InputError if there is such a file, or none can be written there.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        refuse_old(path)
        size = _written(draft, data)
        refuse_old(path)
        draft.rename(path)
        _sync(path.parent)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written ({error.strerror}); name another place, on a "
            "disk with room"
        ) from None
    finally:
        with suppress(OSError):  # it was renamed, or could not be made
            draft.unlink()
    return size


def refuse_old(path: Path) -> None:
    if path.exists():
        raise InputError(f"{path} is there already; name another file or move it away")


def _written(draft: Path, data: Iterable[bytes]) -> int:
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for each in data:
            file.write(each)
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
