"""A name that one process has: whoever gets it knows that its last owner is dead."""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from domain.errors import ConfigError

FOLDER = "listeners"
"""The folder of the slots, in the data directory."""


@contextmanager
def held_slot(data_dir: Path) -> Iterator[str]:
    """The first slot that no process has, until the end.

    The system frees the lock when its owner ends, however it ends, and not while it is
    stopped. So a listener that is started again need not wait for its own old lease.
    """
    folder = data_dir / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = next(each for each in map(_locked, _files(folder)) if each is not None)
        try:
            yield f"{socket.gethostname()}:{_id(handle)}"
        finally:
            os.close(handle)
    except OSError as error:
        raise ConfigError(
            f"{folder}: a listener's place cannot be kept here ({error.strerror}); "
            "give --data-dir a folder that you may write to"
        ) from None


def _files(folder: Path) -> Iterator[Path]:
    return (folder / f"{n}.slot" for n in count(1))


def _locked(path: Path) -> int | None:
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _id(handle: int) -> str:
    """Of this folder's slot: two folders on one machine share no name."""
    if not (known := os.pread(handle, 64, 0).decode("ascii", "replace")):
        known = secrets.token_hex(4)
        os.pwrite(handle, known.encode(), 0)
    return known
