"""A made-up nation's comments with made-up attitudes: synthetic, and many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.documents import kept
from domain.periods import Period, day_of, starts_at

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
SOURCES = [f"telegram_web:channel{n:03}" for n in range(100)]
REFORMS = [f"reform-{n:02}" for n in range(35)]
LANGUAGES = np.array(["uz", "ru", "en", "other"])
OF_LANGUAGE = [0.62, 0.3, 0.05, 0.03]
PORTION = 20_000

NAMED = [0.35, 0.55, 0.1]
"""Of comments that name no reform, one, and two."""

CAMPAIGNS = 12
COPIES = 0.0003
"""Of all comments, those of each campaign: a print that many wrote on one day."""

Chosen = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Portion:
    """What chance drew for the comments of a few days, in the order of time."""

    at: list[datetime]
    sources: Chosen
    languages: Chosen
    authors: Chosen
    named: Chosen
    reforms: NDArray[np.int64]
    p: NDArray[np.float64]


def documents(
    count: int, chance: np.random.Generator
) -> Iterator[list[dict[str, Any]]]:
    """``count`` comments over the year, a portion at a time, as they are stored."""
    seconds = np.sort(chance.random(count)) * YEAR.days * 86_400
    copies = int(count * COPIES)
    starts = {
        int(at): n for n, at in enumerate(np.linspace(0, count, CAMPAIGNS + 2)[1:-1])
    }
    for first in range(0, count, PORTION):
        part = _portion(chance, seconds[first : first + PORTION], count)
        made = [_document(part, n, first + n) for n in range(len(part.at))]
        for start, name in starts.items():
            for n in range(max(start, first), min(start + copies, first + len(made))):
                made[n - first]["attitude"]["wording"] = bytes([name]) * 128
        yield made


def _portion(
    chance: np.random.Generator, seconds: NDArray[np.float64], count: int
) -> Portion:
    size = len(seconds)
    start_at = starts_at(YEAR.first)
    # A few hundred loud authors write most, as they do.
    authors = (chance.pareto(1.1, size) * 20).astype(np.int64) % max(count // 20, 50)
    p = np.round(chance.dirichlet((1.2, 0.9, 0.7), size), 4)
    p[:, 1] = np.maximum(1 - p[:, 0] - p[:, 2], 0.0)
    return Portion(
        at=[start_at + timedelta(seconds=int(each)) for each in seconds],
        sources=_skewed(chance, len(SOURCES), size),
        languages=chance.choice(len(LANGUAGES), size, p=OF_LANGUAGE),
        authors=authors,
        named=chance.choice(3, size, p=NAMED),
        reforms=_skewed(chance, len(REFORMS), 2 * size).reshape(size, 2),
        p=p,
    )


def _skewed(chance: np.random.Generator, of: int, size: int) -> Chosen:
    """The first most often, the second half as often, as Zipf has it."""
    weights = 1 / (np.arange(of) + 2)
    return chance.choice(of, size, p=weights / weights.sum())


def _document(part: Portion, n: int, number: int) -> dict[str, Any]:
    at, source = part.at[n], SOURCES[part.sources[n]]
    language = str(LANGUAGES[part.languages[n]])
    scored = language != "other"
    post = f"{source}:{day_of(at).isoformat()}:{number % 7}"
    author = f"{part.authors[n]:024x}"
    return kept(f"made:{number:09}", source=source, author=author, at=at, post=post) | {
        "attitude": {
            "scorer": "made-up-1.0",
            "words": "w",
            "language": language,
            "script": "latin",
            "p": part.p[n].tolist() if scored else None,
            "label": "neutral" if scored else None,
            "reforms": sorted({REFORMS[r] for r in part.reforms[n, : part.named[n]]}),
            "at": at,
        },
    }
