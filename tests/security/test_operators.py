"""What looks like MongoDB's language, brought from outside, stays words."""

from __future__ import annotations

import asyncio
import csv
import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database
from pymongo.errors import WriteError

from domain.asks import Asked, State
from domain.deliveries import Delivery, Message
from domain.settings import Settings
from domain.subscribers import Wishes
from kayfiyat.asks import Worker
from kayfiyat.opening import Opened, Place
from listener.files import import_file
from listener.pseudonyms import Pseudonyms
from store.arrivals import Arrivals
from store.asks import LEASE, Asks
from store.choices import Choices
from store.deliveries import Deliveries
from store.motor import connected
from store.scoring import Scoring
from store.subscribers import Subscribers
from tests.store.examples import scored

MongoDB = Database[dict[str, Any]]

NOW = datetime(2026, 3, 10, 7, tzinfo=UTC)

LANGUAGE = [
    "$text",
    "$$ROOT",
    "$$NOW",
    '{"$ne": null}',
    "a.$[].b",
    "$where",
    "__proto__",
]
"""Each is a field's value, an operator or a path where MongoDB reads it as such."""


def taken_in(uri_and_db: tuple[str, str], file: Path, keys: Path) -> None:
    async def take() -> None:
        async with connected(*uri_and_db) as database:
            await import_file(file, Arrivals(database), Pseudonyms(keys), now=NOW)

    asyncio.run(take())


def table(folder: Path) -> Path:
    """A CSV whose unknown columns have operators' names."""
    path = folder / "$where.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(["id", "at", "text", "author", "$set", "a.b", "attitude.p"])
        for words in LANGUAGE:
            written.writerow([words, "2026-03-10 10:00", words, *[words] * 4])
    return path


