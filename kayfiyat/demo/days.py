"""One day of one channel: its posts and all that will be said under them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from domain.periods import starts_at
from kayfiyat.demo.campaign import campaign_comments
from kayfiyat.demo.chance import Weighted, chance, count, one_of
from kayfiyat.demo.courses import date_of, event_on, mood_at, stir_at
from kayfiyat.demo.cyrillic import cyrillic
from kayfiyat.demo.people import populate
from kayfiyat.demo.phrases import load_phrases
from kayfiyat.demo.plan import Channel, Course, Event, Plan
from kayfiyat.demo.records import DemoPost
from kayfiyat.demo.rhythm import WEEKDAYS, announcing_time, posting_time
from kayfiyat.demo.speech import Memory
from kayfiyat.demo.threads import ThreadWriter

IDLE = 0.06  # posts on nothing, without a discussion
LOUD_DAYS = 0.06
REACTIONS = ("👍", "🔥", "👎")


class DayMaker:
    """Makes the days of a world, in their order."""

    def __init__(self, plan: Plan, start: date, seed: int) -> None:
        self._plan, self._start, self._seed = plan, start, seed
        self._population = populate(plan, seed)
        self._memory = Memory()
        self._threads = ThreadWriter(plan, self._population, self._memory)
        self._courses = {course.id: course for course in plan.reforms}

    def next_day(self, day: int) -> list[DemoPost]:
        """The posts of all channels on the ``day``-th day, with their threads."""
        self._memory.next_day()
        posts = [
            post for channel in self._plan.channels for post in self._of(channel, day)
        ]
        return sorted(posts, key=lambda post: post.at)

    def _of(self, channel: Channel, day: int) -> list[DemoPost]:
        rng = chance(self._seed, channel.name, day)
        posts = self._announced(rng, channel, day) + self._usual(rng, channel, day)
        for post in posts:
            if post.reform:
                self._discuss(rng, post, day)
        self._let_the_loud_speak(rng, channel, posts, day)
        return posts

    def _announced(self, rng: Random, channel: Channel, day: int) -> list[DemoPost]:
        found = ((c, event_on(c, day)) for c in self._plan.reforms)
        return [
            self._post(rng, channel, day, course=course, event=event)
            for course, event in found
            if event and course.id in channel.reforms
        ]

    def _usual(self, rng: Random, channel: Channel, day: int) -> list[DemoPost]:
        stirs = {r: stir_at(self._courses[r], day) for r in channel.reforms}
        weights = Weighted({r: w * stirs[r] for r, w in channel.reforms.items()})
        busy = 1 + 0.25 * (max(stirs.values()) - 1)
        weekday = WEEKDAYS[date_of(self._start, day).weekday()]
        posts: list[DemoPost] = []
        for _ in range(count(rng, channel.posts * weekday * busy)):
            idle = rng.random() < IDLE
            course = None if idle else self._courses[weights.one(rng)]
            posts.append(self._post(rng, channel, day, course=course))
        return posts

    def _post(
        self,
        rng: Random,
        channel: Channel,
        day: int,
        *,
        course: Course | None,
        event: Event | None = None,
    ) -> DemoPost:
        on = date_of(self._start, day)
        headline, body = _words(rng, channel, course, event)
        views = int(channel.followers * rng.lognormvariate(-1.2, 0.35))
        return DemoPost(
            channel=channel,
            at=(announcing_time if event else posting_time)(rng, on),
            headline=headline,
            body=body,
            reform=course.id if course else None,
            views=views,
            reactions={
                s: views // rng.randint(200, 2500) + 1 for s in ("👍", "🔥", "👎")
            },
            album=rng.randint(2, 4) if rng.random() < 0.08 else 1,
        )

    def _discuss(self, rng: Random, post: DemoPost, day: int) -> None:
        course = self._courses[post.reform or ""]
        mood = mood_at(course, day, date_of(self._start, day))
        stir = stir_at(course, day)
        post.comments = self._threads.thread(rng, post, course, mood=mood, stir=stir)
        campaign = self._plan.campaign
        if day == campaign.day and post.headline == self._campaigned(post.channel):
            post.comments += campaign_comments(
                rng,
                campaign,
                post,
                accounts=self._population.campaigners,
                start_at=starts_at(date_of(self._start, day))
                + timedelta(hours=campaign.hour),
            )

    def _campaigned(self, channel: Channel) -> str | None:
        """The headline under which the campaign writes in this channel."""
        campaign = self._plan.campaign
        event = event_on(self._courses[campaign.reform], campaign.day)
        if not event or channel.name not in campaign.channels:
            return None
        return _headline(channel, event)

    def _let_the_loud_speak(
        self, rng: Random, channel: Channel, posts: list[DemoPost], day: int
    ) -> None:
        open_posts = [post for post in posts if post.reform]
        for person in self._population.loud[channel.name]:
            if rng.random() >= LOUD_DAYS * len(open_posts):
                continue
            post = one_of(rng, open_posts)
            course = self._courses[post.reform or ""]
            mood = mood_at(course, day, date_of(self._start, day))
            many = [person] * rng.randint(10, 17)
            post.comments += self._threads.spoken(rng, post, course, many, mood=mood)


def _words(
    rng: Random, channel: Channel, course: Course | None, event: Event | None
) -> tuple[str, str]:
    phrases = load_phrases(channel.language)
    if course is None:
        return _as_written(channel, one_of(rng, phrases.idle)), ""
    headline = phrases.headline(rng, course.id)
    line = _as_written(channel, phrases.line(rng))
    if event:
        return _headline(channel, event), f"{_as_written(channel, headline)}\n{line}"
    return _as_written(channel, headline), line


def _headline(channel: Channel, event: Event) -> str:
    return _as_written(channel, getattr(event, channel.language))


def _as_written(channel: Channel, text: str) -> str:
    return cyrillic(text) if channel.writing == "uz-Cyrl" else text
