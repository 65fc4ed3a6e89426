"""What is said under one post."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from domain.attitudes import Attitude
from kayfiyat.demo.chance import Weighted, count, one_of
from kayfiyat.demo.courses import attitude_from
from kayfiyat.demo.cyrillic import cyrillic
from kayfiyat.demo.people import Person, Population
from kayfiyat.demo.phrases import load_foreign, load_phrases
from kayfiyat.demo.plan import Channel, Course, Plan
from kayfiyat.demo.records import DemoComment, DemoPost
from kayfiyat.demo.rhythm import delay
from kayfiyat.demo.speech import Memory, Turn, comment_text

MOST = 420  # comments under one post


class ThreadWriter:
    """Lets the public speak under posts, one after another."""

    def __init__(self, plan: Plan, population: Population, memory: Memory) -> None:
        self._plan, self._population, self._memory = plan, population, memory
        self._writings = {
            name: Weighted(shares) for name, shares in plan.publics.items()
        }

    def thread(
        self, rng: Random, post: DemoPost, course: Course, *, mood: float, stir: float
    ) -> list[DemoComment]:
        """The comments under ``post``, oldest first, with the channel's answers."""
        mean = post.channel.comments * stir * rng.lognormvariate(-0.32, 0.8)
        authors = self._authors(rng, post, min(count(rng, mean), MOST))
        said = self.spoken(rng, post, course, authors, mood=mood)
        answers = [a for one in said if (a := self._answer(rng, one))]
        return sorted(said + answers, key=_when)

    def spoken(
        self,
        rng: Random,
        post: DemoPost,
        course: Course,
        authors: list[Person],
        *,
        mood: float,
    ) -> list[DemoComment]:
        """What the authors say, in the order in which they come."""
        times = sorted(post.at + delay(rng, post.at) for _ in authors)
        said: list[DemoComment] = []
        for author, at in zip(authors, times, strict=True):
            tends = mood + author.leaning
            attitude = attitude_from(rng.random(), tends, course.undecided)
            replies = said and rng.random() < self._plan.replies
            answered = one_of(rng, said) if replies else None
            turn = Turn(
                author, course.id, attitude, answered.attitude if answered else None
            )
            comment = self._comment(rng, post, turn, at=at)
            comment.reply_to = answered
            said.append(comment)
        return said

    def _authors(self, rng: Random, post: DemoPost, number: int) -> list[Person]:
        writings = self._writings[post.channel.writing].draw(rng, number)
        publics, name = self._population.publics, post.channel.name
        return [publics[name, writing].one(rng) for writing in writings]

    def _comment(
        self, rng: Random, post: DemoPost, turn: Turn, *, at: datetime
    ) -> DemoComment:
        comment = DemoComment(
            post=post,
            at=at,
            text=comment_text(rng, turn, self._memory),
            author=turn.person,
            attitude=turn.attitude,
        )
        if rng.random() < self._plan.edited:
            _edit(rng, comment)
        if rng.random() < 0.2:
            signs = load_foreign().emoji[
                one_of(rng, (turn.attitude, Attitude.IN_FAVOUR))
            ]
            comment.reactions = {one_of(rng, signs): 1 + int(rng.expovariate(0.3))}
        return comment

    def _answer(self, rng: Random, comment: DemoComment) -> DemoComment | None:
        """What the channel answers, if it does: mostly to those who ask."""
        asks = 2.5 if comment.attitude is Attitude.NEUTRAL else 0.5
        if rng.random() >= self._plan.official_answers * asks:
            return None
        return DemoComment(
            post=comment.post,
            at=comment.at + timedelta(minutes=rng.randint(8, 300)),
            text=_official_words(rng, comment.post.channel),
            author=None,
            attitude=Attitude.NEUTRAL,
            reply_to=comment,
        )


def _official_words(rng: Random, channel: Channel) -> str:
    text = load_phrases(channel.language).answer(rng)
    return cyrillic(text) if channel.writing == "uz-Cyrl" else text


def _edit(rng: Random, comment: DemoComment) -> None:
    comment.edited_at = comment.at + timedelta(seconds=rng.randint(20, 1500))
    comment.later = comment.text.rstrip(".") + one_of(rng, ("!", "!!", " 🙏", "..."))


def _when(comment: DemoComment) -> datetime:
    return comment.at
