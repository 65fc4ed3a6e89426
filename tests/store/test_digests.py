"""Letters: a week is composed by one process, and kept as it was composed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from pymongo.database import Database

from domain.letters import Edition, Kept
from store.digests import LEASE, Digests

MongoDB = Database[dict[str, Any]]

NOW = datetime(2026, 3, 16, 3, 0, tzinfo=UTC)
WEEK = date(2026, 3, 9)
NEXT = WEEK + timedelta(days=7)
WORKERS = 4

PNG = b"\x89PNG\r\n\x1a\n\x00\xff"
ENGLISH = Edition("Mood fell", "<p>a</p>", "a", {"line.1@kayfiyat": PNG, "$b": b""})
UZBEK = Edition("Кайфият", "<p>қ</p>", "қ", {})


@pytest.fixture
def digests(database: MongoDB) -> Digests:
    return Digests(database)


def save(digests: Digests, week: date = WEEK, *, by: str = "a", **more: Any) -> bool:
    given: dict[str, Any] = {
        "facts": '[{"k": 5}]',
        "editions": {"en": ENGLISH, "uz-Cyrl": UZBEK},
        "public": True,
        "synthetic": False,
        "now": NOW,
    }
    return digests.save(week, by=by, **(given | more))


def compose(digests: Digests, week: date = WEEK, **more: Any) -> None:
    assert digests.claim(week, by="a", now=NOW)
    assert save(digests, week, **more)


def test_a_letter_comes_back_as_it_was_saved(digests: Digests) -> None:
    compose(digests)

    assert digests.facts(WEEK) == '[{"k": 5}]'
    assert digests.edition(WEEK, "en") == ENGLISH
    assert digests.edition(WEEK, "uz-Cyrl") == UZBEK


def test_what_is_not_there_is_none(digests: Digests) -> None:
    assert (digests.facts(WEEK), digests.edition(WEEK, "en")) == (None, None)
    digests.claim(WEEK, by="a", now=NOW)
    assert (digests.facts(WEEK), digests.edition(WEEK, "en")) == (None, None)
    save(digests)
    assert digests.edition(WEEK, "ru") is None
    assert digests.facts(NEXT) is None


def test_one_of_many_composes_each_of_many_weeks(digests: Digests) -> None:
    start = Barrier(WORKERS)

    def race(number: int, week: date) -> bool:
        start.wait()
        return digests.claim(week, by=f"worker-{number}", now=NOW)

    with ThreadPoolExecutor(WORKERS) as pool:
        for number in range(50):
            week = WEEK + timedelta(weeks=number)
            won = list(pool.map(race, range(WORKERS), [week] * WORKERS))

            assert won.count(True) == 1


def test_one_of_many_takes_over_what_a_dead_process_had_claimed(
    digests: Digests,
) -> None:
    digests.claim(WEEK, by="dead", now=NOW)
    after = NOW + LEASE + timedelta(seconds=1)

    with ThreadPoolExecutor(WORKERS) as pool:
        won = pool.map(lambda by: digests.claim(WEEK, by=by, now=after), "abcd")

    assert list(won).count(True) == 1


def test_a_claim_is_held_until_its_lease_ends_and_may_be_renewed(
    digests: Digests,
) -> None:
    assert digests.claim(WEEK, by="a", now=NOW)
    assert not digests.claim(WEEK, by="b", now=NOW + LEASE)
    assert digests.claim(WEEK, by="a", now=NOW + LEASE)
    assert not digests.claim(WEEK, by="b", now=NOW + 2 * LEASE)
    assert digests.claim(WEEK, by="b", now=NOW + 3 * LEASE)


def test_who_lost_the_claim_saves_nothing(digests: Digests) -> None:
    digests.claim(WEEK, by="a", now=NOW)
    digests.claim(WEEK, by="b", now=NOW + 2 * LEASE)

    assert not save(digests, by="a")
    assert digests.facts(WEEK) is None
    assert save(digests, by="b")


def test_what_nobody_claimed_is_not_saved(digests: Digests) -> None:
    assert not save(digests)
    assert digests.kept() == []


def test_what_is_composed_is_not_claimed_again(digests: Digests) -> None:
    compose(digests)

    for by in ("a", "b"):
        assert not digests.claim(WEEK, by=by, now=NOW + 2 * LEASE)


def test_a_letter_may_be_saved_again_until_readers_are_to_get_it(
    digests: Digests,
) -> None:
    compose(digests)
    assert save(digests, facts="[2]")
    digests.addressed(WEEK, now=NOW)

    assert not save(digests, facts="[3]")
    assert digests.facts(WEEK) == "[2]"


def test_a_letter_is_addressed_once_and_not_before_it_is_composed(
    digests: Digests,
) -> None:
    digests.addressed(WEEK, now=NOW)
    compose(digests)
    assert digests.kept()[0].addressed_at is None

    digests.addressed(WEEK, now=NOW)
    digests.addressed(WEEK, now=NOW + LEASE)

    assert digests.kept()[0].addressed_at == NOW


def test_the_archive_lists_the_newest_first_without_what_is_not_composed(
    digests: Digests,
) -> None:
    compose(digests)
    compose(digests, NEXT, public=False, synthetic=True, editions={"uz-Cyrl": UZBEK})
    digests.claim(NEXT + timedelta(days=7), by="a", now=NOW)

    subjects = {"en": "Mood fell", "uz-Cyrl": "Кайфият"}
    older = Kept(WEEK, NOW, None, public=True, synthetic=False, subjects=subjects)
    newer = Kept(
        NEXT, NOW, None, public=False, synthetic=True, subjects={"uz-Cyrl": "Кайфият"}
    )
    assert digests.kept() == [newer, older]
    assert digests.kept(limit=1) == [newer]


def test_strangers_see_what_is_public_alone(digests: Digests) -> None:
    compose(digests)
    compose(digests, NEXT, public=False)

    assert [each.week for each in digests.kept(public_only=True)] == [WEEK]
    assert digests.edition(WEEK, "en", public_only=True) == ENGLISH
    assert digests.edition(NEXT, "en", public_only=True) is None
