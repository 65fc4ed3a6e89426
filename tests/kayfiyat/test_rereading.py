"""A reform that is new in the catalogue is found in comments of before it, too."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from domain.errors import StoreError
from domain.reforms import Reform
from kayfiyat.rereading import Rereading, changes
from kayfiyat.scoring import score_what_comes
from sentiment import catalogue
from sentiment.naming import name_of, rules
from store.clients import connect
from store.documents import post_document
from store.guarding import Write
from store.holders import Holder
from store.rereading import Change, Left, Read, ScoredWords
from store.shifts import Shift
from tests.command_line import cli
from tests.kayfiyat.keeping.places import NEVER, NOW, SOURCE, MongoDB, comment
from tests.store.examples import post

BAGS = "Polietilen paketlar taqiqlandi"
BANS = Reform(
    id="plastic_bags",
    titles=dict.fromkeys(catalogue.WRITINGS, "Plastic bags"),
    terms=dict.fromkeys(catalogue.WRITINGS, ("polietilen paket*",)),
)

Known = Callable[..., None]


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[Known]:
    """Begin anew with the catalogue and these reforms."""
    real = catalogue.load_catalogue()

    def begin(*more: Reform) -> None:
        new = real | {each.id: each for each in more}
        monkeypatch.setattr(catalogue, "load_catalogue", lambda: new)
        forget()

    def forget() -> None:
        catalogue.ours.cache_clear()
        catalogue.matcher.cache_clear()

    yield begin
    monkeypatch.undo()
    forget()


def score(database: MongoDB) -> None:
    score_what_comes(database, NEVER, once=True, stop=threading.Event())


@pytest.fixture
def scored(database: MongoDB, known: Known) -> MongoDB:
    """Two days, scored before anybody thought of plastic bags.

    c0 to c3 speak of other things, c4 and c5 of bags, c6 answers a post on bags.
    """
    of_post = post_document(post(source=SOURCE, text=BAGS))
    times = {"saved_at": NOW, "first_at": NOW}
    database.posts.insert_one({"_id": "p1", **of_post, **times})
    said = [comment(n) for n in range(4)]
    said += [comment(4, text=f"{BAGS}!")]
    before = {"at": NOW - timedelta(days=1), "day": "2026-03-09"}
    said += [comment(5, text=f"{BAGS}?") | before, comment(6, post="p1")]
    database.comments.insert_many(said)
    known()
    score(database)
    return database


def speaks(database: MongoDB) -> set[str]:
    return set(database.comments.distinct("_id", {"attitude.reforms": BANS.id}))


def attitudes(database: MongoDB) -> list[dict[str, object]]:
    found = database.comments.find({}, {"attitude.reforms": 0}).sort("_id", 1)
    return list(found)


def test_a_reform_added_later_is_found_and_counted_in_what_was_scored(
    scored: MongoDB, known: Known
) -> None:
    before = attitudes(scored)
    assert speaks(scored) == set()

    known(BANS)
    with capture_logs() as logs:
        score(scored)

    assert speaks(scored) == {"c4", "c5", "c6"}
    assert attitudes(scored) == before  # nothing was scored again
    days = scored.cells.distinct("day", {"reform": BANS.id})
    assert days == ["2026-03-09", "2026-03-10"]
    (told,) = (log for log in logs if log["event"] == "read again for reforms")
    assert (told["changed"], told["since"]) == (3, "2026-03-09")


def test_a_reform_taken_out_is_named_no_more(scored: MongoDB, known: Known) -> None:
    known(BANS)
    score(scored)
    known()
    score(scored)

    assert speaks(scored) == set()
    assert scored.cells.count_documents({"reform": BANS.id}) == 0
    assert scored.totals.count_documents({"reform": BANS.id}) == 0


def test_what_was_just_scored_is_not_read_again(scored: MongoDB) -> None:
    assert ScoredWords(scored).rules() == rules()
    with capture_logs() as logs:
        score(scored)
    assert not [log for log in logs if "again" in log["event"]]


def test_a_second_pass_writes_nothing(scored: MongoDB, known: Known) -> None:
    known(BANS)
    score(scored)
    ScoredWords(scored).all_under("others")

    again = list(iter(Rereading(scored).step, None))

    assert sum(again) == 0
    assert scored.stale.count_documents({}) == 0


def test_who_goes_back_midway_reads_all_again(scored: MongoDB, known: Known) -> None:
    known(BANS)
    ScoredWords(scored).begin(rules())
    Rereading(scored).step()
    assert speaks(scored) == {"c4", "c6"}

    known()
    score(scored)

    assert speaks(scored) == set()


def test_killed_midway_the_next_scorer_finds_all_and_counts_all(
    scored: MongoDB, uri_and_db: tuple[str, str], known: Known
) -> None:
    known(BANS)
    dying = multiprocessing.get_context("fork").Process(
        target=_killed_after_a_day, args=uri_and_db
    )
    dying.start()
    dying.join(60)
    assert dying.exitcode == -signal.SIGKILL
    assert speaks(scored) == {"c4", "c6"}
    assert ScoredWords(scored).left() == Left("2026-03-09", 1)

    score(scored)

    assert speaks(scored) == {"c4", "c5", "c6"}
    assert len(scored.cells.distinct("day", {"reform": BANS.id})) == 2
    assert ScoredWords(scored).left() is None
    assert ScoredWords(scored).rules() == rules()


def _killed_after_a_day(uri: str, db: str) -> None:
    first = ScoredWords.save

    def save(words: ScoredWords, changed: Sequence[Change]) -> int:
        if any(read.day == "2026-03-09" for read, _ in changed):
            os.kill(os.getpid(), signal.SIGKILL)
        return first(words, changed)

    ScoredWords.save = save  # type: ignore[method-assign,assignment]
    score(connect(uri, db))


def test_reforms_and_the_marks_of_their_days_are_written_together_or_not_at_all(
    scored: MongoDB, known: Known
) -> None:
    known(BANS)
    shift = Shift(scored, Holder())
    assert shift.take()

    def broken_off(write: Write) -> None:
        def written(session: Any) -> None:
            write(session)
            raise StoreError("no")

        shift.guarded(written)

    with pytest.raises(StoreError):
        list(iter(Rereading(scored, broken_off).step, None))

    assert speaks(scored) == set()
    assert scored.stale.count_documents({}) == 0


def test_words_that_expired_and_words_that_wait_are_left(
    scored: MongoDB, known: Known
) -> None:
    gone = {"$unset": {"text": "", "author": ""}, "$set": {"forgotten": True}}
    scored.comments.update_one({"_id": "c5"}, gone)
    scored.comments.update_one({"_id": "c4"}, {"$set": {"pending": True}})
    known(BANS)

    changed = sum(iter(Rereading(scored).step, None))

    assert changed == 1
    assert speaks(scored) == {"c6"}


def test_what_was_changed_since_it_was_read_is_left(scored: MongoDB) -> None:
    words = ScoredWords(scored)
    (some,) = words.comments("2026-03-10")
    scored.comments.update_one({"_id": some[0].id}, {"$set": {"words": "others"}})

    changed = words.save([(read, (BANS.id,)) for read in some])

    assert changed == len(some) - 1
    assert some[0].id not in speaks(scored)


READ = Read("c", "s", "2026-03-09", "Salom", "w", "p", ("tax",))


@pytest.mark.parametrize(
    "posts, now",
    [
        ({"p": None}, None),  # its words were forgotten: it keeps what it has
        ({"p": ""}, ()),
        ({}, ()),
        ({"p": BAGS}, (BANS.id,)),
    ],
)
def test_what_names_no_reform_takes_its_post_s(
    known: Known, posts: dict[str, str | None], now: tuple[str, ...] | None
) -> None:
    known(BANS)

    assert changes([READ], posts) == ([] if now is None else [(READ, now)])


def test_a_post_whose_words_were_forgotten_is_known_by_it(scored: MongoDB) -> None:
    words = ScoredWords(scored)
    assert words.posts({"p1", "no such"}) == {"p1": BAGS}

    scored.posts.update_one({"_id": "p1"}, {"$set": {"text": "", "fingerprint": ""}})

    assert words.posts({"p1"}) == {"p1": None}


def test_terms_and_code_make_the_name_and_titles_do_not() -> None:
    renamed = replace(BANS, titles=dict.fromkeys(catalogue.WRITINGS, "Bags"))
    mended = replace(BANS, terms=dict.fromkeys(catalogue.WRITINGS, ("paket*",)))

    assert name_of([renamed]) == name_of([BANS])
    assert len({name_of([BANS]), name_of([mended]), name_of([BANS], [b"x"])}) == 3


def test_status_tells_how_much_is_left(
    scored: MongoDB,
    uri_and_db: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONGODB_URI", uri_and_db[0])
    monkeypatch.setenv("MONGODB_DB", uri_and_db[1])
    status = ["status", "--json"]
    assert json.loads(CliRunner().invoke(cli, status).stdout)["reading_again"] is None

    ScoredWords(scored).note_left(Left("2026-03-09", 12))

    told = json.loads(CliRunner().invoke(cli, status).stdout)["reading_again"]
    assert told == {"day": "2026-03-09", "days": 12}
    said = " ".join(CliRunner().invoke(cli, ["status"]).output.split())
    assert "12 days are still to be read again for reforms, from 2026-03-09" in said
