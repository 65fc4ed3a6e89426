"""What each part of the scorer is worth: ``python -m benchmarks.ablation --data DIR``.

The left-out figure (accuracy and macro-F1 of a model that saw no row of the set)
with everything, and with one part taken out at a time. Needs the extras ``train``
and ``vectors``; takes half an hour.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kayfiyat.printing import console
from sentiment.attitude_training import Aids
from sentiment.examples import SYNTHETIC, Row
from sentiment.training import LEFT_OUT, all_aids, language_of, read_rows
from sentiment.trying import left_out_figures

Change = Callable[[list[Row], Aids], tuple[list[Row], Aids]]
REAL = [name for name in LEFT_OUT if not name.startswith(SYNTHETIC)]


def _unwritten(rows: list[Row]) -> list[Row]:
    return [row for row in rows if not row.set.startswith(SYNTHETIC)]


VARIANTS: dict[str, Change] = {
    "everything": lambda rows, aids: (rows, aids),
    "without written comments": lambda rows, aids: (_unwritten(rows), aids),
    "without vectors": lambda rows, aids: (rows, replace(aids, vectors=None)),
    "without lexicon": lambda rows, aids: (rows, replace(aids, lexicon=False)),
    "without balance": lambda rows, aids: (rows, replace(aids, balance=0.0)),
    "n-grams alone": lambda rows, _: (
        _unwritten(rows),
        Aids(lexicon=False, balance=0.0),
    ),
}


def main() -> None:
    """Print a table in Markdown."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True)
    rows, aids = read_rows(asked.parse_args().data), all_aids()
    console.print("|", "|", " | ".join(REAL), "|", soft_wrap=True)
    console.print("|", " | ".join(["---"] * (len(REAL) + 1)), "|", soft_wrap=True)
    for title, change in VARIANTS.items():
        cells = []
        for name in REAL:
            language = language_of(name)
            changed = change(rows[language], aids[language])
            f = left_out_figures(changed[0], name, language, changed[1])
            cells.append(f"{f['accuracy']:.3f}/{f['macro_f1']:.3f}")
        console.print("|", title, "|", " | ".join(cells), "|", soft_wrap=True)


if __name__ == "__main__":
    main()
