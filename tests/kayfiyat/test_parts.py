"""The processes of one machine."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kayfiyat import parts
from kayfiyat.parts import Household, Part, Running, pause_before

SAY_AND_SLEEP = """
import os, sys, time
print(os.getpid(), flush=True)
time.sleep(60)
"""

TALK = """
import time
for _ in range(1_000):
    print("x" * 50, flush=True)
    time.sleep(0.01)
"""

SAY_AND_END = "print('no sources to listen to', flush=True)"


def python(name: str, program: str) -> Part:
    return Part(name, (sys.executable, "-c", program))


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    kept = Household(tmp_path / "logs")
    yield kept
    kept.stop()


def said(running: Running) -> str:
    for _ in range(200):
        if words := running.last_words():
            return words
        time.sleep(0.05)
    pytest.fail("the part said nothing")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_part_runs_until_the_household_is_stopped(household: Household) -> None:
    pid = int(said(household.add(python("sleeper", SAY_AND_SLEEP))))
    assert alive(pid)

    household.stop()

    assert not alive(pid)


def test_a_part_that_ends_is_started_again_after_a_pause(tmp_path: Path) -> None:
    running = Running(python("brief", SAY_AND_END), tmp_path)
    assert running.watch(at=0.0)
    said(running)
    time.sleep(0.2)

    assert not running.watch(at=1.0)
    assert not running.watch(at=1.5)
    assert running.watch(at=60.0)
    assert running.starts == 2
    running.stop()


def test_the_last_words_of_a_part_say_why_it_ended(household: Household) -> None:
    running = household.add(python("brief", SAY_AND_END))

    assert said(running) == "no sources to listen to"


def test_the_pauses_grow_up_to_a_minute() -> None:
    assert [pause_before(starts) for starts in (1, 2, 3, 20)] == [1.0, 2.0, 4.0, 60.0]


def test_a_log_is_for_its_owner_alone(household: Household) -> None:
    running = household.add(python("brief", SAY_AND_END))

    assert running.log.stat().st_mode & 0o077 == 0


def test_a_log_that_grows_long_is_begun_anew_under_its_writer(
    household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = household.add(python("talker", TALK))
    said(running)
    monkeypatch.setattr(parts, "LONGEST_LOG", 100)

    for _ in range(100):
        household.watch()
        time.sleep(0.02)

    before = running.log.with_suffix(".log.1")
    assert running.log.stat().st_size < 2_000
    assert before.read_text().endswith("\n")
    assert before.stat().st_mode & 0o077 == 0
    assert running.starts == 1
