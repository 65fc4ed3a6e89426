"""Where there are labels enough, the mood is made with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from domain.labels import Draw, Frame, Label, Said
from domain.periods import Period
from mood.estimates import Estimate, estimate
from mood.labelled import LEAST, truth, with_labels, within
from tests.mood.labelled_worlds import (
    World,
    by_labels,
    confusions,
    error,
    holds,
    label,
    labelled,
    off_subject,
    true_to_subject,
    world,
)
from tests.mood.worlds import DAY, ONE_DAY

WORLDS = 100


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def one_world() -> World:
    return world(chance())


def with_these(made: World, labels: list[Label], draws: list[Draw]) -> Estimate:
    plain = estimate(made.cells, ONE_DAY, coverage=1)
    (found,) = with_labels([plain], made.cells, labels, draws)
    return found


@pytest.mark.parametrize("size, used", [(0, 0), (5, 0), (24, 0), (30, 29), (300, 260)])
def test_labels_are_used_from_twenty_five_voices_on(
    one_world: World, size: int, used: int
) -> None:
    plain = estimate(one_world.cells, ONE_DAY, coverage=1)

    found = by_labels(one_world, chance(), size)

    assert found.labels == pytest.approx(used, abs=used / 10)
    assert (found.labels == 0) == (found == plain) == (size < LEAST)
    assert found.corrected == bool(found.labels)


def test_the_shares_make_the_mood(one_world: World) -> None:
    found = by_labels(one_world, chance(), 100)

    assert found.mood is not None
    assert found.in_favour is not None
    assert found.neutral is not None
    assert found.against is not None
    assert found.in_favour + found.neutral + found.against == pytest.approx(1)
    assert found.mood == pytest.approx(100 * (found.in_favour - found.against))
    assert found.voices == 1_200


def test_where_nothing_is_shown_labels_show_nothing(one_world: World) -> None:
    labels, draws = labelled(one_world, chance(), 100)
    unseen = estimate(one_world.cells, ONE_DAY, coverage=0.2)

    assert with_labels([unseen], one_world.cells, labels, draws) == [unseen]


def test_a_period_takes_its_own_labels_alone(one_world: World) -> None:
    labels, draws = labelled(one_world, chance(), 100)
    before = Period(DAY - timedelta(days=1), DAY - timedelta(days=1))
    plain = [
        estimate(one_world.cells, day, coverage=1, k=0) for day in (before, ONE_DAY)
    ]

    earlier, found = with_labels(plain, one_world.cells, labels, draws)

    assert earlier.labels == 0
    assert found.labels > 80


def test_labels_of_a_part_do_not_speak_for_the_whole(one_world: World) -> None:
    labels, (drawn,) = labelled(one_world, chance(), 100)
    uzbek = [each for each in labels if each.about.language == "uz"]
    from_uzbek = replace(drawn, frame=Frame(ONE_DAY, languages=("uz",)))
    of_uzbek = [cell for cell in one_world.cells if cell.language == "uz"]
    plain = estimate(of_uzbek, ONE_DAY, coverage=1)

    (alone,) = with_labels([plain], of_uzbek, uzbek, [from_uzbek])

    assert with_these(one_world, uzbek, [from_uzbek]).labels == 0
    assert alone.labels > 50


def test_two_draws_make_one_sample(one_world: World) -> None:
    labels, (drawn,) = labelled(one_world, chance(), 100)
    parts = [
        replace(drawn, id=name, frame=Frame(ONE_DAY, languages=(name,)))
        for name in ("uz", "ru")
    ]

    assert with_these(one_world, labels, parts) == with_these(
        one_world, labels, [drawn]
    )


def test_labels_that_nobody_drew_say_nothing(one_world: World) -> None:
    labels, _ = labelled(one_world, chance(), 100)

    assert with_these(one_world, labels, []).labels == 0


def test_unclear_labels_are_left_out(one_world: World) -> None:
    labels, draws = labelled(one_world, chance(), 100)
    unclear = [
        replace(each, answers=(replace(each.answers[0], said=Said.UNCLEAR),))
        for each in labels
    ]

    assert with_these(one_world, unclear, draws).labels == 0


def test_two_labellers_who_differ_are_half_and_half(one_world: World) -> None:
    about = one_world.candidates[0]
    one, other = label(about, 0).answers[0], label(about, 2).answers[0]

    found = replace(label(about, 0), answers=(one, other))

    assert truth(found) == (0.5, 0, 0.5)


@pytest.mark.parametrize("size", [30, 100, 300])
def test_intervals_by_labels_hold_where_the_scorer_errs_otherwise(size: int) -> None:
    lots = chance(size)
    made = [world(lots, shift="strong", voices=600) for _ in range(WORLDS)]

    held = [holds(by_labels(each, lots, size), each) for each in made]

    assert np.mean(held) >= 0.91


def test_where_the_subject_shifted_labels_beat_the_correction() -> None:
    lots = chance()
    known = confusions(lots)
    made = [world(lots, shift="strong", voices=600) for _ in range(WORLDS // 2)]
    corrected = [
        estimate(each.cells, ONE_DAY, coverage=1, confusions=known) for each in made
    ]

    off = np.mean([error(*pair) for pair in zip(corrected, made, strict=True)])
    by_hundred = np.mean([error(by_labels(each, lots, 100), each) for each in made])

    assert by_hundred < 0.6 * off


def elsewhere(labels: list[Label], off: set[str]) -> list[Label]:
    """The labels, of which those in ``off`` speak of another reform than was found."""
    return [
        replace(each, answers=(replace(each.answers[0], reforms=("land",)),))
        if each.about.comment in off
        else each
        for each in labels
    ]


def test_a_comment_about_something_else_is_no_attitude_to_the_reform() -> None:
    about = world(chance(), reforms=("tariffs",)).candidates[0]
    (found,) = elsewhere([label(about, 0)], {about.comment})

    assert truth(found) == (1, 0, 0)
    assert truth(found, "tariffs") == (0, 0, 0)
    assert within(found) == 1
    assert within(found, "tariffs") == 0


def test_two_who_differ_on_the_subject_are_half_in_it() -> None:
    about = world(chance(), reforms=("tariffs",)).candidates[0]
    one, other = label(about, 0).answers[0], label(about, 2).answers[0]

    found = replace(label(about, 0), answers=(one, replace(other, reforms=())))

    assert truth(found, "tariffs") == (1, 0, 0)
    assert within(found, "tariffs") == 0.5


@pytest.mark.parametrize("size", [60, 300])
def test_intervals_hold_for_the_voices_that_do_speak_of_the_reform(size: int) -> None:
    """Three in ten were found by a word of another sense, and are mostly against."""
    lots = chance(size)
    held = []
    for _ in range(WORLDS):
        made = world(lots, voices=600, reforms=("tariffs",))
        off = off_subject(made, lots)
        labels, draws = labelled(made, lots, size)
        plain = estimate(made.cells, ONE_DAY, coverage=1)
        (found,) = with_labels([plain], made.cells, elsewhere(labels, off), draws)
        held.append(found.labels and holds(found, true_to_subject(made, off)))

    assert np.mean(held) >= 0.91


def test_the_mood_of_all_comments_takes_them_whatever_they_speak_of(
    one_world: World,
) -> None:
    labels, draws = labelled(one_world, chance(), 100)
    off = {each.about.comment for each in labels[:50]}

    assert with_these(one_world, elsewhere(labels, off), draws) == with_these(
        one_world, labels, draws
    )


def test_labels_about_something_else_are_not_counted_as_enough() -> None:
    made = world(chance(), reforms=("tariffs",))
    labels, draws = labelled(made, chance(), 100)
    few = elsewhere(labels, {each.about.comment for each in labels[20:]})

    assert with_these(made, few, draws).labels == 0
