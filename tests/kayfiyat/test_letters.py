"""The letter from the form to the last click, by the command line and real mail."""

from __future__ import annotations

import json
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page

from digest.readers.keys import FILE, FOLDER
from domain.deliveries import Message, State
from domain.subscribers import Standing
from kayfiyat.ports import free_port
from shown.speech import TONGUES
from store.choices import Choices
from store.deliveries import Deliveries
from store.digests import Digests
from store.subscribers import Subscribers
from tests.digest.certificates import certificate
from tests.digest.mail_server import MailServer, mail_server
from tests.digest.subscribed import ADDRESSES, KEY, MongoDB, address, subscribe
from tests.kayfiyat.forked import Done, Forking, Running, forking
from tests.kayfiyat.letters import PASSWORD_ENV, House
from tests.ui.browsing import CHROMIUM, chromium, watched

READER = "malika.karimova@example.org"
KIND = "telegram_web"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def parent() -> Iterator[Forking]:
    with forking() as started:
        yield started


@pytest.fixture
def server(files: tuple[Path, Path]) -> Iterator[MailServer]:
    with mail_server(security="starttls", certificate=files, asks_who=True) as started:
        yield started


@pytest.fixture
def house(
    tmp_path: Path,
    uri_and_db: tuple[str, str],
    database: MongoDB,
    server: MailServer,
    parent: Forking,
    files: tuple[Path, Path],
) -> House:
    return House(tmp_path, uri_and_db, database, server, parent, files[0])


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def pictures_of(message: EmailMessage) -> dict[str, bytes]:
    """By their Content-ID."""
    return {
        str(part["Content-ID"]).strip("<>"): bytes(part.get_content())
        for part in message.walk()
        if isinstance(part, EmailMessage) and part.get_content_type() == "image/png"
    }


def link_of(words: str, path: str) -> str:
    [found] = set(re.findall(rf"http://\S+/{path}\?t=[\w.~-]+", words))
    return str(found)


def in_one_sentence(done: Done) -> str:
    """What a command that cannot go on says, and it says nothing else."""
    assert done.status == 2, done.err
    assert "Traceback" not in done.err
    [said] = [each for each in done.err.splitlines() if not each.startswith("{")]
    assert said.startswith("kayfiyat: ")
    return said


def is_whole(letter: EmailMessage) -> bool:
    """Whether its pictures and its reader's own links are in it."""
    html, text, pictures = html_of(letter), text_of(letter), pictures_of(letter)
    shown = set(re.findall(r'src="cid:([^"]+)"', html))
    assert shown
    assert shown == set(pictures)
    assert all(png.startswith(PNG) for png in pictures.values())
    for path in ("preferences", "unsubscribe"):
        assert link_of(html, path) == link_of(text, path)
    return ".invalid" not in html + text


