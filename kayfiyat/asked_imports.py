"""Take in a file that an analyst brought by the app; delete it once that is told."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.asks import Report
from domain.errors import InputError, RefusedError
from domain.uploads import FOLDER, MAX_BYTES, MAX_MB, Upload
from kayfiyat.commands.importing import columns_of
from kayfiyat.commands.options import now
from kayfiyat.opening import Place
from listener.files import Imported, import_file
from listener.pseudonyms import Agree, Pseudonyms
from store.arrivals import Arrivals
from store.motor import connected

REASONS = 8
"""So many of the most frequent reasons are told."""

LOST_AFTER = timedelta(hours=1)
"""A file that nobody asks for is deleted after so long: its writer was broken off."""

Told = Callable[[int], None]


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """We were told to stop; what is saved stays, and the rest is taken in later."""


def taken_in(
    what: Mapping[str, str],
    place: Place,
    uri: str,
    *,
    told: Told,
    agree: Agree | None = None,
) -> Report:
    """Import the file. Raises InputError if it cannot be read.

    It stays until what came of it is stored: who takes it in again must find it.
    """
    path = _path(what, place)
    try:
        _check(path)
        report = report_of(
            asyncio.run(_import(path, what, place, uri, told=told, agree=agree))
        )
    except InputError as error:
        raise _without_folder(error, path) from None
    return report


def delete(what: Mapping[str, str], place: Place) -> None:
    """Delete the file, be it taken in or not."""
    with suppress(InputError):  # it names no folder of uploads: nothing is there
        shutil.rmtree(_path(what, place).parent, ignore_errors=True)


def report_of(imported: Imported) -> Report:
    """What became of a file, as the app shows it. Pure."""
    return Report(
        imported.read,
        imported.added,
        imported.changed,
        imported.set_aside,
        imported.refused,
        tuple(Counter(imported.why).most_common(REASONS)),
    )


def clear(folder: Path, wanted: Collection[str], *, at: datetime) -> None:
    """Delete what lies in ``folder`` for long and is in none of the open asks."""
    if not folder.is_dir():
        return
    for each in folder.iterdir():
        if each.name not in wanted and at - _written(each) > LOST_AFTER:
            shutil.rmtree(each, ignore_errors=True)


async def _import(  # noqa: PLR0913
    path: Path,
    what: Mapping[str, str],
    place: Place,
    uri: str,
    *,
    told: Told,
    agree: Agree | None,
) -> Imported:
    async with connected(uri, place.settings.mongodb.db) as database:
        return await import_file(
            path,
            Arrivals(database),
            Pseudonyms(place.keys_dir, agree),
            columns=columns_of(what.get("columns") or None),
            public=what.get("public") == "yes",
            now=now(),
            told=told,
        )


def _path(what: Mapping[str, str], place: Place) -> Path:
    upload = Upload(what.get("token", ""), what.get("name", ""))
    return upload.path_in(place.data_dir / FOLDER)


def _check(path: Path) -> None:
    if not path.is_file():
        raise InputError(
            f"{path.name}: the file is gone; bring it again. The app and the listener "
            "must share one data folder"
        )
    if path.stat().st_size > MAX_BYTES:
        raise InputError(
            f"{path.name}: larger than {MAX_MB} MB; bring it by `kayfiyat import`"
        )


def _without_folder(error: InputError, path: Path) -> InputError:
    """The same error of the file by its name: where it lay is nobody's business."""
    kind = RefusedError if isinstance(error, RefusedError) else InputError
    return kind(str(error).replace(str(path), path.name))


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
