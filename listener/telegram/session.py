"""The session: a file that only its owner may read, held by one process at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from telethon.crypto import rsa
from telethon.sessions import SQLiteSession

from domain.errors import ConfigError
from domain.listening_settings import TelegramSettings

TELEGRAMS_DC = 2
"""The data centre that a session begins with; a server of one's own stands for it."""


def session_path(settings: TelegramSettings, data_dir: Path) -> Path:
    """Where the session lies. Telethon wants its name to end in ``.session``."""
    path = data_dir / settings.session
    return path if path.suffix == ".session" else Path(f"{path}.session")


@contextmanager
def held_session(settings: TelegramSettings, data_dir: Path) -> Iterator[SQLiteSession]:
    """The session, for this process alone; closed at the end.

    Raises ConfigError if another process has it, or the folder is not ours.
    """
    path = session_path(settings, data_dir)
    with _locked(path):
        _make_private(path)
        session = SQLiteSession(str(path))
        # It would keep the names and telephone numbers of all who comment.
        session.save_entities = False
        try:
            _point(session, settings, data_dir)
            yield session
        finally:
            session.close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise ConfigError(
            f"{path}: the Telegram session cannot be kept here ({error.strerror}); "
            "give --data-dir a folder that you may write to"
        ) from None
    try:
        _lock(handle, path)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ConfigError(
            f"{path}: another process uses this Telegram session; end it, or name "
            "another telegram.session in the settings"
        ) from None


def _make_private(path: Path) -> None:
    """Whoever can read the file can read the account."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


def _point(session: SQLiteSession, settings: TelegramSettings, data_dir: Path) -> None:
    """Point the session to a server of one's own, if the settings name one."""
    if not settings.server:
        return
    host, _, port = settings.server.rpartition(":")
    if not host or not port.isdigit():
        raise ConfigError(
            f"telegram.server: {settings.server!r} is no address; write host:port"
        )
    session.set_dc(TELEGRAMS_DC, host, int(port))
    if settings.public_key:
        rsa.add_key(_key(settings.public_key, data_dir), old=False)


def _key(name: str, data_dir: Path) -> str:
    for path in (data_dir / name, Path(name)):
        if path.is_file():
            return path.read_text(encoding="ascii")
    raise ConfigError(f"telegram.public_key: no file {name} (in {data_dir} or here)")
