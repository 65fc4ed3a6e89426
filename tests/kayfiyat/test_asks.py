"""What the app asks for is done by the listener's process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pymongo.database import Database

from domain.asks import Ask, Asked, Preview, Report, State
from domain.errors import AwayError, InputError
from domain.listening_settings import ListenerSettings
from domain.settings import Settings
from domain.sign_in import AuthSettings
from domain.source_settings import SourceSettings
from domain.sources import Kind
from domain.uploads import FOLDER, Upload
from kayfiyat.asked_imports import LOST_AFTER, clear
from kayfiyat.asked_tries import guarded, meant
from kayfiyat.asks import Worker
from kayfiyat.opening import Opened, Place
from store.asks import LEASE, Asks
from tests.kayfiyat.aside import served

MongoDB = Database[dict[str, Any]]

ME = "a@x.uz"

GAZETA = SourceSettings(kind=Kind.TELEGRAM_WEB, name="gazeta", url="http://127.0.0.1:1")
QUICK = ListenerSettings(pause=0, jitter=0, timeout=2, private_addresses=True)

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>Tarif oshdi, +998901234567</title><link>https://x.uz/1</link>
<guid>1</guid><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>
</channel></rss>"""

CSV = """at,text,author,id
2026-03-01 10:00,Tariflar oshdi,Alisher,1
2026-03-01 11:00,Yaxshi islohot,Nodira,2
kecha,Qachon?,Alisher,3
"""


@pytest.fixture
def worker(uri_and_db: tuple[str, str], database: MongoDB, tmp_path: Path) -> Worker:
    settings = Settings(sources=(GAZETA,), listener=QUICK)
    settings = settings.model_copy(
        update={"mongodb": settings.mongodb.model_copy(update={"db": uri_and_db[1]})}
    )
    place = Place(settings, None, tmp_path)
    opened = Opened(uri_and_db[0], database)
    return Worker(place, opened, Asks(database), threading.Event())


def answered(worker: Worker, kind: Asked, **what: str) -> Ask:
    """What came of one ask."""
    now = datetime.now(UTC)
    worker.asks.put(kind, what, by=ME, now=now)
    assert worker.step(now)
    return worker.asks.latest(ME, kind)[0]


def brought(worker: Worker, text: str, name: str = "fikrlar.csv") -> Upload:
    upload = Upload("c" * 32, name)
    path = upload.path_in(worker.place.data_dir / FOLDER)
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return upload


def imported(worker: Worker, upload: Upload, **more: str) -> Ask:
    what = {"token": upload.token, "name": upload.name, **more}
    return answered(worker, Asked.IMPORT, **what)


def test_a_file_is_taken_in_and_deleted(worker: Worker, database: MongoDB) -> None:
    ask = imported(worker, brought(worker, CSV))

    assert ask.answer == Report(2, 2, 0, 1, 0, (("no date that can be read", 1),))
    assert database.comments.count_documents({}) == 2
    assert list((worker.place.data_dir / FOLDER).iterdir()) == []


def test_a_file_brought_again_adds_nothing(worker: Worker) -> None:
    imported(worker, brought(worker, CSV))

    again = imported(worker, brought(worker, CSV)).answer

    assert isinstance(again, Report)
    assert (again.added, again.known) == (0, 2)