def click_once(letter: EmailMessage) -> int:
    """What a mail program does on one click (RFC 8058); the status it gets."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(letter["List-Unsubscribe"]).strip("<>")
    assert link == link_of(text_of(letter), "unsubscribe")
    click = Request(link, data=b"List-Unsubscribe=One-Click", method="POST")  # noqa: S310 - ours
    with urlopen(click, timeout=30) as answer:  # noqa: S310 - ours
        return int(answer.status)


@pytest.fixture
def site(house: House) -> Iterator[Running]:
    """The pages, on which readers come and go."""
    house.site = free_port()
    house.settle()
    running = house.start("site")
    running.says("The pages answer at")
    yield running
    running.signal(signal.SIGTERM)
    ended = running.done()
    assert (ended.status, ended.err) == (0, "")


@contextmanager
def screen() -> Iterator[Page]:
    """What a reader looks at; nothing goes wrong there."""
    with chromium() as browser:
        page = browser.new_page()
        wrong = watched(page)
        yield page
        assert wrong == []


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: the reader cannot come")
@pytest.mark.usefixtures("site")
def test_a_reader_comes_reads_and_leaves_without_a_trace(house: House) -> None:
    with screen() as page:
        page.goto(f"http://127.0.0.1:{house.site}/?lang=ru")
        page.fill("#address", READER)
        page.click("form button")
        page.wait_for_url("**/subscribe*")
        said = [house.run("digest", "--once")]
        [asked] = house.server.letters
        page.goto(link_of(text_of(asked.message), "confirm"))
        assert Subscribers(house.database).counts()[Standing.CONFIRMED] == 0
        page.click("main button")
        page.wait_for_load_state()
    assert (asked.to, asked.by_tls) == (READER, True)
    assert asked.message["List-Unsubscribe"] is None
    week = house.a_week_passes()
    said.append(house.run("digest", "--once"))

    [_, taken] = house.server.letters
    assert is_whole(taken.message)
    assert "настроение" in text_of(taken.message).lower()
    reader = Subscribers(house.database).get(id_ := ADDRESSES.id_of(READER))
    assert reader is not None
    traces = [id_.encode(), reader.sealed, READER.encode(), b"malika"]
    assert set(house.holds(traces)) == {"subscribers", "deliveries"}
    assert click_once(taken.message) == 200
    assert house.holds(traces) == []
    said.append(house.run("digest", "--once"))

    assert len(house.server.letters) == 2
    assert [each.week for each in Digests(house.database).kept()] == [week.first]
    assert [each.status for each in said] == [0] * 3
    assert not any("malika" in each.out + each.err for each in said)


def test_none_is_missed_whenever_it_is_killed_and_none_comes_twice_untold(
    house: House,
) -> None:
    readers = range(60)
    subscribe(house.database, readers)
    week = house.a_week_passes()
    house.server.slow = 0.03

    killed = 0
    for round_ in range(6):
        house.leases_end()
        so_far = len(house.server.letters)
        both = [house.start("digest", "--once") for _ in range(2)]
        if round_:  # the first two may be killed while they write the letter
            _wait_for(house.server, so_far + 1)
        for each in both:
            time.sleep(random.random() / 3)
            each.signal(signal.SIGKILL)
        killed += [each.done().status for each in both].count(-signal.SIGKILL)
    house.leases_end()
    house.server.slow = 0
    ends = [house.start("digest", "--once") for _ in range(2)]
    assert [each.done().status for each in ends] == [0, 0]

    got = Counter(each.to for each in house.server.letters)
    doubts = set(Deliveries(house.database).doubts(week.first))
    assert killed >= 6
    assert set(got) == {address(number) for number in readers}
    twice = {to for to, n in got.items() if n > 1}
    assert {f"letter|{week.first}|{ADDRESSES.id_of(to)}" for to in twice} <= doubts
    assert len({each.id for each in house.server.letters}) == len(readers)
    counts = Deliveries(house.database).counts()[Message.LETTER]
    assert {state: n for state, n in counts.items() if n} == {State.SENT: len(readers)}
    [kept] = Digests(house.database).kept()
    assert kept.addressed_at is not None


def _wait_for(server: MailServer, letters: int) -> None:
    until = time.monotonic() + 60
    while len(server.letters) < letters:
        assert time.monotonic() < until
        time.sleep(0.005)


def test_one_that_is_told_to_end_ends_in_order_and_leaves_no_doubt(
    house: House,
) -> None:
    house.a_letter_waits(range(60))
    house.server.slow = 0.03
    running = house.start("digest")
    _wait_for(house.server, 3)

    running.signal(signal.SIGTERM)
    ended = running.done()

    assert ended.status == 0, ended.err
    assert "Traceback" not in ended.err
    counts = Deliveries(house.database).counts()[Message.LETTER]
    assert counts[State.SENT] == len(house.server.letters) < 60
    assert counts[State.WAITING] == 60 - counts[State.SENT]
    assert house.server.is_left()
    house.server.slow = 0
    assert house.run("digest", "--once").status == 0
    assert Counter(each.to for each in house.server.letters) == {
        address(number): 1 for number in range(60)
    }
    assert Deliveries(house.database).doubts() == []


def test_letters_are_listed_previewed_and_tried(house: House) -> None:
    assert "No letter was written yet" in house.run("digest", "--list").out
    week = house.a_week_passes()
    subscribe(house.database, [1])

    tried = house.run("digest", "--to", READER, "--language", "uz-Cyrl")
    previewed = house.run("digest", "--preview", "look")

    assert (tried.status, tried.err) == (0, "")
    assert READER in tried.out
    [taken] = house.server.letters
    assert taken.to == READER
    assert "кайфият" in text_of(taken.message).lower()
    assert pictures_of(taken.message)
    assert "invalid" not in html_of(taken.message)
    assert taken.message["List-Unsubscribe"] is None
    assert previewed.status == 0
    written = {each.name for each in (house.folder / "look").iterdir()}
    assert written >= {
        f"letter-{tag}.{kind}"
        for tag in TONGUES
        for kind in ("eml", "html", "txt", "png")
    }
    assert all(name in previewed.out for name in written)
    # To look at a letter keeps nothing and sends it to no reader.
    assert Digests(house.database).kept() == []
    assert not Deliveries(house.database).counts()[Message.LETTER]

    house.run("digest", "--once")
    listed = house.run("digest", "--list")
    [told] = map(json.loads, house.run("digest", "--list", "--json").out.splitlines())
    assert str(week.first) in listed.out
    assert told["week"] == str(week.first)
    assert told["addressed_at"] is not None
    assert told["synthetic"] is False
    assert set(told["subjects"]) == set(TONGUES)


def test_readers_are_counted_invited_removed_and_resumed(house: House) -> None:
    subscribe(house.database, range(3))
    gone, id_ = address(1), ADDRESSES.id_of(READER)
    Subscribers(house.database).suspend(ADDRESSES.id_of(gone))

    counted = json.loads(house.run("subscribers", "count", "--json").out)
    assert counted == {"asked": 0, "confirmed": 2, "suspended": 1}
    assert "2 get the letter" in house.run("subscribers", "count").out

    assert house.run("subscribers", "resume", gone.upper()).status == 0
    assert Subscribers(house.database).counts()[Standing.CONFIRMED] == 3
    assert "invite it" in in_one_sentence(house.run("subscribers", "resume", READER))
    assert "no e-mail" in in_one_sentence(house.run("subscribers", "remove", "a b@c"))

    assert house.run("subscribers", "invite", READER, "--language", "uz").status == 0
    assert house.run("digest", "--once").status == 0
    [asked] = house.server.letters
    assert asked.to == READER
    assert "/confirm?t=" in text_of(asked.message)
    assert Subscribers(house.database).counts()[Standing.ASKED] == 1

    removed = house.run("subscribers", "remove", READER)
    assert (removed.status, removed.err) == (0, "")
    assert house.holds([id_.encode()]) == []


FOLLOWED = """
[alerts]
to = ["operator@example.org"]

