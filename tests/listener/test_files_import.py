"""Importing: private chats never, everything else once, nothing in the clear."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from domain.errors import InputError, RefusedError
from listener.files import Imported, import_file
from listener.pseudonyms import Pseudonyms
from store.arrivals import Arrivals
from store.motor import connected

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SHARED = Path(__file__).parents[2].parent / "shared"
NEWS = SHARED / "data/posts/ru_telegram_news.jsonl.gz"

Import = Callable[..., Awaitable[Imported]]
Documents = Database[dict[str, Any]]


@pytest.fixture
async def take(uri_and_db: tuple[str, str], tmp_path: Path) -> AsyncIterator[Import]:
    """``import_file`` into a fresh database."""
    async with connected(*uri_and_db) as database:
        arrivals, pseudonyms = Arrivals(database), Pseudonyms(tmp_path / "keys")

        async def take(path: Path, **options: Any) -> Imported:
            return await import_file(path, arrivals, pseudonyms, now=NOW, **options)

        yield take


def message(n: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": n,
        "type": "message",
        "date_unixtime": str(1778396400 + n),
        "from": "Alisher Vohidov",
        "from_id": "user99887766",
        "text": f"ha {n}, @vali +998 90 123 45 67",
    } | fields


def chat(kind: str | None, *messages: object, n: int = 7) -> dict[str, Any]:
    named = {"name": "Maxfiy Suhbat", "id": n, "messages": list(messages)}
    return named | ({"type": kind} if kind else {})


def write(folder: Path, raw: object, name: str = "result.json") -> Path:
    path = folder / name
    path.write_text(raw if isinstance(raw, str) else json.dumps(raw), encoding="utf-8")
    return path


async def test_importing_again_adds_nothing(take: Import, tmp_path: Path) -> None:
    path = write(tmp_path, chat("public_supergroup", message(1), message(2)))

    assert await take(path) == Imported(str(path), 2, 2, 0, 0)
    assert await take(path) == Imported(str(path), 2, 0, 0, 0)

    more = write(
        tmp_path,
        chat("public_supergroup", message(1), message(2, text="boshqa"), message(3)),
    )
    assert await take(more) == Imported(str(path), 3, 1, 1, 0)


async def test_nothing_of_a_person_reaches_the_database(
    take: Import, tmp_path: Path, database: Documents
) -> None:
    await take(write(tmp_path, chat("public_supergroup", message(1), message(2))))
    stored = str(
        [[*database[name].find()] for name in database.list_collection_names()]
    )

    assert "ha 1, ‹name› ‹phone›" in stored
    for personal in ("Vohidov", "99887766", "@vali", "123 45 67"):
        assert personal not in stored
    assert len({each["author"] for each in database.comments.find()}) == 1


@pytest.mark.parametrize(
    "kind",
    [
        "saved_messages", "replies", "verification_codes", "personal_chat", "bot_chat",
        "private_group", "private_supergroup", "private_channel", None,
        "Public_channel", "something_new",
    ],
)  # fmt: skip
async def test_private_chats_are_refused_in_plain_words(
    take: Import, tmp_path: Path, database: Documents, kind: str | None
) -> None:
    path = write(tmp_path, chat(kind, message(1)))

    with pytest.raises(RefusedError) as raised:
        await take(path)

    said = str(raised.value)
    assert said.startswith(
        f"{path}: the chat is private (type: {kind or 'not stated'})"
    )
    assert "has not spoken in public" in said
    assert "Maxfiy" not in said
    assert database.comments.count_documents({}) == 0
    assert database.sources.count_documents({}) == 0


async def test_of_an_account_only_public_chats_are_taken(
    take: Import, tmp_path: Path, database: Documents
) -> None:
    private = [chat(k, message(1), n=n) for n, k in enumerate(["personal_chat", None])]
    account = {
        "chats": {"list": [*private, chat("public_channel", message(1), n=10)]},
        "left_chats": {"list": [chat("public_supergroup", message(1), n=11)]},
    }
    done = await take(write(tmp_path, account))

    assert (done.read, done.added, done.refused) == (2, 2, 2)
    assert [each["_id"] for each in database.posts.find()] == ["telegram:10:1"]
    assert [each["_id"] for each in database.comments.find()] == ["telegram:11:1"]


async def test_an_account_with_private_chats_only_is_refused(
    take: Import, tmp_path: Path
) -> None:
    account = {"chats": {"list": [chat("bot_chat"), chat("personal_chat")]}}

    with pytest.raises(RefusedError, match=r"all 2 chats .*bot_chat, personal_chat"):
        await take(write(tmp_path, account))


HTML = """<div class="page_header"><div class="text bold">Gap</div></div>
<div class="history"><div class="message default clearfix" id="message1">
<div class="body"><div class="date details" title="05.07.2026 12:00:01"></div>
<div class="from_name">Ali</div><div class="text">ha</div></div></div></div>"""


async def test_an_html_export_needs_the_word_of_the_person(
    take: Import, tmp_path: Path
) -> None:
    path = write(tmp_path, HTML, "messages.html")

    with pytest.raises(RefusedError, match=r"does not say .* say so with --public"):
        await take(path)
    assert (await take(path, public=True)).added == 1
    assert (await take(path, public=True)).added == 0


async def test_stating_it_does_not_make_a_private_chat_public(
    take: Import, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError):
        await take(write(tmp_path, chat("private_group", message(1))), public=True)


async def test_what_cannot_be_read_is_noted_without_its_words(
    take: Import, tmp_path: Path, database: Documents
) -> None:
    broken = message(2, date_unixtime="?", text="sir")
    path = write(tmp_path, chat("public_supergroup", message(1), broken, "sir"))
    done = await take(path)

    assert (done.read, done.set_aside) == (1, 2)
    noted = [*database.aside.find()]
    assert {each["place"] for each in noted} == {
        "result.json, chat 7: message 2",
        "result.json, chat 7: message number 3",
    }
    assert "sir" not in str(noted)


async def test_the_source_was_seen_from_its_first_message_to_its_last(
    take: Import, tmp_path: Path, database: Documents
) -> None:
    rows = [message(n) for n in (30, 10, 2_500)]
    await take(write(tmp_path, chat("public_supergroup", *rows)))
    (ledger,) = database.coverage.find()
    (stretch,) = ledger["stretches"]

    first = datetime.fromtimestamp(1778396410, UTC)
    assert ledger["_id"] == "file:telegram-7"
    assert stretch["start_at"] == first
    assert stretch["end_at"] == first + timedelta(seconds=2_491)
    assert stretch["reason"] is None


async def test_more_than_a_batch_is_imported_whole(
    take: Import, tmp_path: Path, database: Documents
) -> None:
    rows = "".join(f"ha {n},2026-05-10,ali{n % 700}\n" for n in range(2_345))
    path = write(tmp_path, f"text,at,author\n{rows}", "t.csv")

    assert await take(path) == Imported(str(path), 2_345, 2_345, 0, 0)
    assert len(database.comments.distinct("author")) == 700
    assert await take(path) == Imported(str(path), 2_345, 0, 0, 0)


async def test_any_text_can_be_stored(
    take: Import, tmp_path: Path, database: Documents
) -> None:
    rows = ["\\ud83d", "\\u0000", "a\\u202eb", "$set", ".", "👨‍👩‍👧", ""]
    lines = [f'{{"text": "{row}", "at": "2026-05-10", "id": "{row}"}}' for row in rows]
    done = await take(write(tmp_path, "\n".join(lines), "t.jsonl"))

    assert (done.read, done.added) == (7, 7)
    assert {"ab", "$set", "👨‍👩‍👧"} <= {*database.comments.distinct("text")}


async def test_a_reaction_may_have_any_name(take: Import, tmp_path: Path) -> None:
    reactions = [
        {"type": "emoji", "count": 1, "emoji": name}
        for name in ("$set", "a.b", "\0", "", "\ud83d", "x" * 9_000)
    ]
    raw = chat("public_channel", message(1, reactions=reactions))

    assert (await take(write(tmp_path, raw))).added == 1


async def test_a_saved_page_is_not_imported(take: Import, tmp_path: Path) -> None:
    page = """<div class="tgme_widget_message" data-post="kunuz/1">
      <a class="tgme_widget_message_date"><time datetime="2026-05-10T12:00:00+00:00">
      </time></a></div>"""

    with pytest.raises(InputError, match=r"list it under \[\[sources\]\]"):
        await take(write(tmp_path, page, "kunuz.html"))


@pytest.mark.skipif(not NEWS.exists(), reason="the shared files are not here")
async def test_22099_real_posts_are_imported_whole_and_once(
    take: Import, database: Documents
) -> None:
    assert await take(NEWS) == Imported(str(NEWS), 22_099, 22_099, 0, 0)
    assert database.posts.count_documents({}) == 22_099
    assert database.sources.count_documents({}) == 24
    assert await take(NEWS) == Imported(str(NEWS), 22_099, 0, 0, 0)
