"""The contract of Arrivals, on Motor and on PyMongo's own async client."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from pymongo.database import Database
from pymongo.errors import AutoReconnect

from domain.coverage import Reason, Stretch
from domain.errors import AwayError, StoreError
from domain.sources import Cursor, Kind, Source
from store.arrivals import BATCH, Arrivals, Saved
from store.kept_posts import KeptPost
from tests.store.examples import DAY, NOON, SOURCE, comment, post

LATER = NOON + timedelta(hours=1)


async def test_saving_twice_adds_nothing(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    comments = [comment(n) for n in range(BATCH + 5)]

    first = await arrivals.save_comments(comments, now=NOON)
    second = await arrivals.save_comments(comments, now=LATER)

    assert first == Saved(read=BATCH + 5, added=BATCH + 5)
    assert second == Saved(read=BATCH + 5)
    assert database.comments.count_documents({"saved_at": NOON}) == BATCH + 5


async def test_a_comment_is_kept_as_it_came(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    given = comment(reactions={"👍": 2, "custom:5.$x": 1}, reply_to="telegram:100:0")

    await arrivals.save_comments([given], now=NOON)

    assert database.comments.find_one() == {
        "_id": given.id,
        "source": SOURCE,
        "post": "telegram:kunuz:7",
        "reply_to": "telegram:100:0",
        "at": given.at,
        "day": "2026-03-10",
        "text": given.text,
        "words": given.words_fingerprint,
        "fingerprint": given.fingerprint,
        "author": "author-1",
        "official": False,
        "edited": False,
        "reactions": [["custom:5.$x", 1], ["👍", 2]],
        "pending": True,
        "first_at": NOON,
        "saved_at": NOON,
    }


async def test_the_day_is_the_day_in_tashkent(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    late = comment(at=NOON.replace(hour=20).astimezone(UTC))

    await arrivals.save_comments([late], now=NOON)

    assert database.comments.distinct("day") == ["2026-03-11"]


async def test_words_that_change_make_a_comment_pending_again(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    await arrivals.save_comments([comment()], now=NOON)
    database.comments.update_one({}, {"$set": {"pending": False}})

    saved = await arrivals.save_comments([comment(text="Arzonladi")], now=LATER)

    found = database.comments.find_one() or {}
    assert saved == Saved(read=1, changed=1)
    assert (found["text"], found["pending"]) == ("Arzonladi", True)
    assert (found["first_at"], found["saved_at"]) == (NOON, LATER)


async def test_new_reactions_leave_it_scored(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    await arrivals.save_comments([comment()], now=NOON)
    database.comments.update_one({}, {"$set": {"pending": False}})

    await arrivals.save_comments([comment(reactions={"🔥": 9})], now=LATER)

    found = database.comments.find_one() or {}
    assert (found["reactions"], found["pending"]) == ([["🔥", 9]], False)


async def test_of_an_id_twice_in_one_batch_the_last_wins(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    twice = [comment(text="Avval"), comment(text="Keyin")]

    saved = await arrivals.save_comments(twice, now=NOON)

    assert saved == Saved(read=2, added=1)
    assert database.comments.distinct("text") == ["Keyin"]


async def test_writers_at_the_same_time_double_nothing(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    comments = [comment(n) for n in range(400)]

    saved = await asyncio.gather(
        *(arrivals.save_comments(comments, now=NOON) for _ in range(6))
    )

    assert sum(each.added for each in saved) == 400
    assert database.comments.count_documents({}) == 400


async def test_another_writer_who_was_quicker_keeps_back_nothing(
    arrivals: Arrivals,
) -> None:
    """Both decided that all is new; one of them inserts first."""
    ours = [comment(n) for n in range(300)]
    theirs = [comment(n) for n in range(150, 450)]

    saved = await asyncio.gather(
        arrivals.save_comments(ours, now=NOON),
        arrivals.save_comments(theirs, now=NOON),
    )

    assert sum(each.added for each in saved) == 450
    assert len(await arrivals.thread("telegram:kunuz:7")) == 450


async def test_a_post_whose_words_change_lets_its_comments_be_scored_again(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    await arrivals.save_posts([post()], now=NOON)
    await arrivals.save_comments([comment()], now=NOON)
    database.comments.update_one({}, {"$set": {"pending": False}})

    await arrivals.save_posts([post(views=99)], now=LATER)
    assert database.comments.count_documents({"pending": True}) == 0

    await arrivals.save_posts([post(text="Viza bekor qilindi")], now=LATER)
    assert database.comments.count_documents({"pending": True}) == 1


async def test_comments_are_scored_again_though_the_post_could_not_be_written(
    arrivals: Arrivals,
    database: Database[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await arrivals.save_posts([post()], now=NOON)
    await arrivals.save_comments([comment()], now=NOON)
    database.comments.update_one({}, {"$set": {"pending": False}})

    async def killed(*_: Any, **__: Any) -> Saved:
        assert database.comments.count_documents({"pending": True}) == 1
        raise AutoReconnect("no primary")

    monkeypatch.setattr("store.arrivals.write", killed)
    with pytest.raises(AwayError):
        await arrivals.save_posts([replace(post(), text="Soliq")], now=LATER)


async def test_a_comment_stays_on_the_day_on_which_it_was_first_read(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    await arrivals.save_comments([comment()], now=NOON)
    drifted = comment(text="Arzonladi", at=NOON + timedelta(days=9), author="other")

    await arrivals.save_comments([drifted], now=LATER)

    found = database.comments.find_one() or {}
    assert (found["day"], found["at"]) == (DAY.isoformat(), comment().at)
    assert (found["author"], found["text"]) == ("author-1", "Arzonladi")


async def test_the_day_of_a_post_is_counted_again_when_a_comment_is_erased(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    before = NOON - timedelta(days=3)
    await arrivals.save_posts([replace(post(), at=before)], now=NOON)
    await arrivals.save_comments([comment()], now=NOON)

    await arrivals.erase_comments([comment().id], now=NOON)

    assert database.uncounted.distinct("day") == [before.date().isoformat()]


async def test_what_a_reading_of_a_post_did_not_show_stays(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    await arrivals.save_posts([post(comment_total=4)], now=NOON)

    saved = await arrivals.save_posts([post(views=None)], now=LATER)

    found = database.posts.find_one() or {}
    assert saved == Saved(read=1, changed=1)
    assert (found["views"], found["comment_total"]) == (10, 4)


async def test_a_thread_is_read_only_when_that_was_saved(arrivals: Arrivals) -> None:
    """A crash between saving a post and reading its thread must show."""
    await arrivals.save_posts([post(comment_total=4), post(8, at=NOON)], now=NOON)

    since = NOON - timedelta(hours=1)
    newer, older = await arrivals.posts_since(SOURCE, since)
    assert newer == KeptPost(post(8).id, NOON, None, None, url=post(8).url)
    assert older == KeptPost(post().id, since, 4, None, None, url=post().url)

    await arrivals.save_thread_read(post().id, now=LATER, total=5)
    await arrivals.save_thread_read(post(8).id, now=LATER, total=None)
    newer, older = await arrivals.posts_since(SOURCE, since)
    assert newer == KeptPost(post(8).id, NOON, None, LATER, None, post(8).url)
    assert older == KeptPost(post().id, since, 5, LATER, 5, post().url)
    assert await arrivals.posts_since(SOURCE, LATER) == []


async def test_an_older_reading_of_a_thread_that_comes_late_changes_nothing(
    arrivals: Arrivals,
) -> None:
    await arrivals.save_posts([post(comment_total=4)], now=NOON)
    await arrivals.save_thread_read(post().id, now=LATER, total=6)

    await arrivals.save_thread_read(post().id, now=NOON, total=5)

    (kept,) = await arrivals.posts_since(SOURCE, NOON - timedelta(hours=1))
    assert (kept.comment_total, kept.read_at, kept.read_total) == (6, LATER, 6)


async def test_erased_comments_are_gone_and_their_days_are_stale(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    await arrivals.save_comments([comment(1), comment(2)], now=NOON)
    assert await arrivals.thread("telegram:kunuz:7") == {comment(1).id, comment(2).id}

    erased = await arrivals.erase_comments([comment(1).id, "unknown"], now=LATER)

    assert erased == 1
    assert await arrivals.thread("telegram:kunuz:7") == {comment(2).id}
    assert database.stale.distinct("_id") == [f"{SOURCE}|{DAY}"]
    assert await arrivals.erase_comments([comment(1).id], now=LATER) == 0


async def test_saving_comments_moves_no_cursor(arrivals: Arrivals) -> None:
    """Killed in between, the collector reads again what is saved already."""
    cursor = Cursor(newest=9, oldest=2)
    await arrivals.save_cursor(SOURCE, cursor, now=NOON)

    await arrivals.save_comments([comment()], now=LATER)

    assert await arrivals.cursor(SOURCE) == cursor


async def test_a_cursor_and_a_definition_leave_each_other_alone(
    arrivals: Arrivals,
) -> None:
    source = Source(Kind.TELEGRAM_WEB, "kunuz", institution="Kun.uz", since_at=NOON)
    assert await arrivals.cursor(source.id) is None

    await arrivals.save_source(source, now=NOON)
    assert await arrivals.cursor(source.id) is None

    await arrivals.save_cursor(source.id, Cursor(9, 2, complete=True), now=NOON)
    await arrivals.save_source(source, now=LATER)
    assert await arrivals.cursor(source.id) == Cursor(9, 2, complete=True)


async def test_a_ledger_comes_back_as_it_was_saved(arrivals: Arrivals) -> None:
    ledger = [
        Stretch(NOON, LATER),
        Stretch(LATER, LATER + timedelta(hours=2), Reason.FLOOD_WAIT),
    ]
    assert await arrivals.ledger(SOURCE) == []

    await arrivals.save_ledger(SOURCE, ledger, now=LATER)

    assert await arrivals.ledger(SOURCE) == ledger


async def test_followers_are_one_number_a_day(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    await arrivals.save_followers(SOURCE, DAY, 100)
    await arrivals.save_followers(SOURCE, DAY, 101)

    assert database.followers.distinct("count") == [101]


async def test_what_is_set_aside_twice_is_there_once(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    for now in (NOON, LATER):
        await arrivals.set_aside(SOURCE, "https://t.me/kunuz/7", "no date", now=now)

    assert database.aside.count_documents({}) == 1


async def test_validators_are_kept_by_address(arrivals: Arrivals) -> None:
    assert await arrivals.validators("https://a.uz/feed") == (None, None)

    await arrivals.save_validators("https://a.uz/feed", '"tag"', None)

    assert await arrivals.validators("https://a.uz/feed") == ('"tag"', None)


async def test_nothing_to_save_is_no_error(arrivals: Arrivals) -> None:
    assert await arrivals.save_comments([], now=NOON) == Saved()
    assert await arrivals.save_posts([], now=NOON) == Saved()


async def test_what_mongodb_refuses_is_a_store_error_that_names_the_document(
    arrivals: Arrivals,
) -> None:
    wrong: Any = 5

    with pytest.raises(StoreError, match="telegram:100:1"):
        await arrivals.save_comments([comment(author=wrong)], now=NOON)


async def test_one_refused_comment_keeps_back_no_other(
    arrivals: Arrivals, database: Database[dict[str, Any]]
) -> None:
    wrong: Any = 5
    comments = [comment(1), comment(2, author=wrong), comment(3)]

    with pytest.raises(StoreError):
        await arrivals.save_comments(comments, now=NOON)

    assert database.comments.count_documents({}) == 2


async def test_it_tells_whether_a_post_was_stored_by_then(arrivals: Arrivals) -> None:
    await arrivals.save_posts([post()], now=NOON)
    await arrivals.save_posts([post(8)], now=LATER)

    assert await arrivals.had_any([post().id, post(8).id], NOON)
    assert not await arrivals.had_any([post(8).id], NOON)
    assert not await arrivals.had_any([post().id], NOON - timedelta(hours=1))
