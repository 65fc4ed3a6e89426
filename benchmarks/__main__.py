"""`make bench`: every comparison, one after the other."""

from __future__ import annotations

from benchmarks import rescoring, saving, scoring, telegram
from kayfiyat.printing import console


def main() -> None:
    """Run what needs nothing but this machine."""
    for name, comparison in {
        "Scoring": scoring,
        "Scoring everything anew": rescoring,
        "Saving": saving,
        "Telegram": telegram,
    }.items():
        console.rule(name)
        comparison.main()


main()
