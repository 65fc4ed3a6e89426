"""The data folder: can we write there, and who else can read what is secret."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from digest.readers.keys import FOLDER as LETTERS
from domain.listening_settings import TelegramSettings
from kayfiyat.doctor.findings import Finding, ok, warning, wrong
from kayfiyat.doctor.machine import nearest
from kayfiyat.doctor.world import World, secrets
from kayfiyat.sign_in import FOLDER as SIGN_IN
from listener.pseudonyms import KEYS
from listener.telegram.session import session_path

SECRET = (KEYS, SIGN_IN, LETTERS)
"""Folders whose files are for their owner alone."""


def data(world: World) -> Finding:
    """Write a temporary file where data would go, and a second name for it."""
    there = nearest(world.data_dir)
    trouble = _trouble(there) or _not_ours(world.data_dir)
    made = there == world.data_dir.absolute()
    return of_data(str(world.data_dir.absolute()), made=made, trouble=trouble)


def of_data(path: str, *, made: bool, trouble: str) -> Finding:
    if trouble:
        mend = "mend its owner (`chown`), or name another with --data-dir"
        return wrong(f"{path} cannot be written: {trouble}", mend)
    return ok(f"{path} {'can be written' if made else 'can be made'}")


def _trouble(folder: Path) -> str:
    """Why keys cannot be kept under ``folder``; "" if they can."""
    if not folder.is_dir():
        return f"{folder} is no folder"
    try:
        with tempfile.TemporaryDirectory(prefix=".doctor-", dir=folder) as name:
            written = Path(name, "written")
            written.write_bytes(b"kayfiyat")
            # Keys get their name so; some shares and memory sticks know no links.
            Path(name, "named").hardlink_to(written)
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _not_ours(folder: Path) -> str:
    """What in ``folder`` we cannot write: left by `sudo`, most likely."""
    if not folder.is_dir():
        return ""
    kept = os.R_OK | os.W_OK
    closed = sorted(path.name for path in folder.iterdir() if not os.access(path, kept))
    return f"{', '.join(closed)} in it belongs to another" if closed else ""


def private(world: World) -> Finding:
    told = world.settings.telegram if world.settings else TelegramSettings()
    paths = [world.data_dir / name for name in SECRET]
    paths.append(session_path(told, world.data_dir))
    readable = [str(path) for path in _open_to_others(paths)]
    return of_private(readable, config=_open_config(world))


def of_private(readable: list[str], *, config: str = "") -> Finding:
    """``readable`` by others than their owner, though secret; ``config`` likewise."""
    if readable:
        said = f"others on this machine can read {', '.join(readable)}"
        return wrong(said, f"`chmod -R go-rwx {' '.join(readable)}`")
    if config:
        said = f"others on this machine can read the keys in {config}"
        return warning(said, f"`chmod go-rwx {config}`")
    return ok("keys, sign-in and session are for their owner alone")


def _open_config(world: World) -> str:
    """The settings file, if it holds secrets and others can read it."""
    if world.config is None or not any(_open_to_others([world.config])):
        return ""
    text = world.config.read_text(encoding="utf-8", errors="replace")
    holds = any(secret in text for secret in secrets(world))
    return str(world.config) if holds else ""


def _open_to_others(paths: Iterable[Path]) -> Iterator[Path]:
    """A folder that is closed to others closes all that is in it."""
    for path in paths:
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield path
