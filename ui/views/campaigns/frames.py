"""Campaigns as tables. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd  # type: ignore[import-untyped]

from domain.campaigns import Campaign
from domain.periods import Period
from mood.estimates import Estimate
from shown import words
from shown.frames import bounds, kept_frame, wall
from shown.speech import later

COLUMNS = ["first", "last", "authors", "comments", "sources", "words"]

MOST = 500
"""So many campaigns are drawn: more would stand on each other."""

BESIDE = [
    *("mood", "low", "high", "run", "alone", "stands", "between", "people"),
    *("turn", "turn_explained"),
]
"""What the second line needs of its steps."""

ALIKE = {"first_day", "last_day", "seen", "stored"}
"""What is the same of both lines, and is saved once."""

WITH, WITHOUT = later("With campaigns"), later("Without campaigns")

NO_CAMPAIGN = later(
    "Greetings, wishes, prayers and thanks are no campaigns: people say them alike who "
    "never met. A campaign may be a petition or an order; it proves neither bots nor "
    "bad intent."
)


def campaigns_frame(
    campaigns: Iterable[Campaign], names: Mapping[str, str]
) -> pd.DataFrame:
    """One row for each campaign; sources by their ``names``."""
    rows = [
        {
            "first": wall(each.first_at),
            "last": wall(each.last_at),
            "authors": each.authors,
            "comments": each.comments,
            "sources": ", ".join(names.get(source, source) for source in each.sources),
            "words": each.words,
        }
        for each in campaigns
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def largest(table: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """The campaigns with the most authors, in the order of ``table``."""
    return table.loc[table["authors"].nlargest(most).index.sort_values()]


def dots_frame(table: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Each campaign where its first comment stands, inside ``period``."""
    start, end = bounds(period)
    at = table["first"].clip(start, end)
    between = [
        f"{words.day(first)}, {first:%H:%M} – {words.day(last)}, {last:%H:%M}"
        for first, last in zip(table["first"], table["last"], strict=True)
    ]
    said = table["words"].fillna(words.NOTHING)
    return table.assign(at=at, between=between, words=said)[
        ["at", "between", "authors", "comments", "sources", "words"]
    ]


def pair_frame(with_them: pd.DataFrame, without: pd.DataFrame) -> pd.DataFrame:
    """Two tables of steps beside each other, the second's columns ending in ``_2``."""
    beside = without[BESIDE].add_suffix("_2")
    return pd.concat([with_them, beside], axis=1)


def kept_pair(
    with_them: Sequence[Estimate], without: Sequence[Estimate], *, k: int
) -> pd.DataFrame:
    """Both lines as they are saved to a file."""
    left, right = kept_frame(with_them, k=k), kept_frame(without, k=k)
    alike = [name for name in left.columns if name in ALIKE]
    apart = [part.drop(columns=alike) for part in (left, right)]
    sides = [
        part.add_suffix(suffix)
        for part, suffix in zip(apart, ("_with", "_without"), strict=True)
    ]
    return pd.concat([left[alike], *sides], axis=1)
