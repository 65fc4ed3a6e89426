"""The one coordinated campaign: the same words from many accounts within hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from kayfiyat.demo.chance import one_of
from kayfiyat.demo.people import Person
from kayfiyat.demo.plan import Campaign
from kayfiyat.demo.records import DemoComment, DemoPost


def campaign_comments(
    rng: Random,
    campaign: Campaign,
    post: DemoPost,
    *,
    accounts: Sequence[Person],
    start_at: datetime,
) -> list[DemoComment]:
    """What the accounts told off to this post's channel write under it."""
    told_off = _told_off(campaign, post.channel.name, accounts)
    end_at = start_at + timedelta(hours=campaign.hours)
    length = (end_at - max(start_at, post.at)).total_seconds()
    return [
        DemoComment(
            post=post,
            at=end_at - timedelta(seconds=int(rng.random() * length)),
            text=_words(rng, campaign, account),
            author=account,
            attitude=campaign.attitude,
            campaign=True,
        )
        for account in told_off
    ]


def _told_off(
    campaign: Campaign, channel: str, accounts: Sequence[Person]
) -> list[Person]:
    """Each account writes in one channel, every third in a second one."""
    here, many = campaign.channels.index(channel), len(campaign.channels)
    return [
        account
        for n, account in enumerate(accounts)
        if n % many == here or (n % 3 == 0 and (n + 2) % many == here)
    ]


def _words(rng: Random, campaign: Campaign, account: Person) -> str:
    """Two in three write what they were given, the others change a little."""
    if account.number % 3:
        return campaign.words
    return campaign.words.replace(*one_of(rng, campaign.swaps))
