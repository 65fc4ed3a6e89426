"""What each part of the scorer is worth: ``python -m benchmarks.ablation --data DIR``.

The left-out figure (accuracy and macro-F1 of a model that saw no row of the set)
with everything, and with one part taken out at a time. Needs the extras ``train``
and ``vectors``; takes twenty minutes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kayfiyat.printing import console
from sentiment.attitude_training import Aids
from sentiment.examples import RUSSIAN_SETS, UZBEK_SETS, read_sets
from sentiment.training import LEFT_OUT, left_out_figures
from sentiment.vectors import russian_vectors


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True)
    folder: Path = asked.parse_args().data / "sentiment"
    rows = read_sets(folder, [*UZBEK_SETS, *RUSSIAN_SETS])
    vectors = russian_vectors()
    variants = {
        "everything": Aids(vectors),
        "without vectors": Aids(),
        "without lexicon": Aids(vectors, lexicon=False),
        "without balance": Aids(vectors, balance=0.0),
        "n-grams alone": Aids(lexicon=False, balance=0.0),
    }
    for title, aids in variants.items():
        found = {name: left_out_figures(rows, name, aids) for name in LEFT_OUT}
        cells = [f"{f['accuracy']:.3f}/{f['macro_f1']:.3f}" for f in found.values()]
        console.print("|", title, "|", " | ".join(cells), "|", soft_wrap=True)


if __name__ == "__main__":
    main()
