"""What `kayfiyat run` says while it works."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kayfiyat.progress import (
    SEARCH_ENDS,
    Progress,
    awaited_to_hear,
    awaited_to_score,
)
from store.campaigns import Campaigns
from tests.kayfiyat.keeping.places import NOW, MongoDB

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    "heard, scored, words",
    [
        (0, 0, ("the listener starts", "as soon as some are heard")),
        (5, 0, ("", "the scorer reads its weights")),
        (5, 3, ("", "")),
    ],
)
def test_a_bar_at_nought_says_what_is_awaited(
    heard: int, scored: int, words: tuple[str, str]
) -> None:
    said = awaited_to_hear(heard), awaited_to_score(heard, scored)

    assert [one[: len(word)] for one, word in zip(said, words, strict=True)] == [*words]
    assert [bool(one) for one in said] == [bool(word) for word in words]


def test_letters_wait_for_the_search_for_campaigns_but_not_for_ever(
    database: MongoDB,
) -> None:
    progress, campaigns = Progress(database, expected=None), Campaigns(database)
    assert progress.searched(NOW)

    campaigns.todo.ask(["2026-03-09"], now=NOW)
    assert not progress.searched(NOW + SECOND)
    assert progress.searched(NOW + SEARCH_ENDS + SECOND)

    progress = Progress(database, expected=None)
    assert not progress.searched(NOW + SECOND)
    campaigns.todo.answered(campaigns.todo.asked(NOW))
    assert progress.searched(NOW + SECOND)
