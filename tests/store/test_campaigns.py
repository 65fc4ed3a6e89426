"""The campaigns' door, on a real MongoDB."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.campaigns import AUTHORS, WITHIN, Campaign, Use
from domain.comments import Comment
from domain.periods import Period
from store.arrivals import Arrivals, Saved
from store.campaigns import Campaigns
from store.retention import forget_text
from store.scoring import Scoring
from tests.store.examples import DAY, NOON, SOURCE, comment, scored

Arrive = Callable[[Callable[[Arrivals], Awaitable[Saved]]], Saved]
MongoDB = Database[dict[str, Any]]
PRINT = bytes(range(128))
TODAY = Period(DAY, DAY)
FROM, TO = NOON - WITHIN, NOON + WITHIN
TEXT = "Tariff oshgani juda to'g'ri bo'ldi"


@pytest.fixture
def campaigns(database: MongoDB) -> Campaigns:
    return Campaigns(database)


@pytest.fixture
def say(database: MongoDB, arrive: Arrive) -> Callable[..., list[Use]]:
    """Let comments arrive and be scored; they come back as uses."""

    def said(*comments: Comment, print_: bytes | None = PRINT) -> list[Use]:
        arrive(lambda arrivals: arrivals.save_comments(comments, now=NOON))
        scoring = Scoring(database)
        prints = {each.id: print_ for each in comments} if print_ else {}
        found = scored(scoring.pending(), wordings=prints)
        scoring.save(found, scorer="joint-1.0", now=NOON)
        scoring.fresh(scoring.stale())
        return [_use(each, print_) for each in comments]

    return said


@pytest.fixture
def campaign(
    campaigns: Campaigns, say: Callable[..., list[Use]]
) -> Callable[..., list[Use]]:
    """Let comments be said that are known to be of one campaign."""

    def known(*comments: Comment, name: str = "first") -> list[Use]:
        uses = say(*comments)
        mark(campaigns, uses, name)
        return uses

    return known


def mark(campaigns: Campaigns, uses: Sequence[Use], name: str | None) -> None:
    campaigns.mark(dict.fromkeys(uses, name), stale=[])
    named = [name] if name else []
    campaigns.sum_up(named, start_at=FROM, end_at=TO)


def texts(*said: str) -> list[Comment]:
    return [comment(n, text=text) for n, text in enumerate(said)]


def test_a_use_is_what_a_comment_of_the_public_said(
    campaigns: Campaigns, say: Callable[..., list[Use]]
) -> None:
    (use,) = say(comment(1))
    say(comment(2, official=True))
    say(comment(3), print_=None)
    say(comment(4, at=TO), comment(5, at=FROM - timedelta(seconds=1)))

    assert campaigns.uses(FROM, TO) == [use]


def test_a_comment_of_a_campaign_that_has_too_few_words_now_is_told_too(
    campaigns: Campaigns, campaign: Callable[..., list[Use]], database: MongoDB
) -> None:
    (use,) = campaign(comment(1))
    database.comments.update_one({}, {"$unset": {"attitude.wording": ""}})

    (left,) = campaigns.uses(FROM, TO)

    assert left == use._replace(wording=None, campaign="first")


def test_marks_are_set_and_taken_back_and_their_days_stale(
    campaigns: Campaigns, say: Callable[..., list[Use]], database: MongoDB
) -> None:
    one, other = say(comment(1), comment(2))
    stale = {(SOURCE, DAY.isoformat())}

    for _ in range(2):
        campaigns.mark({one: "first", other: "first"}, stale=stale)
    campaigns.mark({other: None}, stale=[])

    marked = {c["_id"]: c.get("campaign") for c in database.comments.find()}
    assert marked == {one.comment: "first", other.comment: None}
    assert [each.day for each in Scoring(database).stale()] == [DAY]


def test_a_campaign_has_its_time_sources_authors_comments_and_words(
    campaigns: Campaigns, campaign: Callable[..., list[Use]]
) -> None:
    said = [comment(n, text=TEXT) for n in range(AUTHORS)]
    again = comment(50, text=TEXT, author="author-0", source="feed:gov")
    nobody = comment(51, text=TEXT, author=None)

    campaign(*said, again, nobody)

    assert campaigns.select(TODAY) == [
        Campaign(
            id="first",
            first_at=comment(0).at,
            last_at=nobody.at,
            sources=("feed:gov", SOURCE),
            authors=AUTHORS,
            comments=AUTHORS + 2,
            words=TEXT,
        )
    ]


def test_words_that_few_wrote_are_not_shown(
    campaigns: Campaigns, campaign: Callable[..., list[Use]]
) -> None:
    campaign(*texts("Ali aka tariff oshdi", *(f"tariff oshdi {n}" for n in range(6))))

    assert campaigns.select(TODAY)[0].words == "… tariff oshdi"
    assert campaigns.select(TODAY, k=7)[0].words == "… tariff oshdi"


def test_a_campaign_of_fewer_than_k_authors_is_not_shown(
    campaigns: Campaigns, campaign: Callable[..., list[Use]]
) -> None:
    campaign(*texts(*[TEXT] * (AUTHORS + 1)))
    campaign(*(comment(n, text=TEXT) for n in range(50, 53)), name="second")

    assert [each.id for each in campaigns.select(TODAY, k=1)] == ["first"]
    assert campaigns.select(TODAY, k=AUTHORS + 2) == []


def test_campaigns_are_selected_by_period_and_source(
    campaigns: Campaigns, campaign: Callable[..., list[Use]]
) -> None:
    campaign(*texts(*[TEXT] * AUTHORS))
    after = DAY + timedelta(days=1)

    assert campaigns.select(Period(after, after)) == []
    assert len(campaigns.select(TODAY, sources=[SOURCE])) == 1
    assert campaigns.select(TODAY, sources=["feed:gov"]) == []


def test_erased_comments_leave_the_sums_and_the_last_takes_the_campaign_along(
    campaigns: Campaigns, campaign: Callable[..., list[Use]], database: MongoDB
) -> None:
    campaign(*texts(*[TEXT] * (AUTHORS + 1)))
    database.comments.delete_one({"_id": comment(0).id})
    campaigns.sum_up([], start_at=FROM, end_at=TO)

    assert [each.authors for each in campaigns.select(TODAY)] == [AUTHORS]

    database.comments.delete_many({})
    campaigns.sum_up([], start_at=FROM, end_at=TO)
    assert database.campaigns.count_documents({}) == 0


def test_a_campaign_s_words_expire_with_those_of_its_comments(
    campaigns: Campaigns, campaign: Callable[..., list[Use]], database: MongoDB
) -> None:
    campaign(*texts(*[TEXT] * AUTHORS))

    forget_text(database, before=NOON + timedelta(days=1), quiet_since=NOON)
    campaigns.sum_up([], start_at=FROM, end_at=TO)

    (found,) = campaigns.select(TODAY)
    assert (found.words, found.authors) == (None, AUTHORS)
    assert campaigns.uses(FROM, TO) == []


def test_nothing_to_note_is_no_error(campaigns: Campaigns) -> None:
    campaigns.mark({}, stale=[])
    campaigns.sum_up([], start_at=FROM, end_at=TO)

    assert campaigns.select(TODAY) == []


def _use(said: Comment, print_: bytes | None) -> Use:
    at: datetime = said.at
    return Use(said.id, said.source, DAY.isoformat(), said.author, at, print_)
