"""Make a backup: a snapshot of the database, or the keys, into one sealed file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from domain.errors import StoreError
from kayfiyat import __version__
from kayfiyat.keeping.files import refuse_old, write_new
from kayfiyat.keeping.keys import key_files
from kayfiyat.keeping.parts import (
    Digest,
    Header,
    end_part,
    gathered,
    header_part,
    packed,
)
from kayfiyat.keeping.sealed import sealed
from kayfiyat.keeping.watching import Watch
from store.clients import Database, Document
from store.layout import VERSION
from store.snapshots import Snapshot, snapshot


def save_database(
    database: Database[Document],
    path: Path,
    *,
    passphrase: bytes,
    now: datetime,
    watch: Watch,
) -> tuple[Header, int]:
    """Write all collections as they are at one moment; the header, and the bytes.

    Others may go on writing. Never is more than a few chunks in memory. Raises
    InputError or StoreError, and then there is no file.
    """
    refuse_old(path)  # before the passphrase takes its time
    with snapshot(database) as taken:
        header = _header(taken, now)
        watch.begin(sum(header.counts.values()))
        chunks = _database_parts(taken, header, watch)
        return header, write_new(path, sealed(chunks, passphrase))


def save_keys(
    data_dir: Path, path: Path, *, passphrase: bytes, now: datetime
) -> tuple[Header, int]:
    """Write the keys of the pseudonyms and of the letters; no session, no data."""
    files = key_files(data_dir)
    counts = dict.fromkeys(files, 1)
    header = Header("keys", now, __version__, VERSION, synthetic=False, counts=counts)
    chunks = [header_part(header)]
    chunks += [packed(name, body) for name, body in files.items()]
    digests = {name: str(Digest([body])) for name, body in files.items()}
    return header, write_new(path, sealed([*chunks, end_part(digests)], passphrase))


def _header(taken: Snapshot, now: datetime) -> Header:
    if taken.version() > VERSION:
        raise StoreError(
            f"The database has version {taken.version()} and this program knows "
            f"{VERSION}; make the backup with the Kayfiyat that wrote it"
        )
    return Header(
        "database",
        now,
        __version__,
        schema=taken.version(),
        synthetic=taken.synthetic(),
        counts=taken.counts(),
    )


def _database_parts(taken: Snapshot, header: Header, watch: Watch) -> Iterator[bytes]:
    yield header_part(header)
    digests = {}
    for name in header.counts:
        digest = Digest()
        for some in gathered(taken.documents(name)):
            digest.add(some)
            yield packed(name, b"".join(some))
            watch.went(name, len(some))
        if digest.documents != header.counts[name]:
            raise StoreError(
                f"{digest.documents} documents of {name} were read and "
                f"{header.counts[name]} counted: this is no snapshot; try again"
            )
        digests[name] = str(digest)
    yield end_part(digests)
