"""An address is one, is named by a keyed hash, and is stored encrypted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.readers.addresses import Addresses, normalised
from digest.readers.keys import Keys
from domain.errors import InputError

ADDRESS = "Dilnoza.K+letters@xalq.example.uz"
OURS, OTHERS = Addresses(Keys.of(b"o" * 32)), Addresses(Keys.of(b"x" * 32))

LABEL = "d" * 63


@pytest.mark.parametrize(
    "text, address",
    [
        ("a@example.uz", "a@example.uz"),
        ("  a@example.uz ", "a@example.uz"),
        ("A.B@EXAMPLE.UZ", "A.B@example.uz"),
        ("o'ktam+x@mail.example.uz", "o'ktam+x@mail.example.uz"),
        ("a@xn--80a1acny.xn--p1ai", "a@xn--80a1acny.xn--p1ai"),
        (f"{'l' * 64}@example.uz", f"{'l' * 64}@example.uz"),
    ],
)
def test_an_address_is_read(text: str, address: str) -> None:
    assert normalised(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a",
        "a@",
        "@example.uz",
        "a@b@example.uz",
        "a b@example.uz",
        "a@example uz",
        "Ali <a@example.uz>",
        "<a@example.uz>",
        "mailto:a@example.uz",
        "a@example.uz, b@example.uz",
        "a@example.uz\n",
        "a@example.uz\r\nBcc: b@example.uz",
        "a@example.uz\0",
        "\ta@example.uz",
        "a\u202e@example.uz",
        ".a@example.uz",
        "a.@example.uz",
        "a..b@example.uz",
        '"a b"@example.uz',
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "a@localhost",
        "a@-example.uz",
        "a@example-.uz",
        "a@example..uz",
        "a@example.uz.",
        "али@example.uz",
        "a@почта.рф",
        "\u212aim@example.uz",  # the Kelvin sign
        f"{'l' * 65}@example.uz",
        f"a@{LABEL}d.uz",
        f"a@{LABEL}.{LABEL}.{LABEL}.{LABEL}.uz",
        "a" * 1_000_000,
        "a@" + "b." * 500_000,
    ],
)
def test_what_is_no_address_that_letters_reach_is_refused(text: str) -> None:
    assert normalised(text) is None


@given(st.text())
def test_what_is_read_is_one_line_of_ascii_and_reads_the_same_again(text: str) -> None:
    address = normalised(f"{text}@example.uz")

    if address is not None:
        assert address.isascii()
        assert address.isprintable()
        assert address.count("@") == 1
        assert " " not in address
        assert normalised(address) == address


def test_a_reader_has_one_id_however_the_address_is_written() -> None:
    assert OURS.id_of(ADDRESS) == OURS.id_of(ADDRESS.lower())
    assert OURS.id_of(ADDRESS) != OURS.id_of("b@example.uz")


def test_an_id_needs_the_key() -> None:
    assert OURS.id_of(ADDRESS) != OTHERS.id_of(ADDRESS)
    assert len(bytes.fromhex(OURS.id_of(ADDRESS))) == 32


def test_an_address_is_sealed_and_unsealed() -> None:
    sealed = OURS.seal(ADDRESS)

    assert OURS.unseal(sealed) == ADDRESS
    assert b"Dilnoza" not in sealed
    assert b"example" not in sealed


def test_an_address_is_sealed_in_other_bytes_each_time() -> None:
    assert OURS.seal(ADDRESS) != OURS.seal(ADDRESS)


@pytest.mark.parametrize(
    "sealed",
    [OTHERS.seal(ADDRESS), b"", b"short", b"\0" * 60],
    ids=["by another key", "nothing", "short", "zeros"],
)
def test_what_another_key_sealed_is_told_in_a_sentence(sealed: bytes) -> None:
    with pytest.raises(InputError, match=r"letters\.key"):
        OURS.unseal(sealed)


def test_one_changed_bit_is_noticed() -> None:
    sealed = bytearray(OURS.seal(ADDRESS))
    sealed[20] ^= 1

    with pytest.raises(InputError):
        OURS.unseal(bytes(sealed))
