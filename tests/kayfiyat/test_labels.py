"""`kayfiyat labels`, from the draw to a mood that is made with the labels."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pymongo.database import Database

from domain.attitudes import Language, Script, Verdict
from domain.comments import Comment
from domain.errors import InputError
from domain.labels import Answer, Candidate, Draw, Frame, Label, Said
from domain.periods import Period, day_of
from kayfiyat.commands.label_figures import figures
from mood.cells import cells_of
from mood.drawing import draw_sample
from mood.reading import series
from store.arrivals import Arrivals
from store.cells import Cells
from store.labels import Labels
from store.motor import connected
from store.scoring import Scored, Scoring

MongoDB = Database[dict[str, Any]]
NOON = datetime(2026, 3, 10, 7, tzinfo=UTC)
DAY = day_of(NOON)
SOURCE = "telegram_web:kunuz"
FRAME = Frame(Period(DAY, DAY))
ATTITUDES = {"against": (0.6, 0.3, 0.1), "neutral": (0.2, 0.6, 0.2)}
"""What the scorer says. In truth all that is neutral to it is against, too."""


@pytest.fixture
async def public(
    database: MongoDB, uri_and_db: tuple[str, str]
) -> Callable[..., None] | Any:
    """Let so many voices write, half of them against to the scorer."""

    async def written(count: int) -> None:
        comments = [
            Comment(f"telegram:1:{n}", SOURCE, NOON, f"Fikr {n}", author=f"author{n}")
            for n in range(count)
        ]
        async with connected(*uri_and_db) as async_database:
            await Arrivals(async_database).save_comments(comments, now=NOON)
        scoring, cells = Scoring(database), Cells(database)
        verdicts = [
            Verdict(Language.UZBEK, Script.LATIN, p) for p in ATTITUDES.values()
        ]
        said = [Scored(one, verdicts[n % 2]) for n, one in enumerate(scoring.pending())]
        scoring.save(said, scorer="joint-1.0", now=NOON)
        made = cells_of(SOURCE, DAY, cells.votes(SOURCE, DAY))
        cells.save(SOURCE, DAY, made, now=NOON)

    return written


@pytest.fixture
def labels_command(uri_and_db: tuple[str, str], tmp_path: Path) -> Callable[..., Any]:
    uri, name = uri_and_db

    def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kayfiyat", "labels", *arguments],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "MONGODB_URI": uri, "MONGODB_DB": name},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


KEYS = "a\nx\nA\n\nn\nf\nu\na\nq\n"
DAYS = ("--from", "2026-03-10", "--to", "2026-03-10")


async def test_a_sample_is_drawn_labelled_and_told_of(
    public: Any, labels_command: Callable[..., Any]
) -> None:
    await public(40)

    drawn = labels_command("draw", "--size", "10", "--seed", "1", *DAYS, "--json")
    taken = labels_command(
        "take", "--name", "Dilnoza", typed="a\nx\nA\n\nn\nf\nu\na\nq\n"
    )
    second = labels_command("take", "--name", "Anvar", "--second", typed="a\n" * 9)
    shown = labels_command("show", *DAYS, "--json")

    assert json.loads(drawn.stdout) == {"drawn": 10, "chance": 0.25}
    assert "6 labelled" in taken.stdout
    assert "Fikr" in taken.stdout
    assert "author" not in taken.stdout
    assert "6 labelled" in second.stdout
    told = json.loads(shown.stdout)
    assert (told["drawn"], told["labelled"], told["labellers"]) == (10, 6, 2)
    assert told["twice"] == 6
    assert told["alpha"] is not None
    assert told["languages"]["uz"]["labels"] == 6


async def test_a_comment_on_something_else_is_marked_before_it_is_answered(
    public: Any, labels_command: Callable[..., Any], database: Any
) -> None:
    await public(40)
    labels_command("draw", "--size", "10", *DAYS)
    parts = {"parts": ["land", 1, "uz"], "reforms": "land"}
    database["labels"].update_many({}, {"$push": parts})

    taken = labels_command("take", "--name", "D", typed="e\na\na\ne\ne\na\ne\nq\n")
    of_land = json.loads(
        labels_command("show", *DAYS, "--reform", "land", "--json").stdout
    )

    assert "3 labelled" in taken.stdout
    assert "speaks of none of these" in taken.stdout
    assert of_land["labelled"] == 3
    assert of_land["languages"]["uz"]["labels"] == 2
    assert of_land["elsewhere"] == 0  # one alone is not told of


async def test_the_figures_are_shown_as_a_table_too(
    public: Any, labels_command: Callable[..., Any]
) -> None:
    await public(40)
    labels_command("draw", "--size", "40", *DAYS)
    labels_command("take", "--name", "Dilnoza", typed="f\n" * 40)

    shown = labels_command("show", *DAYS)

    assert shown.returncode == 0, shown.stderr
    assert "40 of 40 drawn comments are labelled" in shown.stdout
    assert "worse than its card" in shown.stdout
    assert "No comment has two labellers yet" in shown.stdout


@pytest.mark.parametrize(
    "arguments, says",
    [
        (("draw", *DAYS), "fewer than 5 voices"),
        (("draw", "--from", "2026-03-11", "--to", "2026-03-10"), "is after"),
        (("draw", "--from", "spring"), "write it like"),
        (("take", "--name", " "), "type a name"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    labels_command: Callable[..., Any], arguments: Sequence[str], says: str
) -> None:
    done = labels_command(*arguments)

    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def drawn(database: MongoDB, size: int, seed: int = 1, frame: Frame = FRAME) -> int:
    lots = np.random.default_rng(seed)
    taken = draw_sample(database, frame, size=size, chance=lots, now=NOON)
    return taken.comments


async def test_nothing_is_drawn_twice(public: Any, database: MongoDB) -> None:
    await public(40)

    assert [drawn(database, 25) for _ in range(3)] == [25, 15, 0]


async def test_few_voices_are_not_drawn_from(public: Any, database: MongoDB) -> None:
    await public(4)

    with pytest.raises(InputError, match="fewer than 5 voices"):
        drawn(database, 4)


async def test_the_mood_is_made_with_the_labels(public: Any, database: MongoDB) -> None:
    await public(400)
    (before,) = series(database, FRAME.period, by="day", now=NOON)

    drawn(database, 60)
    label_all(database, Said.AGAINST)
    (after,) = series(database, FRAME.period, by="day", now=NOON)

    assert before.labels == 0
    assert before.mood == pytest.approx(-25)
    assert after.labels == 60
    assert after.mood == pytest.approx(-100)
    assert after.against == pytest.approx(1)
    assert after.high is not None
    assert after.high > -100


async def test_labels_about_one_reform_do_not_move_the_mood_of_all(
    public: Any, database: MongoDB
) -> None:
    await public(400)
    drawn(database, 60)
    database.draws.update_many({}, {"$set": {"reform": "gas"}})
    label_all(database, Said.AGAINST)

    (found,) = series(database, FRAME.period, by="day", now=NOON)

    assert found.labels == 0


def label_all(database: MongoDB, said: Said) -> None:
    door = Labels(database)
    answer = Answer("Dilnoza", said, NOON + timedelta(days=1))
    for each in door.pending("Dilnoza", limit=999):
        door.save(each.comment, answer)


def label(number: int, said: Said, *, language: str = "uz") -> Label:
    about = Candidate(
        str(number), str(number), "a", DAY, language, False, (0.6, 0.3, 0.1), ()
    )
    answers = (Answer("Dilnoza", said, NOON),)
    return Label(about, "joint-1.0", "1", 0.5, NOON, answers)


MEASURED = {"n": 1_000, "accuracy": 0.8, "macro_f1": 0.8, "recall": {}}
CARD = {"dev": {"uz": MEASURED}}


def test_a_language_of_few_voices_is_counted_without_a_figure() -> None:
    found = [label(n, Said.AGAINST) for n in range(6)]
    few = [label(9 + n, Said.AGAINST, language="ru") for n in range(4)]

    told = figures([*found, *few], [], CARD)["languages"]

    assert (told["uz"]["accuracy"], told["ru"]["accuracy"]) == (1, None)
    assert (told["uz"]["card"], told["ru"]["card"]) == (pytest.approx(0.8), None)


@pytest.mark.parametrize("right, warned", [(80, False), (50, True)])
def test_a_scorer_that_got_worse_is_told_of(right: int, warned: bool) -> None:
    said = [Said.AGAINST] * right + [Said.NEUTRAL] * (100 - right)
    found = [label(n, each) for n, each in enumerate(said)]

    assert figures(found, [], CARD)["languages"]["uz"]["drift"] == warned


def test_draws_and_unclear_labels_are_counted() -> None:
    unclear = [label(1, Said.UNCLEAR)]
    draws = [Draw("1", FRAME, 0.5, NOON, 10, 1)]

    told = figures(unclear, [*draws, replace(draws[0], drawn=5)], CARD)

    assert (told["drawn"], told["labelled"], told["unclear"]) == (15, 1, 1)
    assert told["alpha"] is None
    assert told["languages"] == {}
