"""The machine: its Python, its disk, its clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kayfiyat.doctor.findings import State
from kayfiyat.doctor.machine import (
    GB,
    disk,
    nearest,
    of_clock,
    of_disk,
    of_python,
    python,
)
from tests.kayfiyat.doctor.worlds import OK, WARNING, WRONG, a_world, says

LINUX, MAC = ("Linux", "x86_64"), ("Darwin", "arm64")


@pytest.mark.parametrize(
    "version, machine, uri, state",
    [
        ((3, 11, 0), LINUX, False, OK),
        ((3, 10, 9), LINUX, False, WRONG),
        ((3, 12, 1), MAC, False, WARNING),
        ((3, 12, 1), MAC, True, OK),
    ],
)
def test_python_and_the_machine_must_suit(
    version: tuple[int, int, int], machine: tuple[str, str], uri: bool, state: State
) -> None:
    assert says(of_python(version, machine, uri=uri), state, machine[1])


@pytest.mark.parametrize(
    "free, state", [(6 * GB, OK), (5 * GB, OK), (2 * GB, WARNING), (GB // 2, WRONG)]
)
def test_a_disk_needs_room(free: int, state: State) -> None:
    assert says(of_disk(free, "at /srv"), state, "/srv")


@pytest.mark.parametrize(
    "seconds, state, word",
    [(0, OK, "agree"), (-5, OK, "agree"), (6, WARNING, "ahead"), (-90, WARNING, "90")],
)
def test_clocks_may_be_a_little_apart(seconds: int, state: State, word: str) -> None:
    assert says(of_clock(timedelta(seconds=seconds), "theirs"), state, word)


def test_the_disk_is_told_of_a_folder_that_is_not_made_yet(tmp_path: Path) -> None:
    assert nearest(tmp_path / "a" / "b") == tmp_path
    assert str(tmp_path) in disk(a_world(tmp_path / "a" / "b")).said


def test_this_python_will_do(tmp_path: Path) -> None:
    assert python(a_world(tmp_path)).state is not WRONG
