"""A file that an analyst brought, on its way from the app to the importer. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from domain.errors import InputError

MAX_MB = 100
"""Larger files are for `kayfiyat import`."""

MAX_BYTES = MAX_MB * 1_000_000

FOLDER = "uploads"
"""Under the data folder, where only its owner reads: exports hold people's names."""

_TOKEN = re.compile(r"[0-9a-f]{32}")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Upload:
    """Where a file lies: ``token`` is a folder of its own, ``name`` the file's."""

    token: str
    name: str

    def path_in(self, folder: Path) -> Path:
        """Raises InputError if it would lead out of ``folder``."""
        if not _TOKEN.fullmatch(self.token) or self.name != safe_name(self.name):
            raise InputError("the upload has no proper name; bring it again")
        return folder / self.token / self.name


def safe_name(name: str) -> str:
    """The file's own name as a name in a folder; its ending stays."""
    last = re.split(r"[\\/]", name)[-1]
    clean = "".join(letter if letter.isprintable() else "_" for letter in last)
    clean = " ".join(clean.split()).lstrip(".") or "file"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 10:
        return clean[:_LONGEST].strip()
    return f"{stem[: _LONGEST - len(ending) - 1].strip()}.{ending}"
