from __future__ import annotations

from pathlib import Path

import pytest
from bson import encode

from domain.errors import ConfigError, InputError
from kayfiyat.keeping.parts import (
    Digest,
    Header,
    gathered,
    header_of,
    header_part,
    packed,
    split,
    unpacked,
)
from kayfiyat.keeping.passphrase import VARIABLE, passphrase, strong
from tests.kayfiyat.keeping.places import NOW

DOCUMENTS = [encode({"_id": n, "text": "so‘z" * n}) for n in range(20)]


def test_a_part_says_what_it_is_of() -> None:
    assert unpacked(packed("comments", b"bytes")) == ("comments", b"bytes")


def test_documents_that_were_joined_come_apart_again() -> None:
    assert split(b"".join(DOCUMENTS)) == DOCUMENTS
    assert split(b"") == []


@pytest.mark.parametrize("full", [1, 100, 10_000])
def test_documents_are_gathered_in_order_and_none_is_left_out(full: int) -> None:
    lists = list(gathered(DOCUMENTS, full))

    assert [each for some in lists for each in some] == DOCUMENTS
    assert all(sum(map(len, some[:-1])) < full for some in lists)


def test_a_digest_knows_no_order_but_every_document() -> None:
    assert str(Digest(DOCUMENTS)) == str(Digest(DOCUMENTS[::-1]))
    assert str(Digest(DOCUMENTS)) != str(Digest(DOCUMENTS[1:]))
    assert str(Digest(DOCUMENTS)) != str(Digest([*DOCUMENTS[1:], DOCUMENTS[1]]))


def test_a_header_comes_back_and_another_kind_is_refused() -> None:
    header = Header("database", NOW, "0.1.0", 1, synthetic=True, counts={"cells": 3})

    assert header_of(header_part(header), name="x") == header
    with pytest.raises(InputError, match="another version"):
        header_of(packed("", b'{"holds": "photographs"}'), name="x")


def test_the_passphrase_comes_from_a_file_before_the_environment(
    tmp_path: Path,
) -> None:
    environment = {VARIABLE: "of the environment"}
    (tmp_path / "secret").write_text("of the file\n")

    assert passphrase(tmp_path / "secret", environment) == b"of the file"
    assert passphrase(None, environment) == b"of the environment"
    with pytest.raises(ConfigError, match="openssl rand"):
        passphrase(None, {})
    with pytest.raises(ConfigError, match="mend --passphrase-file"):
        passphrase(tmp_path / "no such file", environment)


def test_a_short_passphrase_makes_no_backup() -> None:
    with pytest.raises(ConfigError, match="guessed"):
        strong(b"qwerty")
