"""The files of keys in the data folder, which no backup of the database holds.

Keys lie outside the database so that who has it alone cannot tell who wrote. A file
with both would undo that; so the keys go into a file of their own, for another place.
With them goes who asked not to be kept, or a restored listener would hear them again.
"""

from __future__ import annotations

import re
from pathlib import Path

from digest.readers import keys as letters
from domain.errors import InputError
from kayfiyat.keeping.files import write_new
from listener import opted_out, pseudonyms

_LETTERS = f"{letters.FOLDER}/{letters.FILE}"
_NAME = re.compile(
    rf"{pseudonyms.KEYS}/\d{{4}}-\d{{2}}\.key"
    rf"|{pseudonyms.KEYS}/{opted_out.FOLDER}/(?:[\w-]+\.key|[0-9a-f]{{32}})"
    rf"|{re.escape(_LETTERS)}"
)


def key_files(data_dir: Path) -> dict[str, bytes]:
    """What each file of keys holds, by its path in the data folder; nothing else."""
    found = [*(data_dir / pseudonyms.KEYS).rglob("*"), data_dir / _LETTERS]
    names = [path.relative_to(data_dir).as_posix() for path in sorted(found)]
    files = {
        name: (data_dir / name).read_bytes()
        for name in names
        if _NAME.fullmatch(name) and (data_dir / name).is_file()
    }
    if not files:
        raise InputError(f"{data_dir}: no keys are here yet; name their --data-dir")
    return files


def put_keys(data_dir: Path, files: dict[str, bytes]) -> int:
    """Put back the keys that are missing; how many.

    Raises InputError, before any is written, if another key has the place of one:
    what was made under it would be lost.
    """
    stray = [name for name in files if not _NAME.fullmatch(name)]
    if stray:
        raise InputError(f"{stray[0]!r} is no file of keys; use a backup of ours")
    missing = {n: body for n, body in files.items() if not (data_dir / n).exists()}
    for name in files.keys() - missing.keys():
        if (data_dir / name).read_bytes() != files[name]:
            raise InputError(
                f"{data_dir / name} holds another key; move it away first, if nothing "
                "that was made under it matters"
            )
    for name, body in missing.items():
        _make_folders(data_dir, name)
        write_new(data_dir / name, [body])
    return len(missing)


def _make_folders(data_dir: Path, name: str) -> None:
    """For our eyes alone, from the data folder down."""
    data_dir.mkdir(parents=True, exist_ok=True)
    for folder in reversed(Path(name).parents[:-1]):
        (data_dir / folder).mkdir(exist_ok=True, mode=0o700)
