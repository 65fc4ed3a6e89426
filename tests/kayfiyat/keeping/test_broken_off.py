"""A backup that is ended by a signal leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kayfiyat.keeping.passphrase import VARIABLE
from listener.pseudonyms import Pseudonyms
from tests.kayfiyat.keeping.places import NOW

SLOWLY = """
import signal, sys, time
from kayfiyat import cli
from kayfiyat.keeping import saving

def slowly(parts, passphrase):
    while True:
        yield b"half of a backup"
        time.sleep(0.01)

saving.sealed = slowly
# What runs in the background of a shell has Ctrl-C ignored, and so its children.
signal.signal(signal.SIGINT, signal.default_int_handler)
cli.main()
"""
"""The real command, whose file never ends."""

PATIENCE = 60.0


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_no_draft_is_left(tmp_path: Path, ended_by: signal.Signals) -> None:
    Pseudonyms(tmp_path / "keys").author("@a", source="", at=NOW)
    there = tmp_path / "there"
    there.mkdir()
    words = ["backup", "--keys", there / "b", "--data-dir", tmp_path]
    saving = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, *map(str, words)],
        env=os.environ | {VARIABLE: "a passphrase that nobody guesses"},
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        (draft,) = _waited_for(there)
        saving.send_signal(ended_by)
        ended = saving.wait(PATIENCE)
    finally:
        saving.kill()
        saving.wait()

    assert draft.name.startswith(".b.")
    assert ended != 0
    assert list(there.iterdir()) == []


def _waited_for(folder: Path) -> list[Path]:
    until = time.monotonic() + PATIENCE
    while not (found := list(folder.iterdir())) and time.monotonic() < until:
        time.sleep(0.01)
    return found
