"""Send a letter to ten thousand readers; once in peace, once killed again and again.

A real MongoDB, a real mail server with TLS in a process of its own, and `kayfiyat
digest` as an operator runs it. In peace: letters a second, beside a bare loop of
smtplib that sends the same bytes. Then two senders at once, each killed by SIGKILL at
random and started again, and a server that refuses some for now and some for ever:
nobody may get it twice, and nobody may miss it.
"""

from __future__ import annotations

import argparse
import os
import random
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rich.progress import track

from benchmarks.mail_sink import NEVER, Trouble, trouble_of
from digest.desk import Desk
from digest.facts import dumped
from digest.readers.addresses import Addresses
from digest.readers.keys import FOLDER, Keys
from digest.weekly import copy_of
from domain.deliveries import Message, State, letters_begin
from domain.periods import Period
from domain.settings import load
from domain.subscribers import Wishes
from kayfiyat.mongod import private_mongod
from kayfiyat.ports import answers, free_port
from kayfiyat.printing import aside, console, table
from shown.speech import TONGUES
from store.clients import Database, Document, connect
from store.deliveries import Deliveries
from store.digests import Digests
from store.schema import mark_synthetic, prepare
from store.subscribers import Subscribers
from tests.digest.certificates import certificate
from tests.digest.letters import rich

NAME = "letters"
MONDAYS = (date(2026, 3, 9), date(2026, 3, 16))
SETTINGS = """
[mail]
host = "localhost"
port = {port}
security = "starttls"
ca_file = "{folder}/localhost.crt"
sender = "letters@example.org"
timeout = 5
connections = {connections}
[site]
url = "https://letters.example.org"
"""

BARE = 300
"""Letters of the bare loop."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it all is."""

    folder: Path
    uri: str
    port: int

    @property
    def database(self) -> Database[Document]:
        return connect(self.uri, NAME)

    def digest(self, *more: str) -> subprocess.Popen[bytes]:
        """`kayfiyat digest`, as an operator starts it."""
        command = [sys.executable, "-m", "kayfiyat", "digest", *more]
        command += ["--config", str(self.folder / "kayfiyat.toml")]
        command += ["--data-dir", str(self.folder)]
        environment = os.environ | {"MONGODB_URI": self.uri, "MONGODB_DB": NAME}
        with (self.folder / "digest.log").open("ab") as log:
            return subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603 - our own

    def taken(self) -> list[tuple[str, str]]:
        """Message-ID and receiver of what the server took, in order."""
        lines = (self.folder / "taken.log").read_text().splitlines()
        return [(id_, to) for id_, _, to in (line.partition("\t") for line in lines)]


