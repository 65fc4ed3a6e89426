from __future__ import annotations

import pytest
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    DuplicateKeyError,
    NotPrimaryError,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
    WTimeoutError,
)

from domain.errors import AwayError, StoreError
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


def bulk(*codes: int, acknowledged: bool = True) -> BulkWriteError:
    refused = [{"code": code, "errmsg": "no"} for code in codes]
    late = [] if acknowledged else [{"code": 64, "errmsg": "timed out"}]
    return BulkWriteError({"writeErrors": refused, "writeConcernErrors": late})


@pytest.mark.parametrize(
    "error",
    [
        ServerSelectionTimeoutError("No primary available for writes"),
        AutoReconnect("connection closed"),
        NotPrimaryError("not primary"),
        OperationFailure("stepped down", 189),
        OperationFailure("cursor id 7 not found", 43),
        WTimeoutError("waiting for replication timed out", 64),
        bulk(10107),
        bulk(acknowledged=False),
    ],
)
def test_what_passes_with_an_election_is_told_apart(error: PyMongoError) -> None:
    said = "does not answer.*mend MONGODB_URI"
    with pytest.raises(AwayError, match=said), translated():
        raise error


@pytest.mark.parametrize(
    "error",
    [
        OperationFailure("bad auth", 18),
        DuplicateKeyError("dup"),
        bulk(121),
        bulk(121, 189),
    ],
)
def test_what_asking_again_does_not_mend_is_no_absence(error: PyMongoError) -> None:
    with pytest.raises(StoreError) as caught, translated():
        raise error

    assert not isinstance(caught.value, AwayError)


def test_an_error_that_is_not_mongodbs_passes() -> None:
    with pytest.raises(KeyError), translated():
        raise KeyError
