"""`kayfiyat forget`: nothing of the person is left, and nothing else is touched."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import bson
import pytest
from pymongo.database import Database
from typer.testing import CliRunner, Result

from domain.comments import FoundComment, FoundPost
from domain.errors import AwayError
from domain.labels import Frame
from domain.periods import Period
from domain.sources import Kind, Source
from kayfiyat import forgetting
from kayfiyat.forgetting import days_of
from listener.keeping import kept_comments, kept_post
from listener.pseudonyms import Pseudonyms
from mood import job
from mood.sampling import candidates, voice_key
from store.arrivals import Arrivals
from store.cells import Cells
from store.key_marks import KeyMarks
from store.labels import Labels
from store.motor import connected
from store.retention import forget_text
from store.scoring import Scoring
from tests.command_line import cli
from tests.listener.test_keeping import COMMENT
from tests.mood.prints import print_, varied
from tests.store.examples import scored

MongoDB = Database[dict[str, Any]]

MAY = datetime(2026, 5, 12, 7, tzinfo=UTC)
JUNE = datetime(2026, 6, 12, 7, tzinfo=UTC)
NOW = JUNE + timedelta(hours=3)
KUN = Source(Kind.TELEGRAM_WEB, "kun", official=True)
GAZETA = Source(Kind.TELEGRAM_WEB, "gazeta")
PERSON = "user:777000"
CROWD = [f"user:{number}" for number in range(1, 10)]
MADE = ("cells", "national", "campaigns", "threads")
"""What is made of comments."""


@pytest.fixture(autouse=True)
def _nothing_in_flight(monkeypatch: pytest.MonkeyPatch) -> None:
    """No listener runs beside these tests, but for one."""
    monkeypatch.setattr(forgetting, "IN_FLIGHT", timedelta())


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def run(
    at_home: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Result]:
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words: str, typed: str = "", text_days: int = 180) -> Result:
        monkeypatch.setenv("KAYFIYAT_PRIVACY__TEXT_DAYS", str(text_days))
        command = ("forget", "--data-dir", str(tmp_path), *words)
        return CliRunner().invoke(cli, command, input=typed)

    return run


@pytest.fixture
def world(
    database: MongoDB, uri_and_db: tuple[str, str], keys: Path
) -> Callable[[Iterable[str]], MongoDB]:
    """A world in which these people spoke: it is heard, scored, counted."""

    def made(people: Iterable[str]) -> MongoDB:
        asyncio.run(_heard(uri_and_db, keys, list(people)))
        settle(database)
        return database

    return made


async def _heard(uri_and_db: tuple[str, str], keys: Path, people: list[str]) -> None:
    async with connected(*uri_and_db) as motor:
        arrivals, pseudonyms = Arrivals(motor), Pseudonyms(keys)
        for source in (KUN, GAZETA):
            await arrivals.save_source(source, now=NOW)
            posts = [kept_post(_post(at, source), source) for at in (MAY, JUNE)]
            await arrivals.save_posts(posts, now=NOW)
            said = [_said(who, at, source) for who in people for at in (MAY, JUNE)]
            kept = kept_comments(said, source, pseudonyms)
            await arrivals.save_comments(kept, now=NOW)


def _post(at: datetime, source: Source) -> FoundPost:
    return FoundPost(f"{source.id}:p{at.month}", at - timedelta(hours=1), "Tariflar")


def _said(who: str, at: datetime, source: Source) -> FoundComment:
    number = int("".join(filter(str.isdigit, who)))
    return replace(
        COMMENT,
        id=f"{source.id}:{at.month}-{number}",
        at=at + timedelta(seconds=number % 100),
        text=f"Tariflar oshdi, mening gapim {number}",
        post=f"{source.id}:p{at.month}",
        reply_to=None,
        identity=who,
    )


def settle(database: MongoDB) -> None:
    """Score what waits; make what is to be made of it."""
    scoring = Scoring(database)
    while pending := scoring.pending():
        # Five people wrote nearly alike: the person, and the first four of the crowd.
        alike = {each.id: _print(each.id) for each in pending}
        scoring.save(scored(pending, wordings=alike), scorer="joint-1.0", now=NOW)
    while job.step(scoring, Cells(database), now=NOW):
        pass


def _print(id_: str) -> bytes:
    number = int(id_.rpartition("-")[2])
    near = number < 5 or number == 777000
    return varied(print_(0), 8, chance=number) if near else print_(number)


def drawn(database: MongoDB) -> int:
    """Draw all comments that there are, to be labelled."""
    labels, cells = Labels(database), Cells(database)
    found = [
        each
        for source in (KUN, GAZETA)
        for at in (MAY, JUNE)
        for each in candidates(source.id, at.date(), cells.votes(source.id, at.date()))
    ]
    period = Period(MAY.date(), JUNE.date())
    return labels.save_draw(Frame(period), found, chance=1.0, now=NOW)


def made_of(database: MongoDB) -> dict[str, list[dict[str, Any]]]:
    """All that was made of comments, without names and moments that are by chance."""
    return {
        name: sorted(
            (
                {k: v for k, v in each.items() if k not in _by_chance(name)}
                for each in database[name].find()
            ),
            key=str,
        )
        for name in MADE
    }


def _by_chance(name: str) -> set[str]:
    return {"saved_at", "token", *(["_id"] if name == "campaigns" else [])}


def stored(database: MongoDB) -> bytes:
    """Every byte of every document."""
    names = database.list_collection_names()
    return b"".join(
        bson.encode(each) for name in names for each in database[name].find()
    )


def traces(keys: Path, *people: str) -> list[bytes]:
    """All that could lead to these people: pseudonyms and the hashes made of them."""
    pseudonyms, days = (
        Pseudonyms(keys),
        {f"{at:%Y-%m}": at.date() for at in (MAY, JUNE)},
    )
    held = [pair for who in people for pair in pseudonyms.held(who, source="").items()]
    authors = {author for _, author in held}
    voices = {
        voice_key(author, source.id, days[month])
        for month, author in held
        for source in (KUN, GAZETA)
    }
    return [each.encode() for each in authors | voices]


def ids(database: MongoDB) -> set[str]:
    return set(database.comments.distinct("_id"))


def test_nothing_of_the_person_is_left(
    world: Callable[..., MongoDB], run: Callable[..., Result], keys: Path
) -> None:
    database = world([PERSON, *CROWD])
    drawn(database)
    of_person = [*traces(keys, PERSON), b"777000"]
    assert all(each in stored(database) for each in of_person)

    done = run("--telegram-id", "777000", "--yes")
    settle(database)

    assert done.exit_code == 0, done.output
    assert "4 comments are erased" in done.output
    assert not any(each in stored(database) for each in of_person)


def test_the_others_are_as_if_the_person_had_never_written(
    world: Callable[..., MongoDB], run: Callable[..., Result]
) -> None:
    database = world(CROWD)
    drawn(database)
    without, others = made_of(database), ids(database)
    assert all(without[name] for name in ("cells", "national", "threads"))
    for name in (*MADE, "comments", "posts", "labels", "draws"):
        database[name].delete_many({})

    world([PERSON, *CROWD])
    drawn(database)
    assert database.campaigns.count_documents({}) > 0
    assert made_of(database)["cells"] != without["cells"]
    run("--telegram-id", "777000", "--yes")
    settle(database)

    assert made_of(database) == without
    assert ids(database) == others
    assert set(database.labels.distinct("_id")) == others
    assert database.campaigns.count_documents({}) == 0


def test_it_says_how_many_and_waits_for_a_yes(
    world: Callable[..., MongoDB], run: Callable[..., Result], keys: Path
) -> None:
    database = world([PERSON, *CROWD])

    done = run("--telegram-id", "777000", typed="no\n")

    assert "4 comments are kept" in done.output
    assert "2026-05 to 2026-06" in done.output
    assert "gapim" not in done.output
    assert done.exit_code != 0
    assert str(done.exception) == "nothing was changed"
    assert len(ids(database)) == 40
    assert not (keys / "opted-out").exists()
    assert (
        "4 comments are erased" in run("--telegram-id", "777000", typed="yes\n").output
    )


def test_what_is_read_again_is_not_kept_again(
    world: Callable[..., MongoDB], run: Callable[..., Result]
) -> None:
    database = world([PERSON, *CROWD])
    run("--telegram-id", "777000", "--yes")
    left = ids(database)

    world([PERSON, *CROWD])

    assert ids(database) == left
    assert len(left) == 36


def test_an_export_of_telegram_desktop_knows_the_same_number(
    world: Callable[..., MongoDB], run: Callable[..., Result]
) -> None:
    database = world(["telegram:user777000", *CROWD])

    assert "4 comments are erased" in run("--telegram-id", "777000", "--yes").output

    assert len(ids(database)) == 36


def test_a_shown_name_is_forgotten_in_its_source_alone(
    database: MongoDB,
    uri_and_db: tuple[str, str],
    keys: Path,
    run: Callable[..., Result],
) -> None:
    async def heard() -> None:
        async with connected(*uri_and_db) as motor:
            for source in (KUN, GAZETA):
                one = replace(COMMENT, id=source.id, at=JUNE, identity="name:Ali Vali")
                kept = kept_comments([one], source, Pseudonyms(keys))
                await Arrivals(motor).save_source(source, now=NOW)
                await Arrivals(motor).save_comments(kept, now=NOW)

    asyncio.run(heard())

    done = run("--name", " Ali  Vali", "--source", KUN.id, "--yes")

    assert "several people" in done.output
    assert ids(database) == {GAZETA.id}


def test_a_label_outlives_the_words_and_is_found_all_the_same(
    world: Callable[..., MongoDB], run: Callable[..., Result], keys: Path
) -> None:
    database = world([PERSON, *CROWD])
    drawn(database)
    later = NOW + timedelta(days=200)
    assert forget_text(database, before=later, quiet_since=later) == 40
    cells = made_of(database)["cells"]

    assert "4 comments are erased" in run("--telegram-id", "777000", "--yes").output
    settle(database)

    assert not any(each in stored(database) for each in traces(keys, PERSON))
    assert made_of(database)["cells"] == cells  # sums of days that have expired stay


def test_months_whose_keys_are_destroyed_cannot_be_told(
    world: Callable[..., MongoDB], run: Callable[..., Result], keys: Path
) -> None:
    database = world([PERSON, *CROWD])

    assert "1 keys are destroyed" in run("--keys-before", "2026-06", "--yes").output

    assert [path.name for path in keys.glob("*.key")] == ["2026-06.key"]
    assert "2 comments are erased" in run("--telegram-id", "777000", "--yes").output
    assert len(ids(database)) == 38
    assert "0 keys" in run("--keys-before", "2026-06", "--yes").output


def test_keys_stay_without_a_yes_and_the_key_in_use_always(
    world: Callable[..., MongoDB], run: Callable[..., Result], keys: Path
) -> None:
    world(CROWD)

    assert run("--keys-before", "2026-06", typed="\nyess\n").exit_code != 0
    assert "in use" in str(run("--keys-before", "2999-01", "--yes").exception)
    assert "is no month" in str(run("--keys-before", "May", "--yes").exception)
    assert len(list(keys.glob("*.key"))) == 2


def test_the_log_says_what_was_erased_and_never_whose(
    world: Callable[..., MongoDB], run: Callable[..., Result], keys: Path
) -> None:
    database = world([PERSON, *CROWD])
    assert "Nothing was erased" in run("--log").output
    of_person = traces(keys, PERSON)
    run("--telegram-id", "777000", "--yes")
    run("--keys-before", "2026-06", "--yes")

    log = json.loads(run("--log", "--json").stdout_bytes)

    assert [(each["what"], each["number"]) for each in log] == [
        ("keys", 1),
        ("comments", 4),
    ]
    assert all(each["by"] for each in log)
    assert "comments of one author" in run("--log").output
    written = b"".join(map(bson.encode, database.audit.find()))
    assert not any(each in written for each in [*of_person, b"777000"])


@pytest.mark.parametrize(
    "words, said",
    [
        ((), "say whom to forget"),
        (("--undo",), "say whom to forget"),
        (("--undo", "--log"), "--undo needs to be told"),
        (("--log", "--keys-before", "2026-05"), "say whom to forget"),
        (("--name", "Ali"), "--name needs --source"),
        (("--name", " ", "--source", "feed:a"), "--name is empty"),
        (("--name", "Ali", "--source", "feed:none"), "none of those kept"),
        (("--telegram-id", "1", "--source", "feed:a"), "--source goes with --name"),
        (("--telegram-id", "0"), "is no person's"),
        (("--telegram-name", "t.me/a/b"), "is no user name"),
    ],
)
def test_what_cannot_be_meant_is_said(
    words: tuple[str, ...], said: str, run: Callable[..., Result]
) -> None:
    done = run(*words)

    assert said in str(done.exception)


def test_nothing_comes_back_beside_a_listener_that_goes_on(
    world: Callable[..., MongoDB],
    run: Callable[..., Result],
    uri_and_db: tuple[str, str],
    keys: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = world([PERSON, *CROWD])
    held = timedelta(seconds=0.2)
    monkeypatch.setattr(forgetting, "IN_FLIGHT", 5 * held)
    heard, over = threading.Event(), threading.Event()

    async def listening() -> None:
        async with connected(*uri_and_db) as motor:
            arrivals, pseudonyms = Arrivals(motor), Pseudonyms(keys)
            while not over.is_set():
                for at in (MAY, JUNE):
                    said = [_said(who, at, KUN) for who in (PERSON, CROWD[0])]
                    kept = kept_comments(said, KUN, pseudonyms)
                    await asyncio.sleep(held.total_seconds())  # as if it were slow
                    await arrivals.save_comments(kept, now=NOW)
                heard.set()

    with ThreadPoolExecutor(1) as threads:
        listener = threads.submit(asyncio.run, listening())
        heard.wait(60)
        done = run("--telegram-id", "777000", "--yes")
        at_once = stored(database)
        heard.clear()
        heard.wait(60)
        over.set()
        listener.result()
    settle(database)

    assert done.exit_code == 0, done.output
    of_person = [*traces(keys, PERSON), b"777000"]
    assert not any(each in at_once for each in of_person if each != b"777000")
    assert not any(each in stored(database) for each in of_person)
    assert len(ids(database)) == 36


def test_what_was_made_ready_before_the_wish_and_saved_after_goes_too(
    world: Callable[..., MongoDB],
    run: Callable[..., Result],
    uri_and_db: tuple[str, str],
    keys: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = world([PERSON, *CROWD])
    ready = kept_comments([_said(PERSON, JUNE, KUN)], KUN, Pseudonyms(keys))
    waited = []

    async def saved() -> None:
        async with connected(*uri_and_db) as motor:
            await Arrivals(motor).save_comments(ready, now=NOW)

    def meanwhile(seconds: float) -> None:
        waited.append(seconds)
        asyncio.run(saved())

    monkeypatch.setattr(forgetting, "IN_FLIGHT", timedelta(seconds=3))
    monkeypatch.setattr(forgetting, "sleep", meanwhile)
    done = run("--telegram-id", "777000", "--yes")

    assert waited == [3.0]
    assert "5 comments are erased" in done.output
    assert len(ids(database)) == 36


def test_who_changes_their_mind_is_heard_again(
    world: Callable[..., MongoDB], run: Callable[..., Result], keys: Path
) -> None:
    database = world([PERSON, *CROWD])
    run("--telegram-id", "777000", "--yes")
    marks = KeyMarks(database)
    marks.agree_on_list(*Pseudonyms(keys).opted_out.mark())

    refused = run("--undo", "--telegram-id", "777000", typed="no\n")
    done = run("--undo", "--telegram-id", "777000", "--yes")
    again = run("--undo", "--telegram-id", "777000", "--yes")
    marks.agree_on_list(*Pseudonyms(keys).opted_out.mark())
    world([PERSON, *CROWD])

    assert "heard again" in refused.output
    assert str(refused.exception) == "nothing was changed"
    assert "2 wishes are taken back" in done.output
    assert "None of them had asked" in again.output
    assert len(ids(database)) == 40
    log = json.loads(run("--log", "--json").stdout_bytes)
    assert [each["what"] for each in log] == ["wishes", "comments"]


def away_at(call: int, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """MongoDB is away when ``name`` of the marks is called so many times."""
    verb, calls = getattr(KeyMarks, name), iter(range(1, 100))

    def asked(marks: KeyMarks, *more: str) -> object:
        if next(calls) == call:
            raise AwayError("MongoDB does not answer")
        return verb(marks, *more)

    monkeypatch.setattr(KeyMarks, name, asked)


@pytest.mark.parametrize("call", [1, 2])
def test_a_wish_half_taken_back_can_be_taken_back_again(
    call: int,
    database: MongoDB,
    run: Callable[..., Result],
    keys: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("--telegram-id", "777000", "--yes")
    marks, opted_out = KeyMarks(database), Pseudonyms(keys).opted_out
    marks.agree_on_list(*opted_out.mark())

    away_at(call, "forget_list", monkeypatch)
    broken_off = run("--undo", "--telegram-id", "777000", "--yes")
    again = run("--undo", "--telegram-id", "777000", "--yes")

    assert isinstance(broken_off.exception, AwayError)
    assert again.exit_code == 0, again.output
    assert opted_out.hashes() == frozenset()
    marks.agree_on_list(*opted_out.mark())


@pytest.mark.parametrize("call", [1, 2])
def test_keys_half_destroyed_can_be_destroyed_again(
    call: int,
    database: MongoDB,
    run: Callable[..., Result],
    keys: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agree = KeyMarks(database).agree
    Pseudonyms(keys, agree).author("@a", source="", at=MAY)

    away_at(call, "forget_before", monkeypatch)
    broken_off = run("--keys-before", "2026-06", "--yes")
    again = run("--keys-before", "2026-06", "--yes")

    assert isinstance(broken_off.exception, AwayError)
    assert again.exit_code == 0, again.output
    assert list(keys.glob("*.key")) == []
    assert Pseudonyms(keys, agree).author("@a", source="", at=MAY)


def test_expired_keys_are_destroyed_and_those_in_need_stay(
    world: Callable[..., MongoDB], run: Callable[..., Result], keys: Path
) -> None:
    database = world([PERSON, *CROWD])
    marks = KeyMarks(database)
    Pseudonyms(keys, marks.agree).author("@a", source="", at=MAY)
    days = _age_of(JUNE) + 1  # words of May have expired, those of June not all

    assert "0 keys are of" in run("--expired-keys", "--yes").output
    expire(database, MAY)
    with_june = run("--expired-keys", "--yes", text_days=days)

    assert "1 keys are destroyed" in with_june.output
    assert [path.name for path in keys.glob("*.key")] == ["2026-06.key"]
    # Should its history be read after all, a key is made, and nobody objects.
    assert Pseudonyms(keys, marks.agree).author("@a", source="", at=MAY)


def test_a_key_stays_while_old_history_is_still_counted(
    world: Callable[..., MongoDB], run: Callable[..., Result], keys: Path
) -> None:
    database = world(CROWD)
    expire(database, JUNE)

    assert "0 keys are of" in run("--expired-keys", "--yes", text_days=1).output

    assert len(list(keys.glob("*.key"))) == 2


def test_a_destroyed_key_does_not_live_on_in_memory(keys: Path) -> None:
    listener, other = Pseudonyms(keys), Pseudonyms(keys)
    before = listener.author("@a", source="", at=MAY)

    other.destroy_before(JUNE.date())

    assert listener.author("@a", source="", at=MAY) != before
    assert listener.author("@a", source="", at=MAY) == other.author(
        "@a", source="", at=MAY
    )


def expire(database: MongoDB, at: datetime) -> None:
    """The words of the month have expired."""
    gone = {"$unset": {"text": "", "author": ""}, "$set": {"forgotten": True}}
    database.comments.update_many({"day": at.date().isoformat()}, gone)


def _age_of(at: datetime) -> int:
    return (datetime.now(UTC) - at).days


def test_a_month_has_its_days() -> None:
    assert days_of("2026-12") == Period(date(2026, 12, 1), date(2026, 12, 31))
    assert days_of("2028-02") == Period(date(2028, 2, 1), date(2028, 2, 29))