def main() -> None:
    """Print the speed, and what was doubled, missed, sent for nothing: nothing."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--readers", type=int, default=10_000)
    options.add_argument("--kills", type=int, default=40)
    options.add_argument("--connections", type=int, default=4)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certificate(folder)
        port = free_port()
        (folder / "kayfiyat.toml").write_text(
            SETTINGS.format(port=port, folder=folder, connections=given.connections)
        )
        with private_mongod(folder / "data") as uri:
            place = Place(folder, uri, port)
            _begin(place, given.readers)
            _in_peace(place, given.readers)
            wrong = _killed(place, given.kills)
    if wrong:
        sys.exit("Not what was said.")


def _begin(place: Place, readers: int) -> None:
    database = place.database
    prepare(database)
    mark_synthetic(database)
    addresses = Addresses(Keys.open(place.folder / FOLDER))
    subscribers, now = Subscribers(database), datetime.now(UTC)
    tags = list(TONGUES)

    def subscribe(number: int) -> None:
        to = address(number)
        id_, wishes = addresses.id_of(to), Wishes(tags[number % len(tags)])
        subscribers.ask(id_, addresses.seal(to), wishes, now=now)
        subscribers.confirm(id_, now=now)

    with ThreadPoolExecutor(4) as pool:
        list(
            track(
                pool.map(subscribe, range(readers)),
                "Readers subscribed",
                total=readers,
                console=aside,
            )
        )


def address(number: int) -> str:
    return f"reader{number}@example.org"


def _put(place: Place, monday: date) -> int:
    """The letter of a week, full of made-up facts, and a copy for every reader."""
    database, week = place.database, Period(monday, monday + timedelta(days=6))
    now = datetime.now(UTC)
    digests = Digests(database)
    digests.claim(monday, by="bench", now=now)
    digests.save(
        monday,
        facts=dumped(rich()),
        editions={},
        public=False,
        synthetic=True,
        by="bench",
        now=now,
    )
    readers = Subscribers(database).confirmed()
    return Deliveries(database).put((copy_of(week, r) for r in readers), due_at=now)


@contextmanager
def _server(place: Place, *more: str) -> Iterator[None]:
    (place.folder / "taken.log").write_text("")
    command = [sys.executable, "-m", "benchmarks.mail_sink"]
    command += [str(place.port), str(place.folder), *more]
    process = subprocess.Popen(command)  # noqa: S603 - our own
    try:
        while not answers("127.0.0.1", place.port):
            time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait()


def _in_peace(place: Place, readers: int) -> None:
    _put(place, MONDAYS[0])
    with _server(place, "--quiet"):
        process = place.digest("--once")
        seconds = _watched(place, process)
        process.wait()
        taken = place.taken()
        bare = _bare(place)
    doubled = len(taken) - len(set(taken))
    rate = len(taken) / seconds
    shown = table("in peace", "readers", "taken", "twice", "letters a second")
    shown.add_row(
        "kayfiyat digest",
        f"{readers:,}",
        f"{len(taken):,}",
        str(doubled),
        f"{rate:.0f}",
    )
    shown.add_row("smtplib, a bare loop", "", f"{BARE:,}", "", f"{bare:.0f}")
    shown.add_row("ratio", "", "", "", f"{rate / bare:.2f}")
    console.print(shown)


def _watched(place: Place, process: subprocess.Popen[bytes]) -> float:
    """Seconds between the first letter that was taken and the last."""
    log, began = place.folder / "taken.log", 0.0
    while process.poll() is None:
        if not began and log.stat().st_size:
            began = time.perf_counter()
        time.sleep(0.05)
    return time.perf_counter() - began


def _bare(place: Place) -> float:
    """Letters a second of a loop that sends the same bytes on one connection."""
    settings = load(place.folder / "kayfiyat.toml")
    keys = Keys.open(place.folder / FOLDER)
    reader = next(Subscribers(place.database).confirmed())
    week = Period(MONDAYS[0], MONDAYS[0] + timedelta(days=6))
    desk = Desk(place.database, settings, keys)
    written = desk.outbound(copy_of(week, reader), at=datetime.now(UTC))
    assert written
    context = ssl.create_default_context(cafile=str(place.folder / "localhost.crt"))
    with smtplib.SMTP("localhost", place.port) as smtp:
        smtp.starttls(context=context)
        # Else it waits 40 ms a letter for an acknowledgement that TCP puts off.
        assert smtp.sock
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began = time.perf_counter()
        for number in range(BARE):
            smtp.sendmail("letters@example.org", address(number), written.message)
        return BARE / (time.perf_counter() - began)


def _killed(place: Place, kills: int) -> bool:
    """Send the second letter under kills; whether anything is wrong at the end."""
    put, deliveries = _put(place, MONDAYS[1]), Deliveries(place.database)
    chance, began = random.Random(1), time.perf_counter()
    with _server(place):
        senders = [place.digest(), place.digest()]
        for _ in track(range(kills), "Killed", console=aside):
            time.sleep(chance.uniform(2.0, 6.0))
            number = chance.randrange(2)
            senders[number].kill()
            senders[number].wait()
            senders[number] = place.digest()
        while deliveries.next_due() is not None:
            time.sleep(1.0)
        seconds = time.perf_counter() - began
        for each in senders:
            each.terminate()
        for each in senders:
            each.wait()
    return _told(place, put, kills, seconds)


def _told(place: Place, put: int, kills: int, seconds: float) -> bool:
    deliveries = Deliveries(place.database)
    got = Counter(to for _id, to in place.taken())
    wanted = {to for to in map(address, range(put)) if trouble_of(to) not in NEVER}
    twice = {to for to, times in got.items() if times > 1}
    missed, unwanted = wanted - set(got), set(got) - wanted
    doubts = set(deliveries.doubts(MONDAYS[1]))
    keys = Keys.open(place.folder / FOLDER)
    ids, begins = Addresses(keys).id_of, letters_begin(MONDAYS[1])
    untold = {to for to in twice if f"{begins}{ids(to)}" not in doubts}
    counts = deliveries.counts()[Message.LETTER]
    shown = table("killed", "readers", "arrived", "twice", "missed", "for nothing")
    shown.add_row(
        f"{kills} kills, {seconds:.0f} s",
        f"{put:,}",
        f"{len(got):,}",
        f"{len(twice)} ({len(untold)} untold)",
        str(len(missed)),
        str(len(unwanted)),
    )
    console.print(shown)
    met = Counter(trouble_of(address(number)) for number in range(put))
    for trouble in Trouble:
        console.print(f"{met[trouble]:>7,} {trouble}", highlight=False)
    readers = sum(1 for _ in Subscribers(place.database).confirmed())
    console.print(
        f"In doubt and sent again: {len(doubts)}. Refused for ever: "
        f"{counts[State.REFUSED]:,}. Readers who still get letters: {readers:,}.",
        highlight=False,
    )
    return bool(untold or missed or unwanted)


if __name__ == "__main__":
    main()
