"""`kayfiyat verify` is quiet about what is right, and names each thing that is not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.periods import day_of
from kayfiyat.commands.verify import checks
from kayfiyat.scoring import score_what_comes
from kayfiyat.verifying.findings import Finding, Verdict, alike, finding
from kayfiyat.verifying.sums import settled
from mood.collected import step
from store.arrivals import Arrivals
from store.campaigns import Campaigns
from store.collected import Collected
from store.motor import connected
from store.todo import ToDo
from tests.kayfiyat.keeping.places import NEVER, NOW, QUIET, SOURCE, MongoDB, comment
from tests.kayfiyat.verifying import planted as wrongly
from tests.store.examples import post

LATER = NOW + timedelta(days=1)
LONG = timedelta(days=9)
SLOGAN = "barcha tariflar oshirilishiga qarshimiz bu adolatdan emas odamlar aytsin"
CELLS = "Cells are those of the comments"
NATION = "National sums are those of cells"
POSTS = "Posts drew what is summed"
EVERYWHERE = "Sums of posts over all sources add up"
CAMPAIGNS = "Campaigns are those of their comments"
WORDS = "Words of reforms have 5 people each"
VALID = "Documents are valid"
SHAPE = "Rules and indexes are set"
PRIVATE = "Texts hold no personal data of a known form"
LETTERS = "Letters can be read"


@pytest.fixture
def world(database: MongoDB, uri_and_db: tuple[str, str]) -> MongoDB:
    """A post, a campaign and some comments beside it, all scored and summed."""
    under = {"post": "telegram:kunuz:7"}
    said = [comment(n, text=SLOGAN, **under) for n in range(6)]
    said += [comment(n, **under) for n in range(6, 12)]

    async def heard() -> None:
        async with connected(*uri_and_db) as async_database:
            of_that_day = post(source=SOURCE, comment_total=14)
            await Arrivals(async_database).save_posts([of_that_day], now=NOW)

    asyncio.run(heard())
    database.comments.insert_many(said)
    score_what_comes(database, NEVER, once=True, stop=threading.Event())
    counting = Collected(database)
    while step(counting, now=LATER, look_every=timedelta()):
        pass
    return database


def found(database: MongoDB) -> dict[str, Finding]:
    return {each.check: each for each in checks(database, None, QUIET)}


def wrong(database: MongoDB) -> set[str]:
    return {check for check, each in found(database).items() if each.wrong}


def test_what_the_parts_made_is_right_and_was_looked_at(world: MongoDB) -> None:
    told = found(world)

    assert {check for check, each in told.items() if each.wrong} == set()
    assert told[CELLS].looked_at == told[NATION].looked_at == 1
    assert told[POSTS].looked_at == told[EVERYWHERE].looked_at == 1
    assert told[CAMPAIGNS].looked_at == 1
    assert told[PRIVATE].looked_at >= 14
    assert not any(each.left for each in told.values())


def test_a_campaign_of_few_authors_is_right_if_its_comments_are_so(
    world: MongoDB,
) -> None:
    some = [each["_id"] for each in world.comments.find({"campaign": {"$gt": ""}})]
    chosen = {"_id": {"$in": some[:4]}}
    world.comments.update_many(chosen, {"$unset": {"campaign": ""}})
    Campaigns(world).sum_up([], start_at=NOW - LONG, end_at=NOW + LONG)

    assert (world.campaigns.find_one() or {})["authors"] == 2
    assert found(world)[CAMPAIGNS].wrong == 0


def test_a_campaign_whose_days_are_to_be_searched_is_left(world: MongoDB) -> None:
    wrongly.a_campaign_has_three_authors(world)
    ToDo(world.unsearched).ask([day_of(NOW).isoformat()], now=NOW)

    told = found(world)[CAMPAIGNS]

    assert (told.wrong, told.left) == (0, {str(Verdict.MOVING): 1})


@pytest.mark.parametrize(
    "moving, verdict",
    [
        ([False, False, True, False], Verdict.MOVING),
        ([False, False, False, True], Verdict.MOVING),
        ([True, True, False, False], Verdict.WRONG),
    ],
)
def test_wrong_is_only_what_stayed_so_while_nothing_moved(
    moving: list[bool], verdict: Verdict
) -> None:
    assert settled(lambda: False, lambda: moving.pop(0)) is verdict
    assert settled(lambda: True, lambda: True) is Verdict.RIGHT


@pytest.mark.parametrize(
    "planted, told",
    [
        (wrongly.a_cell_changes, {CELLS, NATION}),
        (wrongly.a_cell_is_too_many, {CELLS, NATION}),
        (wrongly.a_comment_is_scored_otherwise, {CELLS}),
        (wrongly.a_national_sum_changes, {NATION}),
        (wrongly.a_reform_has_a_stray_sum, {NATION}),
        (wrongly.a_count_of_comments_changes, {POSTS, EVERYWHERE}),
        (wrongly.reactions_were_forgotten, {POSTS}),
        (wrongly.a_sum_over_all_sources_changes, {EVERYWHERE}),
        (wrongly.a_campaign_has_three_authors, {CAMPAIGNS}),
        (wrongly.a_word_is_one_persons, {WORDS}),
        (wrongly.a_phone_number_is_in_a_comment, {PRIVATE}),
        (wrongly.a_passport_is_in_a_post, {PRIVATE}),
        (wrongly.a_letter_is_of_another_version, {LETTERS}),
        (wrongly.a_document_is_invalid, {VALID}),
        (wrongly.half_a_comment_and_half_a_cell_are_there, {VALID, CELLS, NATION}),
        (wrongly.an_index_is_gone, {SHAPE}),
        (wrongly.an_index_is_another, {SHAPE}),
        (wrongly.the_rules_are_gone, {SHAPE}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_thing_that_is_wrong_is_told(
    world: MongoDB, planted: Callable[[MongoDB], None], told: set[str]
) -> None:
    planted(world)

    assert wrong(world) == told


def test_an_example_names_the_comment_and_never_its_words(world: MongoDB) -> None:
    wrongly.a_phone_number_is_in_a_comment(world)

    line = found(world)[PRIVATE].line()

    assert line.startswith("WRONG")
    assert "comments: c7" in line
    assert "998" not in line


def test_days_whose_words_have_expired_are_left(world: MongoDB) -> None:
    gone = {"$unset": {"author": "", "text": ""}, "$set": {"forgotten": True}}
    world.comments.update_many({}, gone)

    told = found(world)

    assert told[CELLS].left == {"words expired": 1}
    assert told[CELLS].wrong == 0


def test_what_the_scorer_has_still_to_count_is_left(world: MongoDB) -> None:
    wrongly.a_comment_is_scored_otherwise(world)
    world.comments.insert_one(comment(99, post="telegram:kunuz:7"))

    told = found(world)

    assert told[CELLS].left == {"still being counted": 1}
    assert told[POSTS].left == {"still being counted": 1}
    assert not any(each.wrong for each in told.values())


def test_verifying_writes_nothing(world: MongoDB) -> None:
    names = world.list_collection_names()
    before = {name: list(world[name].find().sort("_id", 1)) for name in names}

    found(world)

    assert {name: list(world[name].find().sort("_id", 1)) for name in names} == before


def test_sums_are_alike_but_for_their_last_digits() -> None:
    assert alike((1.0, ("uz", 2)), (1.0 + 1e-12, ("uz", 2)))
    assert not alike((1.0, 2.0), (1.0, 2.001))
    assert not alike((1.0,), (1.0, 2.0))
    assert not alike("uz", "ru")


def test_a_finding_names_three_and_counts_all() -> None:
    told = finding("Cells", [(str(n), Verdict.WRONG) for n in range(1_234)])

    assert told.line() == "WRONG  Cells: 1,234 looked at; 1,234 WRONG, as 0, 1, 2"
