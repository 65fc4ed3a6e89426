"""The log of erasures, exports and labels, on a real MongoDB."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database
from pymongo.errors import WriteError

from domain.audit import Act, Export, Line, View
from domain.erasures import Erased, Erasure
from domain.periods import Period, day_of
from store.audit import Audit
from store.audit_layout import LONGEST_NAME, NOTED_FOR
from store.layout import COLLECTIONS
from tests.kayfiyat.keeping.places import one_valid
from tests.store.examples import NOON

MongoDB = Database[dict[str, Any]]
LATER = NOON + timedelta(hours=1)


def test_what_was_erased_is_listed_the_latest_first(database: MongoDB) -> None:
    audit = Audit(database)
    audit.note(Erased.COMMENTS, 7, by="dilnoza", now=NOON)
    audit.note(Erased.KEYS, 2, by="aziz", now=LATER)

    assert audit.log() == [
        Erasure(LATER, Erased.KEYS, 2, "aziz"),
        Erasure(NOON, Erased.COMMENTS, 7, "dilnoza"),
    ]


def test_lines_of_one_moment_stand_in_their_order(database: MongoDB) -> None:
    audit = Audit(database)
    for number in range(3):
        audit.note(Erased.COMMENTS, number, by="aziz", now=NOON)

    assert [each.number for each in audit.log()] == [2, 1, 0]


def test_whose_it_was_cannot_be_noted(database: MongoDB) -> None:
    Audit(database).note(Erased.COMMENTS, 1, by="u" * 500, now=NOON)
    (line,) = database.audit.find()

    assert set(line) == {"_id", "at", "what", "number", "by"}
    assert len(line["by"]) == LONGEST_NAME
    with pytest.raises(WriteError):
        database.audit.insert_one({**line, "_id": type(line["_id"])(), "author": "a"})


def test_an_export_is_noted_with_what_was_chosen(database: MongoDB) -> None:
    days = NOON.date(), LATER.date()
    view = View(*days, "tariffs", ("feed:a",), ("uz",), False, ("visas",), "year")
    audit = Audit(database)
    audit.exported(Export("mood", "csv", 12, view), by="malika@kun.uz", now=NOON)
    audit.exported(Export("sources", "png", 3), by="aziz", now=LATER)

    assert audit.lines() == [
        Line(LATER, Act.EXPORT, 3, "aziz", of="sources", form="png", view=View()),
        Line(NOON, Act.EXPORT, 12, "malika@kun.uz", of="mood", form="csv", view=view),
    ]


def test_labels_are_one_line_a_day_sample_and_labeller(database: MongoDB) -> None:
    kept_label(database, "c1", draw="d1")
    kept_label(database, "c2", draw="d1")
    kept_label(database, "c3", draw="d2")
    audit = Audit(database)

    for comment in ("c1", "c2", "c3"):
        audit.labelled(comment, by="malika", now=NOON)
    audit.labelled("c1", by="aziz", now=NOON)
    audit.labelled("c2", by="malika", now=LATER, withdrawn=True)
    audit.labelled("c2", by="malika", now=NOON + timedelta(days=1))

    told = {
        (day_of(each.at), each.by, each.of, each.number, each.withdrawn)
        for each in audit.lines()
    }
    today, tomorrow = day_of(NOON), day_of(NOON) + timedelta(days=1)
    assert told == {
        (today, "malika", "d1", 2, 1),
        (today, "malika", "d2", 1, 0),
        (today, "aziz", "d1", 1, 0),
        (tomorrow, "malika", "d1", 1, 0),
    }


def test_a_label_of_what_was_not_drawn_is_not_noted(database: MongoDB) -> None:
    Audit(database).labelled("c1", by="malika", now=NOON)

    assert Audit(database).lines() == []


def test_no_line_leads_to_a_comment(database: MongoDB) -> None:
    kept_label(database, "telegram:100:77", draw="d1", voice="a-voice")
    Audit(database).labelled("telegram:100:77", by="malika", now=NOON)

    written = repr(list(database.audit.find()))

    assert "d1" in written
    assert "77" not in written
    assert "a-voice" not in written


def test_what_staff_did_expires_and_what_was_erased_stays(database: MongoDB) -> None:
    Audit(database).note(Erased.KEYS, 1, by="aziz", now=NOON)
    Audit(database).exported(Export("mood", "csv", 1), by="aziz", now=NOON)
    ttl = database.audit.index_information()["forgotten"]

    expiring = database.audit.find(ttl["partialFilterExpression"])

    assert ttl["expireAfterSeconds"] == NOTED_FOR == 400 * 86_400
    assert [each["what"] for each in expiring] == ["export"]


def test_the_log_of_erasures_is_of_erasures_alone(database: MongoDB) -> None:
    Audit(database).exported(Export("mood", "csv", 1), by="aziz", now=NOON)

    assert Audit(database).log() == []


def test_the_log_can_be_asked_of_some_days(database: MongoDB) -> None:
    audit, today = Audit(database), day_of(NOON)
    for day in range(3):
        audit.note(Erased.KEYS, day, by="aziz", now=NOON + timedelta(days=day))

    chosen = audit.lines(Period(today, today + timedelta(days=1)))

    assert [each.number for each in chosen] == [1, 0]


def kept_label(database: MongoDB, comment: str, **fields: Any) -> None:
    one = one_valid(COLLECTIONS["labels"].rules)
    database.labels.insert_one(one | {"_id": comment} | fields)
