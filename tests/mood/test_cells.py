"""Votes become cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cells import EVERY_REFORM, Cell
from domain.votes import Votes
from mood.cells import cells_of, cells_of_columns
from store.cells import Vote
from tests.mood.plain_cells import alike, plainly
from tests.mood.worlds import (
    AGAINST,
    DAY,
    IN_FAVOUR,
    NEUTRAL,
    P,
    cells,
    national,
    vote,
)

PROBABILITIES: st.SearchStrategy[P | None] = st.sampled_from(
    [AGAINST, NEUTRAL, IN_FAVOUR, None]
)
POSTS = st.sampled_from([None, "", "first", "second"])
DAYS = st.lists(
    st.builds(
        vote,
        st.integers(1, 10_000),
        PROBABILITIES,
        author=st.sampled_from([None, "", "ann", "bek", "eve", "dil"]),
        language=st.sampled_from(["uz", "ru", "en", "other"]),
        reforms=st.lists(st.sampled_from(["land", "gas"]), max_size=2),
        campaign=st.booleans(),
        scorer=st.sampled_from(["", "joint-1", "joint-2"]),
    ).flatmap(lambda each: POSTS.map(lambda post: replace(each, post=post))),
    unique_by=lambda each: each.id,
    max_size=30,
)


def the(found: Sequence[Cell], **wanted: object) -> Cell:
    """The one cell with these fields."""
    (cell,) = [
        cell
        for cell in found
        if all(getattr(cell, key) == value for key, value in wanted.items())
    ]
    return cell


def test_a_day_without_comments_has_no_cells() -> None:
    assert cells([]) == []


def test_an_author_is_one_voice_however_much_it_writes() -> None:
    loud = [vote(n, AGAINST, author="loud") for n in range(100)]

    cell = the(national([*loud, vote(200, IN_FAVOUR, author="quiet")]))

    assert (cell.comments, cell.scored, cell.voices) == (101, 101, 2)
    assert cell.votes == pytest.approx([0.85, 0.3, 0.85])


def test_the_vote_of_a_voice_is_the_mean_of_its_comments() -> None:
    cell = the(national([vote(1, AGAINST, author="a"), vote(2, IN_FAVOUR, author="a")]))

    assert cell.votes == pytest.approx([0.425, 0.15, 0.425])


def test_a_comment_without_an_author_is_its_own_voice() -> None:
    assert the(national([vote(1, author=None), vote(2, author=None)])).voices == 2


def test_a_comment_that_is_not_scored_is_counted_without_a_vote() -> None:
    cell = the(national([vote(1, None, language="other")]))

    assert (cell.language, cell.comments, cell.scored, cell.voices) == (
        "other",
        1,
        0,
        0,
    )
    assert cell.votes == (0.0, 0.0, 0.0)


def test_a_comment_that_is_not_scored_leaves_its_voice_s_vote_alone() -> None:
    written = [vote(1, AGAINST, author="a"), vote(2, None, author="a")]

    assert the(national(written), voices=1).votes == pytest.approx(list(AGAINST))


def test_a_voice_stands_in_the_language_of_most_of_its_comments() -> None:
    written = [
        vote(1, author="a", language="uz"),
        vote(2, author="a", language="ru"),
        vote(3, author="a", language="ru"),
    ]

    cell = the(national(written))

    assert (cell.language, cell.voices, cell.scored) == ("ru", 1, 3)


@pytest.mark.parametrize("order", [["uz", "ru"], ["ru", "uz"]])
def test_between_equal_languages_the_alphabet_decides(order: list[str]) -> None:
    written = [vote(n, author="a", language=each) for n, each in enumerate(order)]

    assert the(national(written)).language == "ru"


def test_a_voice_that_joins_a_campaign_once_is_a_campaign_s_voice() -> None:
    written = [
        vote(1, author="a", campaign=True),
        vote(2, author="a"),
        vote(3, author="b"),
    ]

    found = national(written)

    assert the(found, campaign=True).scored == 2
    assert the(found, campaign=False).scored == 1


def test_a_comment_counts_for_every_reform_that_it_names_and_once_for_all() -> None:
    found = cells([vote(1, reforms=["gas", "land"]), vote(2, reforms=["gas", "gas"])])

    counted = {cell.reform: cell.voices for cell in found}

    assert counted == {EVERY_REFORM: 2, "gas": 2, "land": 1}


def test_for_a_reform_only_the_comments_about_it_make_the_vote() -> None:
    written = [
        vote(1, AGAINST, author="a", reforms=["gas"]),
        vote(2, IN_FAVOUR, author="a"),
    ]

    assert the(cells(written), reform="gas").votes == pytest.approx(list(AGAINST))


@given(DAYS)
def test_every_comment_is_counted_once_and_every_voice_once(votes: list[Vote]) -> None:
    found = national(votes)
    scored = [each for each in votes if each.p]

    assert sum(cell.comments for cell in found) == len(votes)
    assert sum(cell.scored for cell in found) == len(scored)
    assert sum(cell.voices for cell in found) == len({v.author or v.id for v in scored})


@given(DAYS)
def test_votes_sum_to_the_voices_and_outer_products_to_the_votes(
    votes: list[Vote],
) -> None:
    for cell in cells(votes):
        assert sum(cell.votes) == pytest.approx(cell.voices)
        assert [sum(row) for row in cell.outer] == pytest.approx(list(cell.votes))


@given(DAYS)
def test_a_cell_never_has_more_voices_than_scored_comments(votes: list[Vote]) -> None:
    assert all(c.voices <= c.scored <= c.comments for c in cells(votes))


@given(DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_comments_does_not_matter(
    votes: list[Vote], chance: object
) -> None:
    shuffled = sorted(votes, key=lambda _: chance.random())  # type: ignore[attr-defined]

    for one, other in zip(cells(votes), cells(shuffled), strict=True):
        assert one.voices == other.voices
        assert one.votes == pytest.approx(other.votes)


def laid(days: dict[str, list[Vote]]) -> Votes:
    """The votes of several sources in columns."""
    votes = Votes()
    for source, written in days.items():
        votes.sources.extend(source for _ in written)
        votes.voices.extend(each.author or each.id for each in written)
        votes.languages.extend(each.language for each in written)
        votes.scorers.extend(each.scorer for each in written)
        votes.posts.extend(each.post for each in written)
        votes.reforms.extend(each.reforms for each in written)
        votes.campaign.extend(each.campaign for each in written)
        votes.score(each.p for each in written)
    return votes


@given(DAYS)
def test_the_cells_are_those_that_counting_voice_by_voice_gives(
    votes: list[Vote],
) -> None:
    assert alike(cells_of("a", DAY, votes), plainly("a", votes))


@given(DAYS, DAYS)
def test_sources_counted_together_do_not_touch_each_other(
    one: list[Vote], other: list[Vote]
) -> None:
    together = cells_of_columns(DAY, laid({"b": other, "a": one}))

    assert alike(together, [*plainly("a", one), *plainly("b", other)])


def test_a_large_day_is_counted_as_a_small_one() -> None:
    chance = Random(5)
    votes = [said(chance, number) for number in range(3_000)]

    assert alike(cells_of("a", DAY, votes), plainly("a", votes))


@pytest.mark.parametrize("p", [AGAINST, None])
def test_what_a_cell_holds_is_python_s_own(p: P | None) -> None:
    """BSON refuses NumPy's numbers, and a mood is asked for in broken ones."""
    for cell in cells([vote(1, p, reforms=["gas"]), vote(2, None)]):
        numbers = cell.comments, cell.scored, cell.voices, cell.everyone
        sums = *cell.votes, *chain(*cell.outer), *chain(*(cell.by_post or ()))
        assert {type(each) for each in numbers} == {int}
        assert {type(each) for each in sums} == {float}
        assert type(cell.campaign) is bool


def said(chance: Random, number: int) -> Vote:
    """By one of a thousand authors, or by none, in any language, of any reforms."""
    against, neutral, in_favour = (chance.random() for _ in range(3))
    total = against + neutral + in_favour
    return Vote(
        id=f"c{number}",
        author=chance.choice([None, *[f"a{chance.randrange(1_000)}"] * 9]),
        language=chance.choice(["uz", "ru", "en", "other"]),
        p=chance.choice(
            [None, *[(against / total, neutral / total, in_favour / total)] * 9]
        ),
        reforms=tuple(chance.choices(["gas", "land", "tax"], k=chance.randrange(4))),
        campaign=chance.random() < 0.01,
        scorer=chance.choice(["joint-1", "joint-2", ""]),
        post=chance.choice([None, *[f"p{chance.randrange(40)}"] * 9]),
    )
