"""What the redaction finds and what it loses, on the corpus and on nothing else.

``python -m benchmarks.redaction``: the corpus is synthetic; its first two parts are
those that the rules were tuned on.
"""

from __future__ import annotations

from time import perf_counter

from kayfiyat.printing import console, table
from listener.redaction import redacted
from tests.listener.redaction_lines import (
    HALVES,
    THIRD,
    WRITINGS,
    Line,
    harmless,
    leaked,
    lines,
    lost,
)

TIMES = 20


def main() -> None:
    """Print, of each part, the identifiers found and the words lost; and the speed."""
    shown = table("part", "lines", "identifiers", "found", "other words", "lost")
    every: list[Line] = []
    for part in (*HALVES, THIRD):
        found = [line for writing in WRITINGS for line in lines(part, writing)]
        every += found
        shown.add_row(part, *map(str, figures(found)))
    console.print(shown)
    console.print(f"{speed(every):,.0f} such lines a second", highlight=False)


def figures(found: list[Line]) -> tuple[int, ...]:
    personal = sum(len(line.personal) for line in found)
    missed = sum(len(leaked(line)) for line in found)
    words = sum(len(harmless(line)) for line in found)
    return (
        len(found),
        personal,
        personal - missed,
        words,
        sum(map(len, map(lost, found))),
    )


def speed(found: list[Line]) -> float:
    start = perf_counter()
    for _ in range(TIMES):
        for line in found:
            redacted(line.text)
    return TIMES * len(found) / (perf_counter() - start)


if __name__ == "__main__":
    main()
