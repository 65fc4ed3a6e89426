"""Votes under the same post, as cells keep them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from store.cells import Cells, Vote
from store.clients import Database, Document
from tests.mood.worlds import AGAINST, DAY, IN_FAVOUR, NOON, ONE_DAY, P, national, vote


def under(post: str | None, number: int, p: P, author: str = "") -> Vote:
    return replace(vote(number, p, author=author), post=post)


def by_post(*votes: Vote) -> np.ndarray:
    (cell,) = national(votes)
    return np.array(cell.by_post)


def test_votes_under_one_post_are_summed_before_they_are_multiplied() -> None:
    found = by_post(under("a", 1, AGAINST), under("a", 2, IN_FAVOUR))

    total = np.add(AGAINST, IN_FAVOUR)
    assert found == pytest.approx(np.outer(total, total))


def test_each_post_counts_for_itself() -> None:
    found = by_post(under("a", 1, AGAINST), under("b", 2, IN_FAVOUR))

    wanted = np.outer(AGAINST, AGAINST) + np.outer(IN_FAVOUR, IN_FAVOUR)
    assert found == pytest.approx(wanted)


def test_a_voice_is_parted_among_the_posts_that_it_comments_under() -> None:
    found = by_post(
        under("a", 1, AGAINST, "ann"),
        under("b", 2, IN_FAVOUR, "ann"),
        under("b", 3, IN_FAVOUR, "ann"),
    )

    first, second = np.array(AGAINST) / 3, 2 * np.array(IN_FAVOUR) / 3
    assert found == pytest.approx(np.outer(first, first) + np.outer(second, second))


def test_comments_under_no_known_post_stand_alone() -> None:
    found = by_post(under(None, 1, AGAINST), under(None, 2, AGAINST))

    assert found == pytest.approx(2 * np.outer(AGAINST, AGAINST))


def test_what_posts_have_in_common_is_kept(database: Database[Document]) -> None:
    made = national([under("a", 1, AGAINST), under("a", 2, IN_FAVOUR)])

    Cells(database).save(made[0].source, DAY, made, now=NOON)

    assert Cells(database).select(ONE_DAY) == made
