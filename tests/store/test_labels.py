"""The labels' door, on a real MongoDB."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.cells import EVERY_REFORM
from domain.labels import Answer, Candidate, Frame, Label, Part, Said
from domain.periods import Period
from store.arrivals import Arrivals
from store.cells import Cells
from store.labels import Labels, Progress
from store.retention import forget_text
from store.scoring import Scoring
from tests.store.examples import DAY, NOON, SOURCE, cell, comment, post, scored

MongoDB = Database[dict[str, Any]]
Arrive = Callable[[Callable[[Arrivals], Awaitable[Any]]], Any]
ONE_DAY = Period(DAY, DAY)
FRAME = Frame(ONE_DAY)
TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def labels(database: MongoDB, arrive: Arrive) -> Labels:
    """Five scored comments, the third first in the draw."""
    arrive(lambda a: a.save_posts([post()], now=NOON))
    score(database, arrive, *range(1, 6))
    Cells(database).save(SOURCE, DAY, [cell()], now=NOON)
    door = Labels(database)
    save(door, [candidate(n) for n in (3, 1, 2)])
    return door


def score(database: MongoDB, arrive: Arrive, *numbers: int, **said: Any) -> None:
    arrive(lambda a: a.save_comments([comment(n) for n in numbers], now=NOON))
    scoring = Scoring(database)
    scoring.save(scored(scoring.pending(), **said), scorer="joint-1.0", now=NOON)


def candidate(number: int, **fields: Any) -> Candidate:
    given: dict[str, Any] = {
        "voice": f"voice{number}",
        "source": SOURCE,
        "day": DAY,
        "language": "uz",
        "campaign": False,
        "p": (0.7, 0.2, 0.1),
        "parts": (Part(EVERY_REFORM, 2, "uz"), Part("tariffs", 1, "uz")),
    }
    return Candidate(comment(number).id, **(given | fields))


def save(door: Labels, comments: Sequence[Candidate], *, chance: float = 0.25) -> int:
    return door.save_draw(FRAME, comments, chance=chance, now=NOON)


def answer(said: Said = Said.AGAINST, *, by: str = "Dilnoza") -> Answer:
    return Answer(by, said, TOMORROW)


def next_for(door: Labels, labeller: str, **more: Any) -> list[str]:
    return [each.comment for each in door.pending(labeller, limit=9, **more)]


def only(found: list[Label]) -> Label:
    (label,) = found
    return label


def test_what_was_drawn_waits_in_the_order_of_the_draw(labels: Labels) -> None:
    assert next_for(labels, "Dilnoza") == [comment(n).id for n in (3, 1, 2)]

    first = labels.pending("Dilnoza")[0]

    assert first.text == comment(3).text
    assert first.post_text == post().text
    assert first.reforms == ("tariffs",)


def test_nobody_is_asked_twice_and_a_second_labeller_can_be(labels: Labels) -> None:
    labels.save(comment(3).id, answer())

    assert next_for(labels, "Dilnoza") == [comment(1).id, comment(2).id]
    assert next_for(labels, "Anvar") == [comment(1).id, comment(2).id]
    assert next_for(labels, "Anvar", second=True) == [comment(3).id]
    assert next_for(labels, "Dilnoza", second=True) == []


def test_a_label_is_read_as_it_was_kept(labels: Labels) -> None:
    labels.save(comment(1).id, answer())

    label = only(labels.select(ONE_DAY))

    assert label.about == candidate(1)
    assert (label.scorer, label.chance, label.drawn_at) == ("joint-1.0", 0.25, NOON)
    assert label.answers == (answer(),)


def test_an_answer_is_kept_once_and_can_be_changed(labels: Labels) -> None:
    for said in (Said.AGAINST, Said.AGAINST, Said.UNCLEAR):
        assert labels.save(comment(1).id, answer(said))
    labels.save(comment(1).id, answer(Said.IN_FAVOUR, by="$name.with {signs}"))

    label = only(labels.select(ONE_DAY))

    assert [each.said for each in label.answers] == [Said.UNCLEAR, Said.IN_FAVOUR]
    assert label.answers[1].labeller == "$name.with {signs}"


def test_an_answer_can_be_taken_back_by_who_gave_it(labels: Labels) -> None:
    labels.save(comment(3).id, answer())
    labels.save(comment(3).id, answer(by="Anvar"))

    assert not labels.withdraw(comment(3).id, "Nobody")
    assert labels.withdraw(comment(3).id, "Dilnoza")
    assert [each.labeller for each in only(labels.select(ONE_DAY)).answers] == ["Anvar"]
    assert labels.withdraw(comment(3).id, "Anvar")

    assert labels.select(ONE_DAY) == []
    assert next_for(labels, "Dilnoza")[0] == comment(3).id


def test_progress_is_of_all_and_of_the_one_who_asks(labels: Labels) -> None:
    for number, by in ((1, "Dilnoza"), (1, "$Anvar"), (2, "$Anvar")):
        labels.save(comment(number).id, answer(by=by))

    assert labels.progress("Dilnoza") == Progress(3, 3, answered=2, mine=1, others=1)
    assert labels.progress("$Anvar") == Progress(3, 3, answered=2, mine=2, others=0)


def test_without_a_draw_there_is_no_progress(database: MongoDB) -> None:
    assert Labels(database).progress("Dilnoza") == Progress()


def test_a_label_says_which_script_the_scorer_saw(labels: Labels) -> None:
    labels.save(comment(1).id, answer())

    assert only(labels.select(ONE_DAY)).script == "Latn"


def test_what_was_not_drawn_is_not_labelled(labels: Labels) -> None:
    assert not labels.save(comment(5).id, answer())
    assert labels.select(ONE_DAY) == []


@pytest.mark.parametrize(
    "chosen, count",
    [
        ({}, 1),
        ({"reform": "tariffs"}, 1),
        ({"reform": "land"}, 0),
        ({"sources": [SOURCE]}, 1),
        ({"sources": ["telegram_web:b"]}, 0),
        ({"languages": ["ru"]}, 0),
    ],
)
def test_labels_are_chosen(labels: Labels, chosen: dict[str, Any], count: int) -> None:
    labels.save(comment(1).id, answer())
    before = Period(DAY - timedelta(days=9), DAY - timedelta(days=1))

    assert len(labels.select(ONE_DAY, **chosen)) == count
    assert labels.select(before, **chosen) == []


def test_a_draw_says_how_far_it_is_labelled(labels: Labels) -> None:
    labels.save(comment(1).id, answer())
    labels.save(comment(1).id, answer(by="Anvar"))

    (drawn,) = labels.draws()

    assert drawn.frame == FRAME
    assert (drawn.chance, drawn.drawn, drawn.answered) == (0.25, 3, 1)


def test_a_frame_is_read_as_it_was_kept(database: MongoDB, labels: Labels) -> None:
    frame = Frame(ONE_DAY, "tariffs", (SOURCE,), ("uz", "ru"))

    labels.save_draw(frame, [candidate(4)], chance=1.0, now=TOMORROW)

    assert [each.frame for each in labels.draws()] == [FRAME, frame]


def test_what_was_drawn_is_known(labels: Labels) -> None:
    assert labels.drawn(ONE_DAY) == {comment(n).id for n in (1, 2, 3)}


def test_a_broken_draw_is_cleared_away(database: MongoDB, labels: Labels) -> None:
    database.draws.delete_many({})

    assert labels.drawn(ONE_DAY) == set()
    assert save(labels, [candidate(1)]) == 1
    assert next_for(labels, "Dilnoza") == [comment(1).id]


def test_labels_stay_when_words_expire(database: MongoDB, labels: Labels) -> None:
    labels.save(comment(1).id, answer())
    scoring = Scoring(database)
    scoring.fresh(scoring.stale())

    later = NOON + timedelta(days=30)
    assert forget_text(database, before=later, quiet_since=later) == 5

    assert only(labels.select(ONE_DAY)).about == candidate(1)
    assert next_for(labels, "Dilnoza") == []
    assert labels.days(FRAME) == []


def test_a_comment_erased_at_its_source_takes_its_label_along(
    labels: Labels, arrive: Arrive
) -> None:
    labels.save(comment(1).id, answer())

    arrive(lambda a: a.erase_comments([comment(1).id], now=TOMORROW))

    assert labels.select(ONE_DAY) == []
    assert labels.drawn(ONE_DAY) == {comment(2).id, comment(3).id}


def test_a_comment_scored_anew_has_its_new_score(
    database: MongoDB, labels: Labels
) -> None:
    labels.save(comment(1).id, answer())
    scoring = Scoring(database)
    scoring.expire("joint-2.0")
    anew = scored(scoring.pending(), p=(0.1, 0.1, 0.8))
    scoring.save(anew, scorer="joint-2.0", now=TOMORROW)

    label = only(labels.select(ONE_DAY))

    assert (label.scorer, label.about.p) == ("joint-2.0", (0.1, 0.1, 0.8))


def test_a_comment_that_is_not_scored_any_more_is_left_out(
    database: MongoDB, labels: Labels
) -> None:
    labels.save(comment(1).id, answer())
    scoring = Scoring(database)
    scoring.expire("joint-2.0")
    scoring.save(scored(scoring.pending(), p=None), scorer="joint-2.0", now=NOON)

    assert labels.select(ONE_DAY) == []


@pytest.mark.parametrize("hours, stands", [(-48, True), (48, False)])
def test_an_answer_from_before_an_edit_does_not_stand(
    labels: Labels, arrive: Arrive, hours: int, stands: bool
) -> None:
    labels.save(comment(1).id, answer())
    edited = comment(1, text="Endi roziman", edited=NOON + timedelta(hours=hours))

    arrive(lambda a: a.save_comments([edited], now=TOMORROW))

    assert bool(labels.select(ONE_DAY)) == stands


def test_the_days_of_a_frame_are_those_of_its_sources(labels: Labels) -> None:
    elsewhere = Frame(ONE_DAY, EVERY_REFORM, ("telegram_web:b",))

    assert labels.days(FRAME) == [(SOURCE, DAY)]
    assert labels.days(elsewhere) == []
    assert labels.days(Frame(ONE_DAY, "land")) == []


def test_a_comment_erased_in_between_is_not_drawn(labels: Labels) -> None:
    assert save(labels, [candidate(4), candidate(77)]) == 1
    assert save(labels, []) == 0


def test_the_reforms_that_a_labeller_named_are_kept_with_the_answer(
    labels: Labels,
) -> None:
    first, second, third = next_for(labels, "Dilnoza")
    labels.save(first, replace(answer(), reforms=()))
    labels.save(second, replace(answer(), reforms=("land", "tariffs")))
    labels.save(third, answer())

    found = {each.about.comment: each for each in labels.select(ONE_DAY)}

    kept = [found[id_].answers[0].reforms for id_ in (first, second, third)]
    assert kept == [(), ("land", "tariffs"), None]
    assert not found[first].of("tariffs").answers
    assert found[first].of(EVERY_REFORM).answers
    assert found[second].of("tariffs").clear == found[third].of("tariffs").clear
