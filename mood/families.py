"""Each comment stands once in every family of cells that it counts in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.cells import EVERY_REFORM
from domain.votes import Column, Votes
from mood.groups import Floats, Mask, Whole, grouped, numbered


class Names(NamedTuple):
    """By number; sorted, so that the order of numbers is that of names."""

    sources: list[str]
    reforms: list[str]
    languages: list[str]
    scorers: list[str]

    @property
    def shape(self) -> tuple[int, ...]:
        """Of all the cells that there might be."""
        return len(self.sources), len(self.reforms), len(self.languages), 2


@dataclass(frozen=True, slots=True)
class Said:
    """A row for each comment in each family of cells that it counts in."""

    source: Whole
    reform: Whole
    voice: Whole
    language: Whole
    campaign: Mask
    scorer: Whole
    post: Whole
    p: Floats

    def only(self, rows: NDArray[Any]) -> Said:
        columns = (getattr(self, name) for name in self.__slots__)
        return Said(*(column[rows] for column in columns))

    def cells(self, language: Whole, names: Names) -> Whole:
        """The number of the cell of each row, were all in ``language``."""
        columns = self.source, self.reform, language, self.campaign
        return numbered(columns, names.shape)


def spread(votes: Votes) -> tuple[Names, Said, Mask]:
    """The rows of all families, by number, and which of them are scored."""
    sources, source = _sorted(votes.sources)
    languages, language = _sorted(votes.languages)
    scorers, scorer = _sorted(votes.scorers)
    reforms, comment, reform = _families(votes.reforms)
    voice = np.asarray(votes.voices.rows, dtype=np.int64)
    campaign = _of_campaigners(source, voice, np.asarray(votes.campaign) != 0)
    said = Said(
        source=source[comment],
        reform=reform,
        voice=voice[comment],
        language=language[comment],
        campaign=campaign[comment],
        scorer=scorer[comment],
        post=_posts(votes.posts, voice)[comment],
        p=np.asarray(votes.p).reshape(-1, 3)[comment],
    )
    scored = np.asarray(votes.scored) != 0
    return Names(sources, reforms, languages, scorers), said, scored[comment]


def _sorted(column: Column[str]) -> tuple[list[str], Whole]:
    """The names sorted, and the number of each row's among them."""
    names = sorted(column.names)
    place = {name: number for number, name in enumerate(names)}
    numbers = np.array([place[name] for name in column.names], dtype=np.int64)
    return names, numbers[np.asarray(column.rows)]


def _families(topics: Column[tuple[str, ...]]) -> tuple[list[str], Whole, Whole]:
    """The reforms sorted; and of each row in a family its comment and its reform."""
    reforms = sorted({EVERY_REFORM}.union(*topics.names))
    named = np.array(
        [
            [reform in topic or reform == EVERY_REFORM for reform in reforms]
            for topic in topics.names
        ]
    )
    comment, reform = np.nonzero(named[np.asarray(topics.rows)])
    return reforms, comment, reform


def _of_campaigners(source: Whole, voice: Whole, campaign: Mask) -> Mask:
    """The comments of the voices that wrote for a campaign in the same source."""
    _, group = grouped(source, voice)
    return np.isin(group, group[campaign])


def _posts(posts: Column[str | None], voice: Whole) -> Whole:
    """What stands under no known post is a post of its own, as is its voice."""
    known = np.array([bool(name) for name in posts.names])
    post = np.asarray(posts.rows, dtype=np.int64)
    return np.where(known[post], post, len(known) + voice)
