"""Things that go wrong in a database, one function each."""

from __future__ import annotations

from tests.kayfiyat.keeping.places import NOW, SOURCE, MongoDB


def a_cell_changes(database: MongoDB) -> None:
    database.cells.update_one({"campaign": True}, {"$inc": {"voices": 1}})


def a_cell_is_too_many(database: MongoDB) -> None:
    one = database.cells.find_one({"reform": ""}) or {}
    database.cells.insert_one(one | {"_id": "stray", "language": "xx"})


def a_comment_is_scored_otherwise(database: MongoDB) -> None:
    p = {"attitude.p": [1.0, 0.0, 0.0]}
    database.comments.update_one({"attitude.p": {"$ne": None}}, {"$set": p})


def a_national_sum_changes(database: MongoDB) -> None:
    change = {"$inc": {"parts.0.sums.0": 0.5}}
    database.national.update_one({"reform": ""}, change)


def a_reform_has_a_stray_sum(database: MongoDB) -> None:
    one = database.national.find_one({"reform": ""}) or {}
    database.national.insert_one(one | {"_id": "stray", "reform": "stray"})


def a_count_of_comments_changes(database: MongoDB) -> None:
    database.collected.update_one({"source": SOURCE}, {"$inc": {"stored": -1}})


def reactions_were_forgotten(database: MongoDB) -> None:
    database.collected.update_one({"source": SOURCE}, {"$inc": {"drew.0": 5.0}})


def a_sum_over_all_sources_changes(database: MongoDB) -> None:
    database.collected.update_one({"source": ""}, {"$inc": {"server": 1}})


def a_campaign_has_three_authors(database: MongoDB) -> None:
    database.campaigns.update_one({}, {"$set": {"authors": 3}})


def a_word_is_one_persons(database: MongoDB) -> None:
    database.terms.insert_one(
        {
            "_id": "tariffs",
            "first": "2026-03-10",
            "last": "2026-03-10",
            "comments": 9,
            "words": [["narx", "against", 5, 9, 3.0], ["opam", "in favour", 9, 1, 3.0]],
            "saved_at": NOW,
        }
    )


def a_phone_number_is_in_a_comment(database: MongoDB) -> None:
    text = {"text": "Menga +998 90 123 45 67 ga tel qiling"}
    database.comments.update_one({"_id": "c7"}, {"$set": text})


def a_passport_is_in_a_post(database: MongoDB) -> None:
    database.posts.update_one({}, {"$set": {"text": "Pasport AA1234567"}})


def a_letter_is_of_another_version(database: MongoDB) -> None:
    letter = {"_id": "2026-03-09", "by": "x", "facts": '[{"no": "facts"}]'}
    database.digests.insert_one(letter)


def a_document_is_invalid(database: MongoDB) -> None:
    database.followers.insert_one(
        {"_id": "x", "name": "Alisher"}, bypass_document_validation=True
    )


def spoil(database: MongoDB) -> None:
    """So that no other test is given this database again."""
    database.meta.update_one({"_id": "schema"}, {"$set": {"layout": "spoilt"}})


def half_a_comment_and_half_a_cell_are_there(database: MongoDB) -> None:
    for name in ("comments", "cells"):
        half = {"_id": "half", "source": SOURCE, "day": "2026-03-10", "official": False}
        half |= {"attitude": {"p": "?"}}
        database[name].insert_one(half, bypass_document_validation=True)
        nothing = {"_id": "nothing"}
        database[name].insert_one(nothing, bypass_document_validation=True)


def an_index_is_gone(database: MongoDB) -> None:
    spoil(database)
    database.comments.drop_index("waiting")


def an_index_is_another(database: MongoDB) -> None:
    spoil(database)
    database.asks.drop_index("forgotten")
    database.asks.create_index("at", name="forgotten", expireAfterSeconds=1_000_000)


def the_rules_are_gone(database: MongoDB) -> None:
    database.command("collMod", "cells", validator={})
