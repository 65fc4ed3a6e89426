"""The door to what people said, on a real MongoDB."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo import monitoring

from store import voices
from store.clients import OPTIONS, connect
from store.voices import Lot, Voices, Wanted
from tests.mood.public import SOURCE, MongoDB, comment, crowd, speak

DAY = date(2026, 3, 9)
PLACE = (SOURCE, DAY)
LOT = Lot(start=0.5, pivot="80000000", factor=7, shift=11)
ANYONE = Wanted()


@pytest.fixture
def door(uri_and_db: tuple[str, str], database: MongoDB) -> Voices:
    """Thirty voices on one day, ten on the next."""
    later = crowd(DAY + timedelta(days=1), favour=10, first=100)
    speak(uri_and_db, database, [*crowd(DAY, against=20, neutral=10), *later])
    return Voices(database)


def test_voices_are_counted_by_source_and_day(door: Voices) -> None:
    days = [DAY + timedelta(days=n) for n in range(3)]

    assert door.places(days, ANYONE) == {
        PLACE: 30,
        (SOURCE, DAY + timedelta(days=1)): 10,
    }


@pytest.mark.parametrize(
    "wanted, voices_there",
    [
        (Wanted(reform="tariffs"), 30),
        (Wanted(reform="other"), 0),
        (Wanted(sources=("x",)), 0),
        (Wanted(languages=("ru",)), 0),
        (Wanted(languages=("uz",), campaigns=False), 30),
    ],
)
def test_those_chosen_are_counted_and_heard(
    door: Voices, wanted: Wanted, voices_there: int
) -> None:
    assert sum(door.places([DAY], wanted).values()) == voices_there
    if not wanted.sources:
        assert len(door.heard(PLACE, wanted, LOT)) == voices_there


def test_a_voice_is_heard_once(
    uri_and_db: tuple[str, str], database: MongoDB, door: Voices
) -> None:
    again = [comment(n, f"Qimmat {n}", DAY, author="abcd") for n in range(500, 520)]
    speak(uri_and_db, database, again)

    authors = [each.author for each in door.heard(PLACE, ANYONE, LOT)]

    assert len(authors) == len(set(authors)) == 31


def test_the_lot_decides_whose_turn_it_is(
    door: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voices, "HEARD", 5)
    other = Lot(start=0.5, pivot="10000000", factor=7, shift=11)

    first = door.heard(PLACE, ANYONE, LOT)

    assert len(first) == 5
    assert all(each.author and each.author >= LOT.pivot for each in first)
    assert door.heard(PLACE, ANYONE, LOT) == first != door.heard(PLACE, ANYONE, other)


def test_those_without_a_pseudonym_have_their_turn_too(
    uri_and_db: tuple[str, str], database: MongoDB
) -> None:
    unnamed = [comment(n, f"Qimmat {n}", DAY, author=None) for n in range(1, 31)]
    speak(uri_and_db, database, unnamed)

    assert len(Voices(database).heard(PLACE, ANYONE, LOT)) == 30


@pytest.mark.parametrize(
    "change",
    [
        {"$set": {"official": True}},
        {"$unset": {"text": ""}},
        {"$unset": {"attitude": ""}},
        {"$set": {"attitude.p": None}},
        {"$set": {"words": "edited since"}},
    ],
    ids=["official", "expired", "not seen by a scorer", "not scored", "edited"],
)
def test_what_is_not_a_scored_comment_by_the_public_is_not_heard(
    database: MongoDB, door: Voices, change: dict[str, Any]
) -> None:
    database.comments.update_one({"_id": "telegram:100:1"}, change)

    heard = {each.id for each in door.heard(PLACE, ANYONE, LOT)}

    assert len(heard) == 29
    assert "telegram:100:1" not in heard


def test_without_campaigns_who_wrote_for_one_is_not_heard(
    database: MongoDB, door: Voices
) -> None:
    database.comments.update_one({"_id": "telegram:100:1"}, {"$set": {"campaign": "c"}})

    assert len(door.heard(PLACE, Wanted(campaigns=False), LOT)) == 29
    assert len(door.heard(PLACE, ANYONE, LOT)) == 30


def test_without_campaigns_neither_is_what_else_they_wrote(
    uri_and_db: tuple[str, str], database: MongoDB, door: Voices
) -> None:
    call = [
        comment(n, f"Qimmat {n}", DAY, author="abcd", source="web:other")
        for n in (500, 501)
    ]
    speak(
        uri_and_db,
        database,
        [*call, comment(502, "Qimmat 502", DAY, source="web:other")],
    )
    database.comments.update_one(
        {"_id": "telegram:100:500"},
        {"$set": {"campaign": "c", "attitude.reforms": ["visas"]}},
    )

    wanted = Wanted(reform="tariffs", campaigns=False)
    heard = door.heard(("web:other", DAY), wanted, LOT)

    assert [each.id for each in heard] == ["telegram:100:502"]


def test_the_first_day_with_words_is_known(database: MongoDB, door: Voices) -> None:
    assert door.words_since() == DAY

    database.comments.update_many({"day": DAY.isoformat()}, {"$unset": {"text": ""}})

    assert door.words_since() == DAY + timedelta(days=1)


def test_without_words_there_is_no_first_day(database: MongoDB) -> None:
    assert Voices(database).words_since() is None


def test_a_campaign_of_few_authors_has_no_number(
    database: MongoDB, door: Voices
) -> None:
    for id_, authors in (("few", 5), ("many", 9)):
        database.campaigns.insert_one(
            {
                "_id": id_,
                "first_at": comment(1, "", DAY).at,
                "last_at": comment(1, "", DAY).at,
                "sources": [],
                "comments": 80,
                "authors": authors,
            }
        )

    assert door.campaigns(["few", "many"], k=8) == {"many": 80}


class Asked(monitoring.CommandListener):
    """Notes what is asked of MongoDB."""

    def __init__(self) -> None:
        self.commands: list[dict[str, Any]] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in {"find", "aggregate"}:
            self.commands.append(dict(event.command))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


@pytest.fixture
def listened(
    uri_and_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Voices, Asked]]:
    asked = Asked()
    monkeypatch.setitem(OPTIONS, "event_listeners", [asked])
    database = connect(*uri_and_db)
    yield Voices(database), asked
    database.client.close()


def test_of_a_crowded_day_no_more_than_a_part_is_read(
    database: MongoDB,
    door: Voices,
    listened: tuple[Voices, Asked],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voices, "EXAMINED", 8)
    listening, asked = listened

    heard = listening.heard(PLACE, ANYONE, LOT)
    listening.words_since()

    assert 0 < len(heard) <= 8
    assert [examined(database, each) for each in asked.commands] == [0, 8, 1]


def examined(database: MongoDB, asked: dict[str, Any]) -> int:
    """How many documents of the collection a question reads."""
    kept = {k: v for k, v in asked.items() if k in _PARTS}
    plan = database.command(
        "explain", kept | {"cursor": {}} if "pipeline" in kept else kept
    )
    return max(_numbers(plan, "totalDocsExamined"), default=0)


_PARTS = ("find", "filter", "projection", "sort", "limit", "aggregate", "pipeline")


def _numbers(plan: Any, name: str) -> Iterator[int]:
    if isinstance(plan, dict):
        yield from ([plan[name]] if name in plan else [])
        for part in plan.values():
            yield from _numbers(part, name)
    elif isinstance(plan, list):
        for part in plan:
            yield from _numbers(part, name)
