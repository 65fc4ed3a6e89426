"""Signs of life are given by the loop that works, and by nothing beside it."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from threading import Timer

import pytest

from domain.errors import ConfigError
from kayfiyat import beating
from kayfiyat.beating import HEARTBEAT, Beating, stopper


def test_who_asks_whether_to_stop_gives_a_sign(tmp_path: Path) -> None:
    file = tmp_path / "alive"

    stop = stopper({HEARTBEAT: str(file)})
    assert not file.exists()

    assert not stop.is_set()
    assert file.exists()


def test_who_waits_gives_signs_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beating, "EVERY", 0.01)
    signs: list[None] = []
    stop = Beating(lambda: signs.append(None))

    assert not stop.wait(0.1)

    assert len(signs) > 2


def test_waiting_ends_when_it_is_set() -> None:
    stop = Beating(lambda: None)
    later = Timer(0.05, stop.set)
    later.start()

    assert stop.wait()
    assert stop.wait(0)
    later.join()


def test_signs_are_not_given_more_often_than_needed() -> None:
    signs: list[None] = []
    stop = Beating(lambda: signs.append(None))

    for _ in range(1_000):
        stop.is_set()

    assert len(signs) == 1


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_is_told_where_it_watches(tmp_path: Path, abstract: bool) -> None:
    name = f"@kayfiyat-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(name.replace("@", "\0"))
        systemd.settimeout(5)

        stopper({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "1"}).is_set()

        assert systemd.recv(100) == b"WATCHDOG=1"


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere"}])
def test_where_nobody_watches_there_is_no_sign(environment: dict[str, str]) -> None:
    assert not isinstance(stopper(environment), Beating)


def test_a_place_for_no_file_is_told_of(tmp_path: Path) -> None:
    stop = stopper({HEARTBEAT: str(tmp_path / "nowhere" / "alive")})

    with pytest.raises(ConfigError, match=f"mend {HEARTBEAT}"):
        stop.is_set()
