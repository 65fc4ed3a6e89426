"""`kayfiyat verify --mend`: what is wrong is marked, and the scorer makes it again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from typer.testing import CliRunner, Result

from kayfiyat.scoring import score_what_comes
from mood.collected import step
from store.collected import Collected
from tests.command_line import cli
from tests.kayfiyat.keeping.places import NEVER, MongoDB
from tests.kayfiyat.verifying import planted as wrongly
from tests.kayfiyat.verifying.test_verify import LATER, world, wrong

__all__ = ["world"]

MARKS = ("stale", "summed", "uncounted", "unsearched", "unthreaded")
PLANTED = [
    wrongly.a_cell_changes,
    wrongly.a_cell_is_too_many,
    wrongly.a_comment_is_scored_otherwise,
    wrongly.a_national_sum_changes,
    wrongly.a_reform_has_a_stray_sum,
    wrongly.a_count_of_comments_changes,
    wrongly.reactions_were_forgotten,
    wrongly.a_sum_over_all_sources_changes,
]


@pytest.fixture
def verify(at_home: None) -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(cli, ["verify", "--all", *words])


def made_again(database: MongoDB) -> None:
    """What the scorer does once it runs."""
    score_what_comes(database, NEVER, once=True, stop=threading.Event())
    while step(Collected(database), now=LATER, look_every=timedelta()):
        pass


@pytest.mark.parametrize("planted", PLANTED, ids=lambda each: each.__name__)
def test_what_was_planted_is_mended(
    world: MongoDB,
    verify: Callable[..., Result],
    planted: Callable[[MongoDB], None],
) -> None:
    planted(world)

    done = verify("--mend", "--json")
    told = [each["check"] for each in json.loads(done.stdout) if each["wrong"]]
    made_again(world)

    assert done.exit_code == 2
    assert told
    assert "Marked to be made again" in done.stderr
    assert wrong(world) == set()


def test_nothing_is_marked_without_it(
    world: MongoDB, verify: Callable[..., Result]
) -> None:
    for planted in PLANTED:
        planted(world)
    before = {name: list(world[name].find().sort("_id", 1)) for name in MARKS}

    assert verify().exit_code == 2

    assert {name: list(world[name].find().sort("_id", 1)) for name in MARKS} == before
    assert wrong(world)


def test_what_is_right_is_not_marked(
    world: MongoDB, verify: Callable[..., Result]
) -> None:
    done = verify("--mend")

    assert done.exit_code == 0
    assert "Nothing was found" in done.stderr
    assert world.stale.count_documents({}) == 0


def test_days_whose_words_have_expired_are_not_marked(
    world: MongoDB, verify: Callable[..., Result]
) -> None:
    gone = {"$unset": {"author": "", "text": ""}, "$set": {"forgotten": True}}
    world.comments.update_many({}, gone)
    wrongly.a_cell_changes(world)

    verify("--mend")

    assert world.stale.count_documents({}) == 0


def test_a_day_with_half_a_comment_is_left(
    world: MongoDB, verify: Callable[..., Result]
) -> None:
    wrongly.half_a_comment_and_half_a_cell_are_there(world)

    done = verify("--mend")

    assert "Left are 1 days with invalid comments" in done.stderr
    assert world.stale.count_documents({}) == 0
