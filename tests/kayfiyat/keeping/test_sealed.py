"""Sealed files: read as they were written, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

from domain.errors import InputError
from kayfiyat.keeping.sealed import MAGIC, sealed, unsealed

CHUNKS = [b"birinchi", b"", b"ikkinchi" * 1000, b"oxirgi"]
CHEAP = 1 << 10
PASSPHRASE = b"a passphrase that nobody guesses"

Pieces = list[bytes]


def written(chunks: Pieces = CHUNKS) -> Pieces:
    """The head and each chunk with its length."""
    return list(sealed(chunks, PASSPHRASE, cost=CHEAP))


def read(pieces: Pieces, passphrase: bytes = PASSPHRASE) -> Pieces:
    file = BytesIO(b"".join(pieces))
    return list(unsealed(file, passphrase, name="x.backup", cost=CHEAP))


@pytest.mark.parametrize("chunks", [CHUNKS, [b""], [b"one"]])
def test_what_was_sealed_is_read_again(chunks: Pieces) -> None:
    assert read(written(chunks)) == chunks


def test_no_word_and_no_two_alike_chunks_can_be_seen() -> None:
    once, again = written([b"same" * 9] * 2), written([b"same" * 9] * 2)

    assert b"same" not in b"".join(once)
    assert len({*once[1:], *again[1:]}) == 4


def test_another_passphrase_is_told_from_damage() -> None:
    with pytest.raises(InputError, match="not its passphrase"):
        read(written(), b"another passphrase")


def flipped(at: int) -> Callable[[Pieces], Pieces]:
    def changed(pieces: Pieces) -> Pieces:
        data = bytearray(b"".join(pieces))
        data[at] ^= 1
        return [bytes(data)]

    return changed


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda pieces: pieces[:-1], id="the last chunk is gone"),
        pytest.param(lambda pieces: pieces[:2], id="all but the first are gone"),
        pytest.param(lambda pieces: pieces[:1], id="all chunks are gone"),
        pytest.param(lambda p: [*p[:-1], p[-1][:-1]], id="its last byte is gone"),
        pytest.param(lambda p: [*p[:-1], p[-1][:3]], id="half a length is left"),
        pytest.param(lambda p: [*p, p[-1]], id="a chunk stands twice"),
        pytest.param(lambda p: [*p, b"\0"], id="a byte was added"),
        pytest.param(
            lambda p: [p[0], p[2], p[1], p[3], p[4]], id="two in another order"
        ),
        pytest.param(lambda p: [*p[:2], *p[3:]], id="one in the middle is gone"),
        pytest.param(lambda p: [p[0], *written()[1:]], id="chunks of another file"),
        pytest.param(lambda p: [p[0], b"\xff" * 40], id="a chunk of four gigabytes"),
        pytest.param(flipped(-1), id="the last bit is flipped"),
        pytest.param(flipped(200), id="a bit in the middle is flipped"),
        pytest.param(flipped(len(MAGIC) + 32), id="a bit of a length is flipped"),
    ],
)
def test_a_file_that_was_changed_is_refused(
    change: Callable[[Pieces], Pieces],
) -> None:
    with pytest.raises(InputError, match="damaged, cut off or changed"):
        read(change(written()))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" * 40, MAGIC[:-3]])
def test_another_kind_of_file_is_said_to_be_one(data: bytes) -> None:
    with pytest.raises(InputError, match="no backup"):
        read([data])


def test_half_a_head_is_damage() -> None:
    with pytest.raises(InputError, match="damaged"):
        read([written()[0][:-1]])


def test_a_salt_that_was_changed_opens_nothing() -> None:
    with pytest.raises(InputError, match="not its passphrase"):
        read(flipped(len(MAGIC))(written()))
