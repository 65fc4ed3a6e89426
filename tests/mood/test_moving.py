"""What moved, read from a real MongoDB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from pymongo.database import Database

from domain.cells import Cell
from domain.events import Event
from domain.labels import CLEAR, Candidate, Frame
from domain.periods import Period
from mood.breaks import breaks
from mood.cells import cells_of
from mood.moving import changes
from mood.reading import series
from mood.sampling import candidates
from mood.versions import jumps
from store.cells import Cells, Vote
from store.events import add_event
from store.labels import Labels
from tests.mood.worlds import DAY, NOON, SCORER, cell_of_votes, said

MongoDB = Database[dict[str, Any]]
DAYS, MOVED = 90, 50
SPAN = Period(DAY, DAY + timedelta(days=DAYS - 1))
LATER = SPAN.end_at + timedelta(days=30)


def on(number: int) -> date:
    return DAY + timedelta(days=number)


def votes(
    chance: np.random.Generator, alpha: Sequence[float], voices: int = 40
) -> Cell:
    return cell_of_votes(chance.dirichlet(alpha, voices))


@pytest.fixture
def moved(database: MongoDB) -> MongoDB:
    """Mood of gas falls on a day, that of land stands still; a campaign comes late."""
    chance = np.random.default_rng(1)
    days = {}
    for number in range(DAYS):
        gas = [5, 2, 2] if number >= MOVED else [2, 2, 5]
        made = [
            replace(votes(chance, gas), reform="gas", everyone=80),
            replace(votes(chance, [2, 3, 2]), reform="land", everyone=80),
            votes(chance, [3, 2, 3], 80),
        ]
        if 70 <= number < 73:
            loud = replace(votes(chance, [1, 1, 8]), campaign=True)
            made += [replace(loud, reform="gas", everyone=40), loud]
        scorer = "joint-1" if number < 20 else "joint-2"
        days["telegram_web:a", on(number)] = [
            replace(cell, day=on(number), scorers=(scorer,)) for cell in made
        ]
    Cells(database).save_days(days, now=NOON)
    return database


def test_a_change_stands_beside_what_it_coincides_with(moved: MongoDB) -> None:
    rise = Event(on(MOVED), "Gas rises", "gas", added=True)
    other = Event(on(MOVED), "A land code", "land", added=True)
    for event in (rise, other):
        add_event(moved, event, now=NOON)

    (found,) = changes(moved, SPAN, reform="gas", now=LATER).reported

    assert found.found.first.first == on(MOVED)
    assert found.found.change.high < 0
    assert found.coincides == (rise,)
    assert found.control is not None
    assert not found.general


def test_versions_and_campaigns_are_marked(moved: MongoDB) -> None:
    found = changes(moved, SPAN, reform="gas", now=LATER)

    (mark,) = found.versions
    assert (mark.day, sorted(mark.after)) == (on(20), ["joint-2"])
    assert found.campaigns == (Period(on(70), on(72)),)


def test_an_empty_database_has_no_changes(database: MongoDB) -> None:
    found = changes(database, SPAN, reform="gas", now=LATER)

    assert (found.reported, found.versions, found.campaigns) == ((), (), ())


def keep(database: MongoDB, **voices: int) -> None:
    """A day on which so many spoke in each source."""
    chance = np.random.default_rng(2)
    for source, count in voices.items():
        cell = replace(votes(chance, [2, 2, 2], count), source=f"telegram_web:{source}")
        Cells(database).save(cell.source, DAY, [cell], now=NOON)


def test_all_sources_and_all_but_a_small_one_have_the_same_mood(
    database: MongoDB,
) -> None:
    keep(database, a=60, b=40, c=3)
    day = Period(DAY, DAY)

    (every,) = series(database, day, by="day", now=LATER)
    (most,) = series(
        database, day, by="day", sources=["telegram_web:a", "telegram_web:b"], now=LATER
    )
    (small,) = series(database, day, by="day", sources=["telegram_web:c"], now=LATER)

    assert every.mood == most.mood
    assert (every.voices, most.comments) == (103, 100)
    assert (small.mood, small.withheld) == (None, 3)


def test_a_reform_that_nearly_all_speak_of_is_answered_with_all(
    database: MongoDB,
) -> None:
    drawn = np.random.default_rng(3).dirichlet([2, 2, 2], 53)
    about, every = cell_of_votes(drawn[:50]), cell_of_votes(drawn)
    gas = replace(about, reform="gas", everyone=53)
    Cells(database).save(about.source, DAY, [gas, every], now=NOON)
    day = Period(DAY, DAY)

    (plain,) = series(database, day, by="day", now=LATER)
    (reform,) = series(database, day, by="day", reform="gas", now=LATER)

    assert reform.mood == plain.mood
    assert (reform.voices, reform.comments) == (53, 50)


def test_a_week_cut_by_the_period_is_shown_whole(database: MongoDB) -> None:
    keep(database, a=60)
    late = Period(DAY + timedelta(days=2), DAY + timedelta(days=6))

    (week,) = series(database, late, by="week", now=LATER)

    assert week.period.first == DAY
    assert week.voices == 60


LABELLED = 25
"""From this day on every comment has a label."""
VOICES = 60


def labelled_from_the_middle(database: MongoDB) -> None:
    """Constant mood; the scorer takes half of what is against for neutral."""
    chance, comments = np.random.default_rng(4), []
    habits = np.array([[4, 4, 1], [1, 6, 1], [1, 2, 6]])
    attitudes: dict[str, int] = {}
    for number in range(2 * LABELLED):
        classes = chance.choice(3, VOICES, p=[0.5, 0.3, 0.2])
        said_of = said(chance, habits, classes).tolist()
        votes = [
            Vote(f"c{number}-{n}", f"a{n}", "uz", tuple(p), (), False, SCORER)
            for n, p in enumerate(said_of)
        ]
        made = cells_of("telegram_web:a", on(number), votes)
        Cells(database).save("telegram_web:a", on(number), made, now=NOON)
        if number >= LABELLED:
            comments += candidates("telegram_web:a", on(number), votes)
            attitudes |= {
                vote.id: int(n) for vote, n in zip(votes, classes, strict=True)
            }
    label_all(database, comments, attitudes)


def label_all(
    database: MongoDB, comments: Sequence[Candidate], attitudes: dict[str, int]
) -> None:
    database.comments.insert_many(stored(each) for each in comments)
    frame = Frame(Period(on(LABELLED), on(2 * LABELLED - 1)))
    Labels(database).save_draw(frame, comments, chance=1.0, now=NOON)
    for number, name in enumerate(CLEAR):
        alike = [each for each, attitude in attitudes.items() if attitude == number]
        answer = {"labeller": "a", "said": str(name), "at": NOON}
        database.labels.update_many(
            {"_id": {"$in": alike}}, {"$set": {"answers": [answer]}}
        )


def stored(about: Candidate) -> dict[str, Any]:
    attitude = {
        "scorer": SCORER, "words": "w", "language": "uz", "script": "Latn",
        "p": list(about.p), "label": "neutral", "reforms": [], "why": [], "at": NOON,
    }  # fmt: skip
    return {
        "_id": about.comment, "source": about.source, "day": about.day.isoformat(),
        "post": None, "author": about.comment, "official": False, "at": NOON,
        "text": "…", "words": "w", "fingerprint": "f", "edited": False,
        "reactions": [], "saved_at": NOON, "first_at": NOON, "pending": False,
        "attitude": attitude,
    }  # fmt: skip


def test_the_first_day_with_labels_is_no_change_of_mood(database: MongoDB) -> None:
    labelled_from_the_middle(database)
    span = Period(DAY, on(2 * LABELLED - 1))

    line = series(database, span, by="day", now=LATER)
    found = changes(database, span, now=LATER)

    assert jumps(line) == [on(LABELLED)]
    (jump,) = breaks(line)
    assert abs(jump.change.points) > 12
    assert found.reported == ()
    assert found.jumps == (on(LABELLED),)


def test_where_every_day_has_labels_they_make_the_line(database: MongoDB) -> None:
    labelled_from_the_middle(database)
    span = Period(on(LABELLED), on(2 * LABELLED - 1))

    line = series(database, span, by="day", now=LATER)
    without = series(database, span, by="day", labels=False, now=LATER)

    assert jumps(line) == []
    assert all(each.labels for each in line)
    assert not any(each.labels for each in without)
