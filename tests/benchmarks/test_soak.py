"""The short form of ``make soak``: the harness itself stays alive, and finds faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from benchmarks.soak.__main__ import soaked
from benchmarks.soak.comparing import Truth, compared, stretches
from benchmarks.soak.faults import EACH_ROUND, plan
from benchmarks.soak.figures import Figures
from benchmarks.soak.report import page
from benchmarks.soak.settings import Asked
from benchmarks.soak.words import Words
from benchmarks.soak.world import SoakWorld
from store.clients import Database, Document

SHORT = Asked(
    rate=60.0,
    seconds=12.0,
    seed=48,  # of its faults none takes long
    channels=3,
    nodes=1,
    faults=3,
    drain=240.0,
    readers=0,
    browse=False,
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    said: list[str] = []
    yield soaked(SHORT, tmp_path_factory.mktemp("soak"), say=said.append)
    assert any("fed" in line for line in said)


def test_nothing_is_lost_doubled_or_stale(figures: Figures) -> None:
    assert figures.found.held > 500
    assert figures.drained is not None
    assert figures.found.wrong == 0, figures.found
    assert figures.wrong == []


def test_what_was_asked_for_has_happened(figures: Figures) -> None:
    assert len(figures.befallen) == SHORT.faults
    assert {"listener", "scorer", "MongoDB", "Telegram", "app"} <= figures.taken.keys()
    assert len(figures.lags["in cells"]) > 10


def test_the_page_tells_it(figures: Figures) -> None:
    told = "\n".join(page(figures))

    assert "**Lost 0, doubled 0**" in told
    assert "| lost | 0 |" in told


def test_the_page_says_so_if_the_rate_was_not_held(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.soak.report.HELD_WITHIN", 0.5)
    nothing = replace(figures, stored_at={})

    assert "**The rate was not held**" in "\n".join(page(nothing))


def test_a_plan_follows_from_its_seed_and_holds_every_fault() -> None:
    number = sum(EACH_ROUND.values())
    faults = plan(7, 600.0, number)

    assert faults == plan(7, 600.0, number) != plan(8, 600.0, number)
    assert {each.kind for each in faults} == EACH_ROUND.keys()
    assert faults == sorted(faults, key=lambda each: each.at)


def test_the_same_words_are_made_again_from_their_number() -> None:
    here, there = Words(5), Words(5)

    assert [here.text(9, n) for n in range(300)] == [
        there.text(9, n) for n in range(300)
    ]
    assert here.text(9, 1) != here.text(9, 2) != Words(6).text(9, 2)
    assert here.text(9, 1) != here.text(9, 1, edition=1)


def test_the_world_keeps_no_comment_and_shows_all_but_the_deleted() -> None:
    world = SoakWorld(1, seed=3)
    for _ in range(5_000):
        world.happen()
    (group,) = world.groups
    said = group.chat.said

    assert len(said) < 20  # the roots alone
    assert world.deleted > 10
    assert all(number in said for number in group.chat.numbers)
    assert not any(number in said for number in group.gone)
    assert len(group.chat.numbers) == 5_000 - world.deleted + len(group.roots)


def test_what_is_lost_stale_or_not_erased_is_found(
    database: Database[Document],
) -> None:
    words = Words(2)
    said = Truth("telegram:a", 7, 5, {1}, {4}, {3: 1}, bytearray())

    def comment(number: int, edition: int = 0) -> Document:
        text = words.text(7, number, edition)
        id_ = f"telegram:7:{number}"
        return {"_id": id_, "source": "telegram:a", "text": text, "pending": False}

    loose = database.get_collection("comments")
    loose.database.command("collMod", "comments", validationLevel="off")
    loose.insert_many([comment(3), comment(4), comment(9)])
    found = compared(database, [said], seed=2)

    assert (found.wanted, found.held) == (3, 3)
    assert (found.lost, found.stale, found.not_erased, found.unknown) == (2, 1, 1, 1)
    assert found.where == ["telegram:a 2-5"]


def test_what_is_lost_is_told_by_stretches_of_numbers() -> None:
    assert list(stretches([], apart=2)) == []
    assert list(stretches([3, 4, 6, 9], apart=2)) == [(3, 6), (9, 9)]
