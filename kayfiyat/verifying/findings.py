"""What a check says: how much it saw, what is wrong, what it had to leave. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field, is_dataclass
from enum import StrEnum

EXAMPLES = 3


class Verdict(StrEnum):
    """Of one thing that was looked at."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "words expired"
    MOVING = "still being counted"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check; ``examples`` name what is wrong, never its words."""

    check: str
    looked_at: int
    wrong: int = 0
    examples: tuple[str, ...] = ()
    left: dict[str, int] = field(default_factory=dict)

    def line(self) -> str:
        """As it is printed."""
        said = [f"{self.looked_at:,} looked at"]
        said += [f"{count:,} left: {why}" for why, count in self.left.items()]
        if self.wrong:
            said.append(f"{self.wrong:,} WRONG, as {', '.join(self.examples)}")
        word = "WRONG" if self.wrong else "ok"
        return f"{word:5}  {self.check}: {'; '.join(said)}"


def finding(check: str, judged: Iterable[tuple[str, Verdict]]) -> Finding:
    """Count the verdicts on things, each under the name it would be told by."""
    counts: Counter[Verdict] = Counter()
    examples: list[str] = []
    for name, verdict in judged:
        counts[verdict] += 1
        if verdict is Verdict.WRONG and len(examples) < EXAMPLES:
            examples.append(name)
    left = (Verdict.EXPIRED, Verdict.MOVING)
    return Finding(
        check,
        looked_at=counts[Verdict.RIGHT] + counts[Verdict.WRONG],
        wrong=counts[Verdict.WRONG],
        examples=tuple(examples),
        left={str(why): counts[why] for why in left if counts[why]},
    )


def right(is_right: bool) -> Verdict:
    return Verdict.RIGHT if is_right else Verdict.WRONG


def alike(one: object, other: object) -> bool:
    """Equal, but for the last digits of sums: they are in the order of reading."""
    first, second = list(_flat(one)), list(_flat(other))
    return len(first) == len(second) and all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6)
        if isinstance(a, float) and isinstance(b, int | float)
        else a == b
        for a, b in zip(first, second, strict=True)
    )


def _flat(value: object) -> Iterator[object]:
    if is_dataclass(value) and not isinstance(value, type):
        value = astuple(value)
    if isinstance(value, tuple | list):
        for each in value:
            yield from _flat(each)
    else:
        yield value
