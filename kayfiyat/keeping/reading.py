"""Read a backup through: every chunk true, every collection whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import InputError
from kayfiyat.keeping.parts import (
    END,
    Digest,
    Header,
    digests_of,
    header_of,
    split,
    unpacked,
)
from kayfiyat.keeping.sealed import DAMAGED, unsealed
from kayfiyat.keeping.watching import Watch


class Backup:
    """A backup that is being read; ``digests`` are known once all of it is."""

    def __init__(self, chunks: Iterator[bytes], name: str) -> None:
        self._chunks, self._name = chunks, name
        self.header: Header = header_of(next(chunks), name=name)
        self.digests: dict[str, str] = {}

    def bodies(self) -> Iterator[tuple[str, bytes]]:
        """Each part and its name, up to the end of all parts."""
        for chunk in self._chunks:
            name, body = unpacked(chunk)
            if name == END:
                self.digests = digests_of(body)
            else:
                yield name, body

    def documents(self) -> Iterator[tuple[str, list[bytes]]]:
        """Documents and their collection, some at a time.

        Raises InputError at the end if they are not those that were saved.
        """
        found: dict[str, Digest] = defaultdict(Digest)
        for name, body in self.bodies():
            some = split(body)
            found[name].add(some)
            yield name, some
        if any(str(found[name]) != told for name, told in self.digests.items()) or any(
            found[name].documents != count for name, count in self.header.counts.items()
        ):
            raise InputError(f"{self._name}: {DAMAGED}")


@contextmanager
def backup(path: Path, *, passphrase: bytes) -> Iterator[Backup]:
    """The backup at ``path``. Raises InputError if it is none that can be read."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; name a backup") from None
    with file:
        yield Backup(unsealed(file, passphrase, name=str(path)), str(path))


def check(path: Path, *, passphrase: bytes, watch: Watch) -> Header:
    """Read the file to its end, without a database. Raises InputError if it is bad."""
    with backup(path, passphrase=passphrase) as found:
        watch.begin(sum(found.header.counts.values()))
        if found.header.holds == "keys":
            for name, _ in found.bodies():
                watch.went(name, 1)
        else:
            for name, some in found.documents():
                watch.went(name, len(some))
        return found.header
