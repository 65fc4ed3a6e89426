"""Whether 95% intervals hold: ``python -m benchmarks.coverage [--worlds 1000]``.

Made-up worlds in many settings. In each world chance draws who writes, what the
scorer says of it and on which comments its errors were measured; the mood behind it
is known. The interval is right if it holds this mood in 95 of 100 worlds.
"""

from __future__ import annotations

import argparse
from time import perf_counter

from kayfiyat.printing import console
from tests.mood.settings import SETTINGS
from tests.mood.simulation import Coverage, coverage


def row(title: str, found: Coverage) -> str:
    figures = (
        f"{100 * found.held:.1f}%",
        f"{found.width:.0f}",
        f"{100 * found.held_elsewhere:.1f}%",
        f"{found.width_elsewhere:.0f}",
        f"{100 * found.without:.0f}%",
    )
    return f"| {title} | {' | '.join(figures)} |"


def main() -> None:
    """Print a table in Markdown."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--worlds", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    started = perf_counter()
    console.print("| worlds | held | width | level held | width | without |")
    console.print("| --- | --- | --- | --- | --- | --- |")
    for title, setting in SETTINGS.items():
        if given.only in title:
            found = coverage(setting, worlds=given.worlds, seed=given.seed)
            console.print(row(title, found), soft_wrap=True)
    console.print(f"{given.worlds:,} worlds each, {perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
