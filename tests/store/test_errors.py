from __future__ import annotations

import pytest
from pymongo.errors import (
    DuplicateKeyError,
    OperationFailure,
    ServerSelectionTimeoutError,
)

from domain.errors import StoreError
from store import clients
from store.clients import connect
from store.errors import sentence, translated
from store.motor import connected


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(clients.OPTIONS, "serverSelectionTimeoutMS", 100)


@pytest.mark.usefixtures("impatient")
def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    with pytest.raises(StoreError) as caught:
        connect("mongodb://me:secret@127.0.0.1:1/", "kayfiyat")

    said = str(caught.value)
    assert said.startswith("MongoDB does not answer: 127.0.0.1:1")
    assert "start it or mend MONGODB_URI" in said
    assert "secret" not in said
    assert "\n" not in said


@pytest.mark.usefixtures("impatient")
async def test_motor_says_the_same() -> None:
    with pytest.raises(StoreError, match=r"does not answer: 127\.0\.0\.1:1"):
        async with connected("mongodb://127.0.0.1:1/", "kayfiyat"):
            pass


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("uri", ["nonsense", "mongodb://", "mongodb://host:port/"])
def test_an_address_that_is_none_is_to_be_mended(uri: str) -> None:
    with pytest.raises(StoreError, match="mend MONGODB_URI"):
        connect(uri, "kayfiyat")


@pytest.mark.parametrize(
    "error, said",
    [
        (OperationFailure("bad auth", 18), "MongoDB does not let us in: bad auth;"),
        (
            ServerSelectionTimeoutError("h:1: refused (configured timeouts: …)"),
            "MongoDB does not answer: h:1: refused; start it",
        ),
        (
            DuplicateKeyError("E11000 dup, full error: {}"),
            "MongoDB refused: E11000 dup",
        ),
    ],
)
def test_each_error_is_one_sentence(error: OperationFailure, said: str) -> None:
    assert sentence(error).startswith(said)


def test_an_error_that_is_not_mongodbs_passes() -> None:
    with pytest.raises(KeyError), translated():
        raise KeyError
