"""What new rules find in stored words is taken out, and nothing else is touched."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from domain.comments import Comment
from domain.errors import StoreError
from kayfiyat import redacting
from kayfiyat.redacting import Changed, InTheScorer, Redaction
from kayfiyat.scoring import score_what_comes
from listener import redaction_rules
from listener.redaction import redacted
from listener.redaction_rules import name_of, rules
from store.arrivals import Arrivals, Saved
from store.documents import post_document
from store.motor import connected
from store.redacting import StoredWords
from tests.command_line import cli
from tests.kayfiyat.keeping.places import NEVER, NOW, SOURCE, MongoDB, comment
from tests.kayfiyat.verifying.test_verify import PRIVATE, found
from tests.store.examples import post

PHONE = "Menga +998 90 123 45 67 ga tel qiling"
LATER = NOW.replace(hour=9)

Arrive = Callable[[Comment], Saved]


@pytest.fixture
def old(database: MongoDB) -> MongoDB:
    """Words of two days and a post that older rules let through; all is scored."""
    of_post = post_document(post(source=SOURCE, text="Pasport AA1234567"))
    times = {"saved_at": NOW, "first_at": NOW}
    database.posts.insert_one({"_id": "p1", **of_post, **times})
    said = [comment(n) for n in range(4)]
    said += [comment(4, text=PHONE, post="p1", reactions={"👍": 2})]
    before = {"at": NOW - timedelta(days=1), "day": "2026-03-09"}
    said += [comment(5, text=f"{PHONE}!", reply_to="c4") | before]
    said += [comment(6, post="p1")]
    database.comments.insert_many(said)
    StoredWords(database).all_under(rules())  # as the older rules would have it
    score_what_comes(database, NEVER, once=True, stop=threading.Event())
    row = ["+998901234567", "against", 5, 0, 1.0]
    terms = {"first": "2026-03-10", "last": "2026-03-10", "comments": 9}
    database.terms.insert_one({"_id": "r", **terms, "words": [row], "saved_at": NOW})
    database.meta.delete_one({"_id": "redaction"})
    return database


@pytest.fixture
def arrive(uri_and_db: tuple[str, str]) -> Arrive:
    """Let something arrive in a test that is not async itself."""

    async def saved(comment: Comment) -> Saved:
        async with connected(*uri_and_db) as motor:
            return await Arrivals(motor).save_comments([comment], now=LATER)

    return lambda comment: asyncio.run(saved(comment))


def words(database: MongoDB) -> dict[str, str]:
    return {each["_id"]: each["text"] for each in database.comments.find()}


def waiting(database: MongoDB) -> set[str]:
    return set(database.comments.distinct("_id", {"pending": True}))


def test_what_older_rules_let_through_is_taken_out(old: MongoDB) -> None:
    before = words(old)
    assert found(old)[PRIVATE].wrong == 4

    changed = Redaction(old).through()

    assert changed == Changed(comments=2, posts=1, campaigns=0, reforms=1)
    assert found(old)[PRIVATE].wrong == 0
    assert "998" not in repr(list(old.comments.find()))
    assert {i for i, text in words(old).items() if before[i] != text} == {"c4", "c5"}


def test_changed_words_are_scored_again_and_what_answers_a_changed_post(
    old: MongoDB,
) -> None:
    assert waiting(old) == set()

    Redaction(old).through()

    assert waiting(old) == {"c4", "c5", "c6"}


def test_a_second_time_nothing_is_written(old: MongoDB) -> None:
    Redaction(old).through()
    score_what_comes(old, NEVER, once=True, stop=threading.Event())
    before = list(old.comments.find().sort("_id", 1))

    assert Redaction(old).through() == Changed()
    assert list(old.comments.find().sort("_id", 1)) == before


def test_broken_off_it_is_not_said_to_be_done(old: MongoDB) -> None:
    redaction = Redaction(old)
    redaction.step()
    redaction.step()
    assert redaction.is_due()

    changed = Redaction(old).through()

    assert changed.comments + changed.posts == 1  # the rest
    assert not Redaction(old).is_due()
    assert found(old)[PRIVATE].wrong == 0


def test_the_listener_finds_what_was_redacted_unchanged(
    old: MongoDB, arrive: Arrive
) -> None:
    Redaction(old).through()
    kept = (old.comments.find_one({"_id": "c4"}) or {})["text"]

    again = Comment(
        "c4", SOURCE, NOW, kept, post="p1", author="author-4", reactions={"👍": 2}
    )
    saved = arrive(again)

    assert saved == Saved(read=1)


def test_words_that_came_meanwhile_are_left(
    old: MongoDB, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = Comment("c4", SOURCE, NOW, "Endi boshqa gap", author="author-4")
    found_first = redacted

    def slow(text: str) -> str:
        if text == PHONE:
            arrive(edited)
        return found_first(text)

    monkeypatch.setattr(redacting, "redacted", slow)
    Redaction(old).through()

    assert words(old)["c4"] == "Endi boshqa gap"


def test_forgotten_comments_stay_as_they_are(old: MongoDB) -> None:
    gone = {"$unset": {"text": "", "author": ""}, "$set": {"forgotten": True}}
    old.comments.update_many({}, gone)

    assert Redaction(old).through().comments == 0
    assert waiting(old) == set()


def test_the_scorer_does_it_once_for_new_rules(
    old: MongoDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = InTheScorer(old)
    while work.step():
        pass
    assert found(old)[PRIVATE].wrong == 0
    assert StoredWords(old).rules() == rules()

    assert not InTheScorer(old).step()
    monkeypatch.setattr(redacting, "rules", lambda: "newer")
    assert InTheScorer(old).step()


def test_a_scorer_that_ends_has_done_it_and_scored_what_changed(old: MongoDB) -> None:
    score_what_comes(old, NEVER, once=True, stop=threading.Event())

    assert found(old)[PRIVATE].wrong == 0
    assert StoredWords(old).rules() == rules()
    assert waiting(old) == set()
    assert not InTheScorer(old).is_left()


def test_what_mongodb_refuses_begins_anew(
    old: MongoDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = InTheScorer(old)
    with monkeypatch.context() as broken:
        broken.setattr(StoredWords, "change_comments", _refused)
        work.step()
        with pytest.raises(StoreError):
            work.step()

    while work.step():
        pass

    assert found(old)[PRIVATE].wrong == 0
    assert StoredWords(old).rules() == rules()


def _refused(_door: StoredWords, _changed: dict[str, str]) -> int:
    raise StoreError("no")


def test_the_command_says_what_it_would_do_and_does_it(
    old: MongoDB,
    uri_and_db: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MONGODB_URI", uri_and_db[0])
    monkeypatch.setenv("MONGODB_DB", uri_and_db[1])
    before = words(old)

    dry = _run("--dry-run", "--json")
    assert words(old) == before
    done = _run()

    wanted = {"comments": 2, "posts": 1, "campaigns": 0, "reforms": 1}
    assert json.loads(dry.stdout_bytes) == wanted
    assert "2 comments and 1 posts are changed" in " ".join(done.output.split())
    assert Redaction(old).through() == Changed()


def _run(*options: str) -> Result:
    return CliRunner().invoke(cli, ["redact", *options])


def test_rules_have_another_name_once_a_rule_is_another(
    tmp_path: Path,
) -> None:
    here = Path(redaction_rules.__file__).parent
    for path in here.glob("redact*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    same = name_of(tmp_path)
    with (tmp_path / "redacted_papers.py").open("a") as file:
        file.write("# another\n")

    assert same == rules()
    assert name_of(tmp_path) != same


def test_sums_of_changes_add_up() -> None:
    one = Changed(1, 2, 3, 4)

    assert one + replace(one, posts=0) == Changed(2, 2, 6, 8)
