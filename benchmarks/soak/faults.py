"""What goes wrong, and when: it follows from the seed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

EACH_ROUND = {
    "listener killed": 3,
    "scorer killed": 2,
    "digest killed": 2,
    "app killed": 1,
    "primary killed": 2,
    "connections dropped": 3,
    "flood waits": 2,
    "Telegram hangs up": 1,
    "Telegram away": 1,
}
"""So often each fault comes before they are shuffled anew; all are had in a round."""

AWAY, HANGS_UP = 30.0, 5.0
"""Seconds."""

LONGEST_FLOOD = 20

BLINDING = {
    "listener killed",
    "primary killed",
    "connections dropped",
    "flood waits",
    "Telegram hangs up",
    "Telegram away",
}
"""After these a source may have been blind."""


@dataclass(frozen=True, slots=True)
class Fault:
    """``at`` seconds after the feeding began."""

    at: float
    kind: str


@dataclass(frozen=True, slots=True)
class Befallen:
    """A fault that came; times by the wall clock, ``ended`` when it was mended."""

    kind: str
    began: float
    ended: float
    told: str = ""


def plan(
    seed: int, seconds: float, number: int, kinds: Mapping[str, int] = EACH_ROUND
) -> list[Fault]:
    """``number`` faults at random moments, none in the first and last tenth."""
    chance = Random(seed)
    moments = sorted(chance.uniform(0.1, 0.9) * seconds for _ in range(number))
    bag: list[str] = []
    while len(bag) < number:
        more = [kind for kind, times in kinds.items() for _ in range(times)]
        chance.shuffle(more)
        bag += more
    return [Fault(at, kind) for at, kind in zip(moments, bag, strict=False)]


Do = Callable[[Random], str]
"""Does one fault, and says what there is to say of it."""


@dataclass
class Mischief:
    """Goes through a plan in a thread of its own, one fault after another."""

    faults: Sequence[Fault]
    ways: Mapping[str, Do]
    seed: int
    befallen: list[Befallen]

    def go(self, began: float, stop: threading.Event) -> None:
        chance = Random(self.seed)
        for fault in self.faults:
            if stop.wait(max(0.0, began + fault.at - time.time())):
                return
            since = time.time()
            told = self._done(fault, chance)
            self.befallen.append(Befallen(fault.kind, since, time.time(), told))

    def _done(self, fault: Fault, chance: Random) -> str:
        try:
            return self.ways[fault.kind](chance)
        except Exception as error:  # the soak goes on, and the report tells it
            return f"failed: {error!r}"
