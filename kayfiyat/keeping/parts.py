"""What the chunks of a backup hold: a header, documents or keys, what they add up to.

A part is a name and bytes, compressed. The parts of a collection are documents in
BSON, one after the other; each says itself how long it is.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from domain.errors import InputError
from kayfiyat.keeping.sealed import LONGEST

HEADER, END = "", "."
"""Names that no collection and no file has."""

FULL = 1 << 20
"""Bytes of documents that make a part; the last of them may be longer."""

_LEVEL = 1
"""Of zlib: at 6 a backup is an eighth smaller and takes three times as long."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup holds, when it was taken, and of which version."""

    holds: Literal["database", "keys"]
    at: datetime
    kayfiyat: str
    schema: int
    synthetic: bool
    counts: dict[str, int]


_HEADER = TypeAdapter(Header)


class Digest:
    """The number of documents and the sum of their SHA-256, in whatever order."""

    def __init__(self, documents: Iterable[bytes] = ()) -> None:
        self.documents = self._sum = 0
        self.add(documents)

    def add(self, documents: Iterable[bytes]) -> None:
        for each in documents:
            self.documents += 1
            self._sum += int.from_bytes(sha256(each).digest(), "big")

    def __str__(self) -> str:
        return f"{self._sum % (1 << 256):064x}"


def packed(name: str, body: bytes) -> bytes:
    word = name.encode()
    return bytes([len(word)]) + word + zlib.compress(body, _LEVEL)


def unpacked(chunk: bytes) -> tuple[str, bytes]:
    """The name and the body of a part, which was sealed and so is ours."""
    end = 1 + chunk[0]
    return chunk[1:end].decode(), zlib.decompressobj().decompress(chunk[end:], LONGEST)


def header_part(header: Header) -> bytes:
    return packed(HEADER, _HEADER.dump_json(header))


def header_of(chunk: bytes, *, name: str) -> Header:
    """Raises InputError if a newer program wrote another kind of header."""
    _, body = unpacked(chunk)
    try:
        return _HEADER.validate_json(body)
    except ValidationError:
        raise InputError(
            f"{name} was made by another version; install the newest Kayfiyat"
        ) from None


def end_part(digests: Mapping[str, str]) -> bytes:
    return packed(END, json.dumps(dict(digests)).encode())


def digests_of(body: bytes) -> dict[str, str]:
    found: dict[str, str] = json.loads(body)
    return found


def gathered(documents: Iterable[bytes], full: int = FULL) -> Iterator[list[bytes]]:
    """Documents in lists of ``full`` bytes or a little more; the last has the rest."""
    some: list[bytes] = []
    size = 0
    for each in documents:
        some.append(each)
        size += len(each)
        if size >= full:
            yield some
            some, size = [], 0
    if some:
        yield some


def split(body: bytes) -> list[bytes]:
    """The documents that were joined; each begins with its length in four bytes."""
    found, start = [], 0
    while start < len(body):
        end = start + int.from_bytes(body[start : start + 4], "little")
        found.append(body[start:end])
        start = end
    return found
