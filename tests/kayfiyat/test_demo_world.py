"""The demo world: the same each time, only ever growing, with what was planned."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.attitudes import Attitude
from domain.periods import day_of, starts_at
from kayfiyat.demo.records import DemoComment, DemoPost
from kayfiyat.demo.world import World

START = date(2025, 5, 24)
SHOWN = tuple[object, ...]


def grown(days: int, *, seed: int = 1) -> World:
    world = World(START, seed)
    world.grow(START + timedelta(days=days - 1))
    return world


@pytest.fixture(scope="module")
def world() -> World:
    return grown(548)


def said(world: World) -> list[SHOWN]:
    return [
        (c.post.channel.name, c.id, c.at, c.text, c.attitude, c.reactions)
        for c in world.comments
    ]


def posted(world: World) -> list[SHOWN]:
    posts = [post for log in world.logs.values() for post in log.posts]
    return [
        (p.channel.name, p.id, p.root, p.at, p.headline, p.body)
        for p in sorted(posts, key=lambda post: post.at)
    ]


def posts_of(world: World) -> list[DemoPost]:
    return [post for log in world.logs.values() for post in log.posts]


def test_the_same_start_and_seed_make_the_same_world() -> None:
    assert said(grown(30)) == said(grown(30))
    assert said(grown(30)) != said(grown(30, seed=2))


def test_a_later_end_only_appends() -> None:
    shorter, longer = grown(100), grown(130)

    assert said(longer)[: len(shorter.comments)] == said(shorter)
    assert posted(longer)[: len(posted(shorter))] == posted(shorter)


def test_a_world_that_grows_day_by_day_is_the_same() -> None:
    daily = World(START)
    for days in range(40):
        daily.grow(START + timedelta(days=days))

    assert said(daily) == said(grown(40))


def test_growing_to_a_past_day_changes_nothing(world: World) -> None:
    before = len(world.comments)
    world.grow(START)

    assert len(world.comments) == before


def test_nothing_later_than_now_is_visible(world: World) -> None:
    now = starts_at(START + timedelta(days=97)) + timedelta(hours=9, minutes=30)
    posts = world.posts("demo_xabar24", now)
    threads = [world.thread(post, now) for post in posts]

    assert posts
    assert all(post.at <= now for post in posts)
    assert all(comment.at <= now for thread in threads for comment in thread)
    assert any(len(post.comments) > len(world.thread(post, now)) for post in posts)


def test_numbers_rise_with_time_and_are_given_once(world: World) -> None:
    for log in world.logs.values():
        numbers = [post.id for post in log.posts]
        messages = [c.id for post in log.posts for c in post.comments]

        assert numbers == sorted(set(numbers))
        assert [p.at for p in log.posts] == sorted(p.at for p in log.posts)
        assert len(set(messages)) == len(messages)
        for post in log.posts:
            own = [comment.id for comment in post.comments]
            assert own == sorted(own)
            assert all(number > post.root for number in own)


def test_an_answer_is_later_than_what_it_answers(world: World) -> None:
    answers = [(c, c.reply_to) for c in world.comments if c.reply_to]

    assert len(answers) > 5000
    for comment, answered in answers:
        assert answered.post is comment.post
        assert answered.at <= comment.at
        assert 0 < answered.id < comment.id


def test_the_world_is_as_large_as_it_is_meant_to_be(world: World) -> None:
    posts = posts_of(world)
    authors = {c.author for c in world.comments}

    assert 2000 <= len(posts) <= 2600
    assert 40_000 <= len(world.comments) <= 52_000
    assert 3000 <= len(authors) <= 4500
    assert sum(len(post.comments) > 100 for post in posts) >= 20


def test_people_write_in_the_planned_shares(world: World) -> None:
    count = Counter(c.author.writing for c in world.comments if c.author)
    share = {writing: n / sum(count.values()) for writing, n in count.items()}

    assert share["uz-Latn"] == pytest.approx(0.45, abs=0.05)
    assert share["uz-Cyrl"] == pytest.approx(0.20, abs=0.04)
    assert share["ru"] == pytest.approx(0.28, abs=0.05)
    assert share["en"] == pytest.approx(0.05, abs=0.02)
    assert 0 < share["other"] < 0.04


def test_most_comments_come_in_the_first_hours_and_by_day(world: World) -> None:
    delays = [c.at - c.post.at for c in world.comments]
    nightly = sum((c.at.hour + 5) % 24 in range(1, 7) for c in world.comments)

    soon = sum(delay < timedelta(hours=4) for delay in delays)
    assert soon > 0.6 * len(delays)
    assert all(delay > timedelta(0) for delay in delays)
    assert nightly < 0.08 * len(world.comments)


def test_nobody_comments_in_the_blackout_while_posts_go_on(world: World) -> None:
    (outage,) = world.outages
    inside = [c for c in world.comments if outage.start_at <= c.at < outage.end_at]
    posts = [p for p in posts_of(world) if outage.start_at <= p.at < outage.end_at]

    assert outage.end_at - outage.start_at == timedelta(days=3)
    assert not inside
    assert posts


def test_some_people_write_ten_and_more_comments_on_a_day(world: World) -> None:
    count = Counter(
        (c.author.number, c.post.channel.name, day_of(c.at))
        for c in world.comments
        if c.author and not c.campaign
    )
    loud = {person for (person, _, _), n in count.items() if n >= 10}

    assert len(loud) >= 10


def test_an_edited_comment_first_shows_its_old_words(world: World) -> None:
    edited = [c for c in world.comments if c.edited_at]
    comment = edited[0]
    assert comment.edited_at

    assert len(edited) > 500
    assert comment.text_at(comment.at) == comment.text
    assert comment.text_at(comment.edited_at) == comment.later != comment.text
    assert not comment.is_edited(comment.at)


def test_channels_answer_some_comments_themselves(world: World) -> None:
    official = [c for c in world.comments if c.official]

    assert len(official) > 500
    assert all(c.reply_to for c in official)


class TestTheCampaign:
    def test_sixty_accounts_write_within_forty_hours(self, world: World) -> None:
        campaign = [c for c in world.comments if c.campaign]
        times = [c.at for c in campaign]

        assert len({c.author for c in campaign}) == 60
        assert max(times) - min(times) <= timedelta(hours=40)
        assert len({c.post.channel.name for c in campaign}) >= 4
        assert {c.attitude for c in campaign} == {Attitude.IN_FAVOUR}

    def test_the_words_are_near_identical_and_long(self, world: World) -> None:
        count = Counter(c.text for c in world.comments if c.campaign)

        assert all(len(text.split()) >= 8 for text in count)
        assert 0.5 <= count.most_common(1)[0][1] / sum(count.values()) <= 0.8

    def test_chance_makes_no_other(self, world: World) -> None:
        by_wording: dict[str, list[DemoComment]] = defaultdict(list)
        for comment in world.comments:
            words = re.findall(r"\w+", comment.text.lower())
            if len(words) >= 5 and comment.author and not comment.campaign:
                by_wording[" ".join(words)].append(comment)

        assert not [w for w, found in by_wording.items() if _is_campaign(found)]


def test_events_are_dated_and_in_order(world: World) -> None:
    dates = [event.on for event in world.events]

    assert dates == sorted(dates)
    assert {event.reform for event in world.events} == {
        course.id for course in world.plan.reforms
    }
    assert all(set(event.titles) == {"uz", "ru", "en"} for event in world.events)


def test_a_world_may_start_on_any_day() -> None:
    world = World(date(2024, 2, 29))
    world.grow(date(2024, 3, 3))
    now = datetime(2024, 3, 3, 20, tzinfo=UTC)

    assert world.last_day == date(2024, 3, 3)
    assert [p for c in world.logs for p in world.posts(c, now)]


def _is_campaign(found: list[DemoComment]) -> bool:
    """Five authors within 48 hours, with the same words."""
    return any(
        len({c.author for c in found if first.at <= c.at <= first.at + WINDOW}) >= 5
        for first in found
    )


WINDOW = timedelta(hours=48)
