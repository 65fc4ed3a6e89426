"""Comments as they are stored become votes in columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from domain.votes import Votes
from store import votes
from store.votes import together


def rows(votes: Votes) -> list[tuple[Any, ...]]:
    """Each vote's source, voice, language, scorer, post, reforms, campaign and p."""
    columns = (
        list(map(each.names.__getitem__, each.rows))
        for each in (
            votes.sources,
            votes.voices,
            votes.languages,
            votes.scorers,
            votes.posts,
            votes.reforms,
        )
    )
    scores = zip(*[iter(votes.p)] * 3, strict=True)
    p = [
        list(said) if scored else None
        for said, scored in zip(scores, votes.scored, strict=True)
    ]
    return list(zip(*columns, map(bool, votes.campaign), p, strict=True))


def stored(source: str, number: int, **fields: Any) -> dict[str, Any]:
    attitude = {"language": "uz", "p": [0.5, 0.25, 0.25], "reforms": [], "scorer": "s"}
    return {
        "_id": f"{source}:{number}",
        "source": source,
        "author": "ann",
        "attitude": attitude | fields.pop("attitude", {}),
    } | fields


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(votes, "TOGETHER", 4)
    monkeypatch.setattr(votes, "BATCH", 2)


def test_small_sources_come_together_and_none_is_parted() -> None:
    sizes = {"a": 1, "b": 2, "c": 7, "d": 1}
    found = (stored(name, n) for name, size in sizes.items() for n in range(size))

    came = [[row[0] for row in rows(each)] for each in together(found)]

    assert came == [["a", "b", "b", *["c"] * 7], ["d"]]


def test_a_large_source_is_read_on_only_when_the_one_before_is_done_with() -> None:
    read = []

    def found() -> Iterator[dict[str, Any]]:
        for name in "ab":
            for number in range(5):
                read.append(name)
                yield stored(name, number)

    next(together(found()))

    assert read.count("b") <= 1


def test_of_no_comments_there_are_no_votes() -> None:
    assert list(together([])) == []


def test_a_vote_is_what_its_comment_says() -> None:
    found = [
        stored("a", 1, post="p", campaign="c", attitude={"reforms": ["gas", "tax"]}),
        stored("a", 2, author=None, attitude={"p": None, "language": "ru"}),
        stored("a", 3, author="", post=None),
    ]

    (came,) = together(found)

    p = [0.5, 0.25, 0.25]
    assert rows(came) == [
        ("a", "ann", "uz", "s", "p", ("gas", "tax"), True, p),
        ("a", "a:2", "ru", "s", None, (), False, None),
        ("a", "a:3", "uz", "s", None, (), False, p),
    ]


def test_a_name_is_held_once() -> None:
    (came,) = together([stored("a", 1), stored("a", 2)])

    assert (came.voices.names, list(came.voices.rows)) == (["ann"], [0, 0])
    assert len(came) == 2