def lines(folder: Path) -> Path:
    path = folder / "lines.jsonl"
    rows = [
        {"id": n, "at": "2026-03-10T10:00:00Z", "text": words, "author": words}
        | {words: {"$ne": 1}, "reactions": {words: 3}}
        for n, words in enumerate(LANGUAGE)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def objects(folder: Path) -> Path:
    """Objects where words are due, as a query would be smuggled in."""
    path = folder / "objects.jsonl"
    query = {"$gt": ""}
    rows = [
        {"id": query, "at": "2026-03-10T10:00:00Z", "text": "$text", "author": query},
        {"id": 2, "at": "2026-03-10T10:00:00Z", "text": query, "author": [query]},
        {"id": [query], "at": query, "text": "$$ROOT"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def export(folder: Path) -> Path:
    """Telegram Desktop's, with names and reactions that are operators."""
    path = folder / "result.json"
    messages = [
        {
            "id": n,
            "type": "message",
            "date": "2026-03-10T12:00:00",
            "date_unixtime": "1773136800",
            "text": words,
            "from": words,
            "from_id": words,
            "reply_to_message_id": {"$ne": 0},
            "reactions": [{"type": "emoji", "emoji": words, "count": 2}],
        }
        for n, words in enumerate(LANGUAGE, 1)
    ]
    chat = {"name": "$where", "type": "public_supergroup", "id": 77}
    path.write_text(json.dumps(chat | {"messages": messages}), encoding="utf-8")
    return path


def names(value: Any) -> set[str]:
    """Every field's name in a document, however deep."""
    if isinstance(value, dict):
        return set(value).union(*map(names, value.values()))
    if isinstance(value, list):
        return set().union(*map(names, value))
    return set()


@pytest.mark.parametrize("made", [table, lines, objects, export])
def test_no_file_writes_a_field_of_its_own(
    made: Any, uri_and_db: tuple[str, str], database: MongoDB, tmp_path: Path
) -> None:
    taken_in(uri_and_db, made(tmp_path), tmp_path / "keys")

    for name in database.list_collection_names():
        for each in database[name].find():
            assert not any("$" in one or "." in one for one in names(each)), each


@pytest.mark.parametrize("made", [table, lines, export])
def test_words_stay_words_when_they_are_kept_and_scored(
    made: Any, uri_and_db: tuple[str, str], database: MongoDB, tmp_path: Path
) -> None:
    taken_in(uri_and_db, made(tmp_path), tmp_path / "keys")
    scoring = Scoring(database)
    scoring.save(scored(scoring.pending()), scorer="$$ROOT", now=NOW)

    found = list(database.comments.find())
    assert {each["text"] for each in found} == set(LANGUAGE)
    assert {each["attitude"]["scorer"] for each in found} == {"$$ROOT"}


@pytest.mark.parametrize("words", LANGUAGE)
def test_what_a_server_or_a_reader_says_stays_words(
    words: str, database: MongoDB
) -> None:
    """These are written by pipelines, in which a dollar sign begins a field's name."""
    deliveries, subscribers = Deliveries(database), Subscribers(database)
    deliveries.put([Delivery("one", Message.LETTER, words, {})], due_at=NOW)
    taken = deliveries.take(by=words, now=NOW)
    assert taken is not None
    deliveries.later(taken.id, by=words, at=NOW, error=words)
    subscribers.ask(words, b"sealed", Wishes("en", (words,), alerts=False), now=NOW)
    Choices(database).add(words, {"name": words}, by=words, now=NOW)

    (delivery,) = database.deliveries.find()
    assert (delivery["by"], delivery["error"]) == (words, words)
    (reader,) = database.subscribers.find()
    assert (reader["_id"], reader["wishes"]["reforms"]) == (words, [words])
    assert Choices(database).all()[0].settings == {"name": words}


@pytest.fixture
def worker(uri_and_db: tuple[str, str], database: MongoDB, tmp_path: Path) -> Worker:
    """The listener's, which does what the app asks for."""
    settings = Settings()
    mongodb = settings.mongodb.model_copy(update={"db": uri_and_db[1]})
    place = Place(settings.model_copy(update={"mongodb": mongodb}), None, tmp_path)
    opened = Opened(uri_and_db[0], database)
    return Worker(place, opened, Asks(database), threading.Event())


def document(kind: str, what: object, **more: Any) -> dict[str, Any]:
    waiting = {"state": "waiting", "tries": 0, "by": "zq", "at": NOW}
    return {"_id": f"zq|{kind}", "kind": kind, "what": what, **waiting, **more}


NAMED = {"token": "c" * 32}

HOSTILE: list[tuple[Asked, dict[str, str]]] = [
    (Asked.TRY, {}),
    (Asked.TRY, {"address": "file:///etc/passwd"}),
    (Asked.TRY, {"address": "\x00\x1b[2J\u202e"}),
    (Asked.TRY, {"address": "http://[::1"}),
    (Asked.TRY, {"address": "http://\x00:99999/"}),
    (Asked.TRY, {"address": "https://" + "a" * 70_000}),
    (Asked.TRY, {"address": "http://user:pw@169.254.169.254/", "private": "yes"}),
    (Asked.IMPORT, {}),
    (Asked.IMPORT, {"token": "/etc", "name": "passwd"}),
    (Asked.IMPORT, {"token": "c" * 32 + "\n", "name": "x.csv"}),
    (Asked.IMPORT, NAMED | {"name": ".."}),
    (Asked.IMPORT, NAMED | {"name": "../../secret.csv"}),
    (Asked.IMPORT, NAMED | {"name": "x\x00.csv"}),
    (Asked.IMPORT, NAMED | {"name": ""}),
    (Asked.IMPORT, NAMED | {"name": "x.csv", "columns": "$where"}),
    (Asked.IMPORT, NAMED | {"name": "x.csv", "columns": "text=$$ROOT,at={}"}),
    (Asked.IMPORT, NAMED | {"name": "a" * 3_000}),
]


@pytest.mark.parametrize("kind, what", HOSTILE)
def test_a_hostile_ask_is_answered_and_touches_nothing_else(
    kind: Asked, what: dict[str, str], worker: Worker, database: MongoDB
) -> None:
    secret = worker.place.data_dir / "secret.csv"
    secret.write_text("at,text\n2026-03-10,x\n", encoding="utf-8")
    laid = worker.place.data_dir / "uploads" / ("c" * 32) / "x.csv"
    laid.parent.mkdir(parents=True)
    laid.write_bytes(secret.read_bytes())
    worker.asks.put(kind, what, by="zq", now=NOW)

    assert worker.step(NOW)

    (ask,) = worker.asks.latest("zq", kind)
    assert ask.ended
    assert str(worker.place.data_dir) not in f"{ask.error}{ask.answer}"
    assert secret.exists()
    assert database.comments.count_documents({}) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        document("try", {"address": {"$ne": None}}),
        document("try", "https://e.uz"),
        document("import", {"token": ["c" * 32]}),
        document("import", {"name": 7}, token="$where"),
        document("try", {}, answer="x", state={"$ne": 1}),
    ],
)
def test_no_ask_of_another_shape_is_taken_in(
    wrong: dict[str, Any], database: MongoDB
) -> None:
    with pytest.raises(WriteError):
        database.asks.insert_one(wrong)


def test_an_ask_that_nobody_understands_holds_up_no_other(
    worker: Worker, database: MongoDB
) -> None:
    """A newer app may ask for more than an older listener knows."""
    database.asks.insert_one(document("$where", {}))
    worker.asks.put(Asked.TRY, {"address": "x y"}, by="zq", now=NOW + LEASE)

    with pytest.raises(ValueError, match="where"):
        worker.step(NOW)
    assert worker.step(NOW + timedelta(seconds=1))

    (ask,) = worker.asks.latest("zq", Asked.TRY)
    assert ask.state is State.FAILED
