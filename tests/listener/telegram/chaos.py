"""Kill the listener again and again while the world changes; then compare.

``python -m tests.listener.telegram.chaos --kills 300`` shows what became of it.
"""

from __future__ import annotations

import argparse
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from store.clients import connect
from tests.listener.telegram.processes import Listener, Mongod, Telegram

SETTLES_WITHIN = 120.0
"""Seconds after which a listener that is left in peace must hold the world."""

STARTS_WITHIN = 6.0
"""Seconds; a listener that is cut off from Telegram is killed all the same."""

CONFIG = """
[telegram]
api_id = 1
api_hash = "{hash}"
server = "{address}"
public_key = "{public_key}"
pause = 0.0
at_least = 0.2

[listener]
every = 1.0
timeout = 5.0
refresh_days = 7

[[sources]]
kind = "telegram"
name = "joined"

[[sources]]
kind = "telegram"
name = "polled"

[[sources]]
kind = "telegram"
name = "closed"
"""


@dataclass
class Outcome:
    """What the store and the world differ in at the end: nothing, it should be."""

    kills: int = 0
    at_work: int = 0
    restarts_of_mongod: int = 0
    cuts: int = 0
    floods: int = 0
    changes: int = 0
    comments: int = 0
    lost: int = 0
    doubled: int = 0
    stale: int = 0
    not_erased: int = 0
    seconds: float = 0.0
    differing: list[str] = field(default_factory=list)
    last_words: str = field(default="", repr=False)

    @property
    def differences(self) -> int:
        return self.lost + self.doubled + self.stale + self.not_erased


@contextmanager
def parts(
    folder: Path, *, comments: int, changes: float, seed: int
) -> Iterator[tuple[Mongod, Telegram, Listener]]:
    mongod = Mongod(folder)
    telegram = Telegram(folder, comments=comments, changes=changes, seed=seed)
    settings = CONFIG.format(hash="a" * 32, **telegram.place)
    (folder / "kayfiyat.toml").write_text(settings)
    listener = Listener(folder, mongod.uri)
    try:
        yield mongod, telegram, listener
    finally:
        listener.end(signal.SIGKILL)
        telegram.end()
        mongod.kill()


def chaos(
    folder: Path, *, kills: int, comments: int, seed: int, changes: float = 100.0
) -> Outcome:
    """Do the worst, then leave the listener in peace and compare."""
    chance, outcome = Random(seed), Outcome()
    began = time.monotonic()
    with parts(folder, comments=comments, changes=changes, seed=seed) as all_of_it:
        mongod, telegram, listener = all_of_it
        while outcome.kills < kills:
            listener.start()
            # It takes a while to start; killed before, it had nothing to lose.
            outcome.at_work += listener.works(within=STARTS_WITHIN)
            time.sleep(chance.uniform(0.0, 2.0))
            _something_bad(chance, outcome, mongod, telegram)
            listener.end(signal.SIGKILL)
            outcome.kills += 1
        _peace(telegram)
        outcome.changes = telegram.do("freeze")["changes"]
        # A listener that starts reads the last days again: what was edited since.
        listener.end(signal.SIGTERM)
        _compare(outcome, mongod, telegram, listener)
        outcome.last_words = listener.words[-2_000:]
    outcome.seconds = time.monotonic() - began
    return outcome


def _something_bad(
    chance: Random, outcome: Outcome, mongod: Mongod, telegram: Telegram
) -> None:
    kind = chance.random()
    if kind < 0.1:
        mongod.kill_and_start()
        outcome.restarts_of_mongod += 1
    elif kind < 0.4:
        telegram.do("drop")
        outcome.cuts += 1
    elif kind < 0.5:
        telegram.do("flood", seconds=1)
        outcome.floods += 1
    elif kind < 0.6:
        telegram.do("hang_up", on=True)
        outcome.cuts += 1
    else:
        telegram.do("lose", on=chance.random() < 0.5)
        telegram.do("hang_up", on=False)
    time.sleep(chance.uniform(0.0, 0.5))


def _peace(telegram: Telegram) -> None:
    telegram.do("hang_up", on=False)
    telegram.do("lose", on=False)


def _compare(
    outcome: Outcome, mongod: Mongod, telegram: Telegram, listener: Listener
) -> None:
    world = telegram.do("texts")
    wanted = {key: text for texts in world.values() for key, text in texts.items()}
    deadline = time.monotonic() + SETTLES_WITHIN
    while True:
        listener.start()
        held = _held(mongod.uri)
        if held == wanted or time.monotonic() > deadline:
            break
        time.sleep(0.2)
    outcome.comments = len(wanted)
    outcome.lost = len(wanted.keys() - held.keys())
    outcome.not_erased = len(held.keys() - wanted.keys())
    both = wanted.keys() & held.keys()
    outcome.stale = sum(wanted[key] != held[key] for key in both)
    outcome.differing = [
        name
        for name, texts in world.items()
        if texts != _held(mongod.uri, source=f"telegram:{name}")
    ]
    outcome.doubled = _copies(mongod.uri) - len(held)


def _held(uri: str, **chosen: str) -> dict[str, str]:
    database = connect(uri, "chaos")
    found = database.comments.find(chosen, {"text": 1})
    held = {one["_id"]: one["text"] for one in found}
    database.client.close()
    return held


def _copies(uri: str) -> int:
    """Comments, by where they stand; were one stored twice, it would be more."""
    database = connect(uri, "chaos")
    number = database.comments.count_documents({})
    database.client.close()
    return number


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        outcome = chaos(
            Path(folder), kills=given.kills, comments=given.comments, seed=given.seed
        )
    print(outcome)
    if outcome.differences:
        print(outcome.last_words)
    raise SystemExit(bool(outcome.differences))


if __name__ == "__main__":
    main()
