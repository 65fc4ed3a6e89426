"""How far estimated shares are from the truth: ``python -m benchmarks.prevalence``.

Labelled comments that the scorer was never trained on are drawn, with replacement, to
shares of each attitude from 0.05 to 0.95 (the artificial prevalence protocol), and
each method says what the shares are. The figure is the mean absolute error over the
three shares.

Each set is met in three ways. *Elsewhere*: the scorer's errors are those that it
knows of the language, from all its sets. *At home*: they are measured on one half of
the set, and the samples drawn from the other; an attitude with 25 rows in the half is
known to a tenth, no better. *Known*: they are measured on the very rows that are drawn
from, so that only chance is left. Of a set that lacks an attitude the rows of the
language's other sets stand in for it.

Beside ours stand a plain count, the mean probability and, with the extra ``bench``,
QuaPy's methods (Moreo et al. 2021), which see the same rows.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import quantifiers
from benchmarks.quantifiers import Method, Rows
from domain.attitudes import SCORED_LANGUAGES
from kayfiyat.printing import console
from mood.correction import MOOD, Confusion
from mood.estimates import Estimate, estimate
from mood.sums import Floats
from sentiment.codes import parts_of
from sentiment.evaluating import DEV, LABELS, read_labelled
from sentiment.scorer import Scorer
from tests.mood.worlds import ONE_DAY, SCORER, cell_of_votes

SIZES = 100, 500, 2_000
SHARES = np.linspace(0.05, 0.95, 19)
FEWEST = 20
"""Sets with fewer rows of an attitude that they know have too little to draw from."""

REPLICATES = 60
AWAY, HOME, KNOWN = PLACES = "elsewhere", "at home", "known"


@dataclass(frozen=True, slots=True)
class Sample:
    """The probabilities of drawn comments, the shares asked for and those drawn."""

    p: Floats
    asked: Floats
    drawn: Floats


Tables = dict[tuple[str, int, str], dict[str, list[float]]]
"""Errors by set, size and place; by method."""


def scored_sets(data: Path, scorer: Scorer) -> dict[str, Rows]:
    """The rows of each set that were never trained on, and that the scorer scores."""
    found = {}
    for path in sorted(data.glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        if name[:2] in SCORED_LANGUAGES:
            found[name] = _rows(path, scorer)
    return found


def _rows(path: Path, scorer: Scorer) -> Rows:
    rows = [row for row in read_labelled(path) if not row.stance]
    parts = parts_of([row.text for row in rows])
    kept = [row for row, part in zip(rows, parts, strict=True) if part < DEV]
    verdicts = scorer.predict([row.text for row in kept])
    pairs = [
        (LABELS.index(row.label), verdict.p)
        for row, verdict in zip(kept, verdicts, strict=True)
        if verdict.p
    ]
    labels = np.array([label for label, _ in pairs], dtype=np.int64)
    return Rows(labels, np.array([p for _, p in pairs]).reshape(-1, 3))


def samples(rows: Rows, size: int, chance: np.random.Generator) -> Iterator[Sample]:
    """One sample for each attitude that the rows know and each share of it."""
    places = [np.flatnonzero(rows.labels == label) for label in range(3)]
    known = [label for label in range(3) if len(places[label])]
    for label in known:
        others = [other for other in known if other != label]
        for share in SHARES:
            asked = np.zeros(3)
            asked[label] = share
            asked[others] = (1 - share) * chance.dirichlet(np.ones(len(others)))
            counts = chance.multinomial(size, asked)
            chosen = [
                chance.choice(mine, count)
                for mine, count in zip(places, counts, strict=True)
                if count
            ]
            yield Sample(rows.p[np.concatenate(chosen)], asked, counts / size)


def halves(rows: Rows, chance: np.random.Generator) -> Iterator[tuple[Rows, Rows]]:
    """Each half of the rows with the other, every attitude halved."""
    first = np.zeros(len(rows.labels), dtype=bool)
    for label in range(3):
        mine = chance.permutation(np.flatnonzero(rows.labels == label))
        first[mine[: len(mine) // 2]] = True
    yield rows.only(first), rows.only(~first)
    yield rows.only(~first), rows.only(first)


def measured(rows: Rows, chance: np.random.Generator) -> Confusion:
    """The errors that the rows show, with bootstrap replicates."""
    matrix, several = [], []
    for label in range(3):
        p = rows.p[rows.labels == label]
        drawn = chance.integers(0, len(p), (REPLICATES, len(p)))
        matrix.append(p.mean(axis=0))
        several.append(p[drawn].mean(axis=1))
    return Confusion(np.array(matrix), np.stack(several, axis=1))


def ours(confusion: Confusion, p: Floats) -> Estimate:
    cell = cell_of_votes(p)
    known = {SCORER: {cell.language: confusion}}
    return estimate([cell], ONE_DAY, coverage=1, confusions=known)


def compare(
    sets: Mapping[str, Rows],
    known: Mapping[str, Confusion],
    *,
    splits: int,
    sizes: Sequence[int],
    methods: Callable[[Rows], Mapping[str, Method]],
) -> Tables:
    """The errors of all methods, and how often our intervals held."""
    tables: Tables = {}
    for number, (name, rows) in enumerate(sets.items()):
        counts = np.bincount(rows.labels, minlength=3)
        if counts[counts > 0].min() < FEWEST:
            continue
        chance = np.random.default_rng(number)
        language = _joined([sets[each] for each in sets if each[:2] == name[:2]])
        stand_ins = language.only(~np.isin(language.labels, rows.labels))
        away = known[name[:2]], methods(language)
        for _ in range(splits):
            for fitted, tried in halves(rows, chance):
                places = {AWAY: away}
                for place, near in ((HOME, fitted), (KNOWN, tried)):
                    seen = _joined([near, stand_ins])
                    places[place] = measured(seen, chance), methods(seen)
                for size in sizes:
                    drawn = list(samples(tried, size, chance))
                    for place, (confusion, theirs) in places.items():
                        found = tables.setdefault((name, size, place), {})
                        for sample in drawn:
                            _add(found, sample, confusion, theirs)
    return tables


def _joined(several: Sequence[Rows]) -> Rows:
    return Rows(
        np.concatenate([rows.labels for rows in several]),
        np.concatenate([rows.p for rows in several]),
    )


def _add(
    found: dict[str, list[float]],
    sample: Sample,
    confusion: Confusion,
    theirs: Mapping[str, Method],
) -> None:
    said = ours(confusion, sample.p)
    true = 100 * float(sample.asked @ MOOD)
    shares = {
        "count": np.bincount(sample.p.argmax(axis=1), minlength=3) / len(sample.p),
        "mean": sample.p.mean(axis=0),
        "ours": np.array([said.against, said.neutral, said.in_favour]),
        **{name: method(sample.p) for name, method in theirs.items()},
    }
    for name, each in shares.items():
        error = float(np.abs(each - sample.drawn).mean())
        found.setdefault(name, []).append(error)
    assert said.low is not None
    assert said.high is not None
    assert said.low_elsewhere is not None
    assert said.high_elsewhere is not None
    held = said.low <= true <= said.high
    level = said.low_elsewhere <= true <= said.high_elsewhere
    found.setdefault("held", []).append(float(held))
    found.setdefault("level held", []).append(float(level))


def show(tables: Tables, size: int, place: str) -> None:
    mine = {
        name: {title: float(np.mean(each)) for title, each in found.items()}
        for (name, n, where), found in tables.items()
        if (n, where) == (size, place)
    }
    titles = list(next(iter(mine.values())))
    mean = {t: float(np.mean([row[t] for row in mine.values()])) for t in titles}
    console.print(f"\nSamples of {size:,}, {place}\n")
    console.print("| set |", " | ".join(titles), "|", soft_wrap=True)
    console.print("| --- |", " | ".join(["---"] * len(titles)), "|", soft_wrap=True)
    for name, row in {**mine, "mean": mean}.items():
        cells = " | ".join(f"{row[title]:.3f}" for title in titles)
        console.print(f"| {name} | {cells} |", soft_wrap=True)


def main() -> None:
    """Print tables in Markdown."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--splits", type=int, default=1)
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    asked.add_argument("--alone", action="store_true", help="without QuaPy")
    given = asked.parse_args()
    scorer = Scorer.load()
    known = {
        str(name): Confusion(scorer.confusion(name), scorer.confusion_replicates(name))
        for name in SCORED_LANGUAGES
    }
    sets = scored_sets(given.data / "sentiment", scorer)
    methods = quantifiers.none if given.alone else quantifiers.quapy_s
    tables = compare(
        sets, known, splits=given.splits, sizes=given.sizes, methods=methods
    )
    console.print(f"{scorer.id}; mean absolute error of the shares")
    for size in given.sizes:
        for place in PLACES:
            show(tables, size, place)


if __name__ == "__main__":
    main()
