"""The passphrase of backups: from a file or from the environment, never a command."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from domain.errors import ConfigError

VARIABLE = "KAYFIYAT_BACKUP_PASSPHRASE"
SHORTEST = 16


def passphrase(file: Path | None, environment: Mapping[str, str]) -> bytes:
    """What ``file`` holds, else the variable. Raises ConfigError if there is none."""
    text = _read(file) if file else environment.get(VARIABLE, "")
    given = text.strip("\r\n").encode()
    if not given:
        raise ConfigError(
            f"A backup is encrypted and needs a passphrase: set {VARIABLE} or give "
            "--passphrase-file; `openssl rand -base64 30` makes a good one"
        )
    return given


def strong(given: bytes) -> bytes:
    """Refuse what can be guessed: who finds the file may try for years."""
    if len(given) < SHORTEST:
        raise ConfigError(
            f"The passphrase is shorter than {SHORTEST} characters and could be "
            "guessed; `openssl rand -base64 30` makes a good one"
        )
    return given


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{file}: the passphrase cannot be read ({error}); mend --passphrase-file"
        ) from None
