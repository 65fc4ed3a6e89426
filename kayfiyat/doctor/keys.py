"""The keys that lie outside the database: of pseudonyms, of readers' addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from digest.readers.addresses import Addresses
from digest.readers.keys import FILE, FOLDER, Keys
from domain.errors import KayfiyatError
from domain.key_files import KEY_BYTES, LOST_FOR_GOOD
from domain.periods import day_of
from kayfiyat.doctor.findings import Finding, State, ok, warning, wrong
from kayfiyat.doctor.world import World
from kayfiyat.forgetting import expired_before
from listener.pseudonyms import KEYS, month_of
from store.checkup import Checkup
from store.clients import Database, Document
from store.subscribers import Subscribers

RESTORE = "restore it from a backup"


def pseudonyms(world: World, database: Database[Document] | None) -> Finding:
    folder = world.data_dir / KEYS
    months = Checkup(database).months() if database is not None else []
    sizes = {path.stem: _size(path) for path in sorted(folder.glob("????-??.key"))}
    broken = [month for month, size in sizes.items() if size != KEY_BYTES]
    lost = [month for month in months if month not in sizes]
    spare = _spare(world, sizes, months) if database is not None else []
    this = month_of(world.now())
    return of_pseudonyms(this, sizes, lost=lost, broken=broken, spare=spare)


def _spare(world: World, there: Iterable[str], kept: Sequence[str]) -> list[str]:
    """The months whose keys are not needed: their words have expired."""
    if world.settings is None:
        return []
    days, today = world.settings.privacy.text_days, day_of(world.now())
    first = expired_before(kept, today, text_days=days)
    return [month for month in there if month < first]


def of_pseudonyms(
    month: str,
    there: Collection[str],
    *,
    lost: Sequence[str],
    broken: Sequence[str],
    spare: Sequence[str] = (),
) -> Finding:
    """``lost`` are months whose comments are kept without a key, ``spare`` are
    months whose key is kept without words."""
    if broken:
        return wrong(
            f"the key of {', '.join(broken)} is unreadable or no key",
            LOST_FOR_GOOD,
        )
    if lost:
        return warning(
            f"comments of {', '.join(lost)} are kept, and their key is not here: an "
            "author heard again counts as another",
            f"{RESTORE}, or look on the machine that listens",
        )
    if spare:
        return warning(
            f"{len(spare)} of months whose words have expired, as {spare[-1]}: with an "
            "old backup they tell who wrote",
            "destroy them: `kayfiyat forget --expired-keys`",
        )
    if month in there:
        return ok(f"this month's is there, {len(there)} in all")
    return ok("this month's is made at its first comment")


def _size(path: Path) -> int | None:
    """The bytes that can be read; None if they cannot."""
    try:
        return len(path.read_bytes())
    except OSError:
        return None


def letters(world: World, database: Database[Document] | None) -> Finding:
    """Whether readers' addresses can be read; none is looked at."""
    readers = Subscribers(database) if database is not None else None
    count = sum(readers.counts().values()) if readers else 0
    path = world.data_dir / FOLDER / FILE
    found = of_letters(count, size=_size(path) if path.exists() else 0, path=str(path))
    if found.state is not State.OK or not readers or not path.exists():
        return found
    sealed = next((each.sealed for each in readers.confirmed()), None)
    return found if sealed is None or _opens(path, sealed) else _another(path)


def of_letters(readers: int, *, size: int | None, path: str) -> Finding:
    """``size`` is the key's, 0 if there is none, None if it cannot be read."""
    if size == 0 and readers:
        return wrong(
            f"{path} is lost: no address of the {readers:,} who subscribed can be read",
            f"{RESTORE}; without it they must subscribe again",
        )
    if size == 0:
        return ok("made when the first reader subscribes")
    if size != KEY_BYTES:
        return wrong(f"{path} is unreadable or no key of {KEY_BYTES} bytes", RESTORE)
    return ok(f"there; subscribed: {readers:,}")


def _opens(path: Path, sealed: bytes) -> bool:
    try:
        Addresses(Keys.of(path.read_bytes())).unseal(sealed)
    except KayfiyatError:
        return False
    return True


def _another(path: Path) -> Finding:
    return wrong(
        f"{path} is another key than the one with which readers subscribed",
        f"{RESTORE}: the older one",
    )