@pytest.mark.parametrize("text, state", [(CSV, State.DONE), ("\0", State.FAILED)])
def test_a_file_stays_until_what_came_of_it_is_stored(
    text: str, state: State, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = brought(worker, text)
    for verb in ("answer", "fail"):
        monkeypatch.setattr(worker.asks, verb, away)
    with pytest.raises(AwayError):
        imported(worker, upload)
    monkeypatch.undo()

    assert worker.step(datetime.now(UTC) + LEASE)

    ask = worker.asks.latest(ME, Asked.IMPORT)[0]
    assert ask.state is state
    assert "gone" not in (ask.error or "")
    assert list((worker.place.data_dir / FOLDER).iterdir()) == []


def away(*_: object) -> None:
    raise AwayError("MongoDB does not answer")


@pytest.mark.parametrize(
    "text, name, says",
    [
        ("\0\1\2", "x.bin", "x.bin"),
        ('{"type": "personal_chat", "name": "Alisher", "messages": []}', "r.json", ""),
    ],
)
def test_what_is_refused_is_deleted_and_says_nothing_of_its_folder(
    worker: Worker, text: str, name: str, says: str
) -> None:
    ask = imported(worker, brought(worker, text, name))

    assert ask.state is State.FAILED
    assert ask.error is not None
    assert says in ask.error
    assert str(worker.place.data_dir) not in ask.error
    assert "Alisher" not in ask.error
    assert list((worker.place.data_dir / FOLDER).iterdir()) == []


def test_no_ask_leads_out_of_the_folder_of_uploads(worker: Worker) -> None:
    secret = worker.place.data_dir / "secret.csv"
    secret.write_text(CSV, encoding="utf-8")

    ask = answered(worker, Asked.IMPORT, token="../", name="secret.csv")

    assert ask.state is State.FAILED
    assert secret.exists()


def test_an_import_that_must_stop_is_left_to_the_next_process(worker: Worker) -> None:
    worker.stop.set()
    ask = imported(worker, brought(worker, CSV))
    assert ask.state is State.WAITING

    worker.stop.clear()
    assert worker.step(datetime.now(UTC))

    assert isinstance(worker.asks.latest(ME, Asked.IMPORT)[0].answer, Report)


def test_files_that_nobody_asked_for_are_deleted_in_time(tmp_path: Path) -> None:
    for name in ("wanted", "lost"):
        (tmp_path / name).mkdir()
    now = datetime.now(UTC)

    clear(tmp_path, {"wanted"}, at=now)
    assert (tmp_path / "lost").exists()
    clear(tmp_path, {"wanted"}, at=now + LOST_AFTER + timedelta(minutes=1))

    assert [each.name for each in tmp_path.iterdir()] == ["wanted"]


def test_nothing_to_do_is_said(worker: Worker) -> None:
    assert not worker.step(datetime.now(UTC))


@pytest.fixture
def site() -> Iterator[str]:
    """A site with one feed, in a loop of its own."""

    async def feed(_request: web.Request) -> web.Response:
        return web.Response(text=FEED, content_type="application/rss+xml")

    with served({"/rss": feed}) as address:
        yield address


def test_an_address_is_tried_and_the_line_to_follow_it_given(
    worker: Worker, site: str
) -> None:
    found = answered(worker, Asked.TRY, address=f"{site}/rss").answer

    assert isinstance(found, Preview)
    assert found.posts == 1
    assert found.source == {"kind": "feed", "name": "127_0_0_1", "url": f"{site}/rss"}
    assert found.line.startswith('{ kind = "feed", name = "127_0_0_1", url = ')
    assert found.newest[0].at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert "901234567" not in found.newest[0].words


def test_who_signs_in_from_elsewhere_cannot_look_into_our_network(
    worker: Worker, site: str
) -> None:
    auth = AuthSettings(
        client_id="k",
        server_metadata_url="https://id.example.uz/",
        redirect_uri="https://mood.example.uz/oauth2callback",
        analysts=(ME,),
    )
    settings = worker.place.settings.model_copy(update={"auth": auth})
    closed = Worker(
        Place(settings, None, worker.place.data_dir),
        worker.opened,
        worker.asks,
        worker.stop,
    )

    found = answered(closed, Asked.TRY, address=f"{site}/rss").answer

    assert isinstance(found, Preview)
    assert found.trouble is not None
    assert found.source is None
    assert not guarded(settings).listener.private_addresses


@pytest.mark.parametrize(
    "typed, meaning",
    [
        ("kunuzofficial", "telegram_web:kunuzofficial"),
        ("@kunuzofficial", "telegram_web:kunuzofficial"),
        (" https://t.me/s/kunuzofficial/ ", "telegram_web:kunuzofficial"),
        ("t.me/kunuzofficial/1234", "telegram_web:kunuzofficial"),
        ("gazeta", "telegram_web:gazeta"),
        ("https://www.gazeta.uz/ru/rss/", "https://www.gazeta.uz/ru/rss/"),
    ],
)
def test_what_is_typed_is_understood(typed: str, meaning: str) -> None:
    target = meant(typed, Settings(sources=(GAZETA,)))

    assert (target.source.id if target.source else target.url) == meaning
    assert target.new == (typed != "gazeta")


@pytest.mark.parametrize(
    "typed",
    [
        "https://t.me/+AbCdEf",
        "https://t.me/joinchat/AbCd",
        "file:///etc/passwd",
        "gopher://x",
        "a b c",
        "ab",
        "",
    ],
)
def test_what_cannot_be_meant_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        meant(typed, Settings())
