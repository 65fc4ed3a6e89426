"""Campaigns: what is found of planted ones in real text, and how long a million takes.

``python -m benchmarks.campaigns --data FOLDER``: the folder of labelled texts and
posts. Copies of a text are changed as people and machines change them; recall is
counted over the copies whose Jaccard similarity to their text, counted in full over
the same shingles, is high enough. What the background says five times within
48 hours in just the same words counts as a campaign; its near copies that are none
count against the precision.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.documents import kept
from benchmarks.planted import (
    NEARLY,
    POLITE,
    SAME,
    SPEECH,
    START,
    Said,
    everything_said,
    likeness,
    shingles_of,
)
from domain.campaigns import AUTHORS, WITHIN, Use
from domain.periods import Period
from kayfiyat.mongod import private_mongod
from mood.campaigns import campaigns, together
from mood.job import find_campaigns
from sentiment.wording import wordings
from store.campaigns import Campaigns
from store.clients import Database, Document, connect
from store.schema import prepare

DATA = Path("../shared/data")
SEED = 1
MANY, MANY_DAYS = 1_000_000, 60
SYLLABLES = list("aeiou") + [c + v for c in "bdghklmnpqrstvxyz" for v in "aeiou"]
WORDS = [
    "".join(random.Random(n).choices(SYLLABLES, k=1 + n % 5)) for n in range(20_000)
]
"""For the timing; what is found is measured on real texts."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA)
    data = parser.parse_known_args()[0].data
    if data.exists():
        _accuracy(data)
    else:
        print(f"no texts in {data}: only the time is measured")
    _speed()


def _accuracy(data: Path) -> None:
    said = everything_said(random.Random(SEED), data)
    prints = [p for part in _parts(said) for p in wordings([s.text for s in part])]
    uses = [
        Use(str(n), "s", "d", one.author, one.at, print_)
        for n, (one, print_) in enumerate(zip(said, prints, strict=True))
    ]
    start = time.process_time()
    found = campaigns(uses)
    took = time.process_time() - start
    print(f"  {len(said):,} comments, {took:.1f} s to find {len(found)} campaigns")
    _report(said, [[int(use.comment) for use in uses] for uses in found])


def _report(world: Sequence[Said], found: Sequence[Sequence[int]]) -> None:
    members = {n for group in found for n in group}
    _recalls(world, members)
    alike: dict[int, str] = {}
    for group in found:
        if any(world[n].kind == "background" for n in group):
            alike |= _said_alike(world, group)
    kinds = Counter(alike.get(n, world[n].kind) for n in members)
    for kind, count in sorted(kinds.items()):
        total = sum(said.kind == kind for said in world)
        print(f"  found of {kind:28} {count:7,}" + (f" of {total:,}" if total else ""))
    judged = len(members) - kinds[SPEECH]
    wrong = kinds["background"] + kinds[POLITE]
    strict = wrong + kinds[NEARLY]
    print(
        f"  precision {1 - wrong / judged:.3f}; if only the same words are alike: "
        f"{1 - strict / judged:.3f}"
    )


def _recalls(world: Sequence[Said], members: set[int]) -> None:
    """Of the copies of planted campaigns; those of fewer than five authors are none."""
    for low, high in ((0.8, 1.01), (0.8, 0.85), (0.7, 0.8), (0.6, 0.7), (0.3, 0.6)):
        copies = [
            n
            for n, said in enumerate(world)
            if said.kind.startswith("planted") and low <= said.likeness < high
        ]
        caught = sum(n in members for n in copies)
        print(
            f"  likeness {low:.2f} to {min(high, 1):.2f}: recall "
            f"{caught / len(copies):.3f} of {len(copies):,}"
        )
    counted: dict[str, list[bool]] = defaultdict(list)
    for n, said in enumerate(world):
        if said.kind.startswith("planted") and said.likeness >= 0.8:
            counted[said.kind].append(n in members)
    for kind, caught_of in sorted(counted.items()):
        share = sum(caught_of) / len(caught_of)
        print(f"    {kind:28} recall {share:.3f} of {len(caught_of):,}")


def _said_alike(world: Sequence[Said], group: Sequence[int]) -> dict[int, str]:
    """What of the background many said within 48 hours, in the same words or nearly.

    Nearly: a full count finds five authors whose likeness to one of them is 0.8.
    """
    shingles = {n: shingles_of(world[n].text) for n in group}
    alike: dict[int, str] = {}
    for fewest, kind in ((0.8, NEARLY), (1.0, SAME)):
        for first in group:
            near = [
                n
                for n in group
                if abs(world[n].at - world[first].at) <= WITHIN
                and likeness(shingles[first], shingles[n]) >= fewest
            ]
            if len({world[n].author for n in near}) >= AUTHORS:
                alike |= {n: kind for n in near if world[n].kind == "background"}
    return alike


def _speed() -> None:
    """Prints of a million comments, and their campaigns found in a private MongoDB."""
    chance = random.Random(2)
    with tempfile.TemporaryDirectory() as folder, private_mongod(Path(folder)) as uri:
        database = connect(uri, "bench")
        prepare(database)
        printing = sum(_filled(database, chance, n) for n in range(0, MANY, 2_000))
        print(f"  {MANY:,} comments: prints {printing:.0f} s")
        door, days = Campaigns(database), [_day(n) for n in range(MANY_DAYS)]
        start = time.perf_counter()
        for period in together(days):
            find_campaigns(door, period)
        print(f"  all their campaigns found: {time.perf_counter() - start:.0f} s")
        start = time.perf_counter()
        find_campaigns(door, Period(days[-1], days[-1]))
        print(f"  the last day again: {time.perf_counter() - start:.1f} s")
        always = Period(days[0], days[-1])
        print(f"  {len(door.select(always))} campaigns listed")


def _filled(database: Database[Document], chance: random.Random, first: int) -> float:
    """Let 2,000 comments be there, one in a hundred of a campaign; seconds to print."""
    campaign = " ".join(chance.sample(WORDS, 9))
    texts = [_made_up(chance) if n % 100 else campaign for n in range(2_000)]
    start = time.process_time()
    prints = wordings(texts)
    took = time.process_time() - start
    rows = zip(range(first, first + 2_000), texts, prints, strict=True)
    database.comments.insert_many(_row(chance, *row) for row in rows)
    return took


def _made_up(chance: random.Random) -> str:
    """As many different words as people have, as often as they use them."""
    many = chance.randint(3, 20)
    return " ".join(WORDS[int(len(WORDS) * chance.random() ** 3)] for _ in range(many))


def _row(
    chance: random.Random, number: int, text: str, print_: bytes | None
) -> dict[str, Any]:
    late = timedelta(seconds=chance.randrange(60 * 60 * 24))
    at = START + timedelta(days=number * MANY_DAYS // MANY) + late
    attitude = {
        "scorer": "s",
        "words": "w",
        "language": "uz",
        "script": "Latn",
        "p": [0.2, 0.6, 0.2],
        "label": "neutral",
        "reforms": [],
        "at": at,
    }
    source, author = f"s{chance.randrange(30)}", f"a{chance.randrange(100_000)}"
    return kept(f"c{number}", source=source, author=author, at=at) | {
        "text": text,
        "attitude": attitude | ({"wording": print_} if print_ else {}),
    }


def _day(number: int) -> date:
    return START.date() + timedelta(days=number)


def _parts(world: Sequence[Said]) -> Iterator[Sequence[Said]]:
    return (world[n : n + 2_000] for n in range(0, len(world), 2_000))


if __name__ == "__main__":
    main()