[[sources]]
kind = "telegram_web"
name = "kunuz"

[[sources]]
kind = "telegram_web"
name = "silent"

[[sources]]
kind = "telegram_web"
name = "paused"
"""


def test_the_operator_hears_once_of_a_source_that_is_followed_and_not_seen(
    house: House,
) -> None:
    house.settle(more=FOLLOWED)
    since = house.a_week_passes().start_at
    for name in ("silent", "paused", "followed_no_more"):
        house.is_seen(f"{KIND}:{name}", since, ago=7)
    paused = f"{KIND}:paused"
    Choices(house.database).pause(paused, paused=True, by="a@b", now=since)

    ends = [house.run("digest", "--once") for _ in range(2)]

    [told] = house.server.letters
    assert told.to == "operator@example.org"
    assert told.message["Subject"] == f"Not seen: {KIND}:silent"
    assert [each.status for each in ends] == [0, 0]


def test_with_another_key_no_letter_leaves_and_that_is_said(house: House) -> None:
    house.a_letter_waits(range(3))
    (house.folder / "data" / FOLDER / FILE).write_bytes(b"another".ljust(32))

    assert FILE in in_one_sentence(house.run("digest", "--once"))
    assert house.server.letters == []
    (house.folder / "data" / FOLDER / FILE).write_bytes(KEY)
    assert house.run("digest", "--once").status == 0
    assert len(house.server.letters) == 3


WRONG: dict[str, tuple[dict[str, Any], dict[str, str], str]] = {
    "wrong password": ({}, {PASSWORD_ENV: "another"}, "mail.user"),
    "no password": ({}, {PASSWORD_ENV: ""}, PASSWORD_ENV),
    "unknown certificate": ({"ca_file": ""}, {}, "mail.ca_file"),
    "no certificate": ({"ca_file": "nowhere.pem"}, {}, "mail.ca_file"),
    "server down": ({"port": 1}, {}, "mail.host and mail.port"),
    "no TLS from the first byte": ({"security": "tls"}, {}, "mail.security"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_settings_of_the_mail_are_said_in_one_sentence(
    house: House, what: str
) -> None:
    changed, told, named = WRONG[what]
    house.a_letter_waits(range(8))
    house.settle(**changed)
    house.told |= told

    sent, tried = (
        in_one_sentence(house.run("digest", *words))
        for words in (("--once",), ("--to", READER))
    )

    for said in (sent, tried):
        assert named in said
        assert re.search("mend|put it there", said)
    assert house.server.letters == []
    # Nothing is wrong with the readers: they get it once it is mended.
    assert Subscribers(house.database).counts()[Standing.CONFIRMED] == 8


def test_without_a_mail_server_the_letter_is_kept_and_none_can_be_tried(
    house: House,
) -> None:
    week = house.a_week_passes()
    subscribe(house.database, [1])
    (house.folder / "kayfiyat.toml").write_text("")

    once = house.run("digest", "--once")

    assert (once.status, house.server.letters) == (0, [])
    assert [each.week for each in Digests(house.database).kept()] == [week.first]
    tried = in_one_sentence(house.run("digest", "--to", READER))
    assert "fill in [mail]" in tried
    assert "site.url" in in_one_sentence(house.run("site"))
    invited = house.run("subscribers", "invite", READER)
    assert "site.url" in in_one_sentence(invited)
    assert Subscribers(house.database).counts()[Standing.ASKED] == 0


def test_what_is_no_language_no_address_no_folder_is_said(house: House) -> None:
    (house.folder / "file").write_text("")
    said = [
        in_one_sentence(house.run("digest", *words))
        for words in (
            ("--to", READER, "--language", "de"),
            ("--to", "no address"),
            ("--preview", "file"),
        )
    ]

    assert all(
        word in each for word, each in zip(("'de'", "To", "file"), said, strict=True)
    )
    assert house.server.letters == []
