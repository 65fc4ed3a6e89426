"""Comments become votes in columns, as many at a time as are cheap to make and hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter

from domain.votes import Votes
from store.clients import Document

TOGETHER = 10_000
"""Votes that are handed out at once, at the least: NumPy's calls are dear for few."""

BATCH = 500
"""Comments that are read at once: of 10,000, Python's collector takes twice as long."""

FIELDS = [
    "source",
    "author",
    "attitude.language",
    "attitude.p",
    "attitude.reforms",
    "attitude.scorer",
    "post",
    "campaign",
]


def together(comments: Iterable[Document]) -> Iterator[Votes]:
    """The votes of ``comments``, which are sorted by source; no source is parted.

    ``TOGETHER`` or more at a time, but for the last.
    """
    votes = Votes()
    for _, of_source in groupby(comments, key=itemgetter("source")):
        while some := list(islice(of_source, BATCH)):
            _add(votes, some)
        if len(votes) >= TOGETHER:
            yield votes
            votes = Votes()
    if len(votes):
        yield votes


def _add(votes: Votes, comments: Sequence[Document]) -> None:
    said = [comment["attitude"] for comment in comments]
    votes.sources.extend(one["source"] for one in comments)
    votes.voices.extend(one.get("author") or one["_id"] for one in comments)
    votes.posts.extend(one.get("post") for one in comments)
    votes.campaign.extend("campaign" in one for one in comments)
    votes.languages.extend(each["language"] for each in said)
    votes.scorers.extend(each["scorer"] for each in said)
    votes.reforms.extend(tuple(each["reforms"]) for each in said)
    votes.score(each["p"] for each in said)
