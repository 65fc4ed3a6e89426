"""A world of many comments that goes on changing, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random

from tests.telegram_server.world import Chat, Said, World

WORDS = (
    *("narx", "oshdi", "yaxshi", "yomon", "rahmat", "qachon"),
    *("nega", "bugun", "chiroq", "gaz", "soliq", "maktab"),
)
ALL = ("joined", "polled", "closed")
HISTORY = timedelta(days=20)
RECENT = {
    "joined": timedelta(days=5),
    "polled": timedelta(days=5),
    "closed": timedelta(days=5),
}
"""What is changed or deleted is not older: by then it is seldom read again."""


class LivingWorld:
    """Three channels: one joined, one not, one whose group cannot be read.

    Or those of them that are named.
    """

    def __init__(self, comments: int, seed: int, names: Iterable[str] = ALL) -> None:
        self.world = World(seed=seed)
        self._chance = Random(seed)
        self.channels: dict[str, Chat] = {
            name: self.world.channel(
                name, joined=name == "joined", public_group=name != "closed"
            )
            for name in names
        }
        self._recent: dict[str, list[Said]] = {name: [] for name in self.channels}
        self._posts: dict[str, list[Said]] = {name: [] for name in self.channels}
        self._fill(comments)

    def texts(self) -> dict[str, dict[str, str]]:
        return {name: self.world.texts(c) for name, c in self.channels.items()}

    def change(self) -> None:
        """One thing more happens."""
        name = self._chance.choice(list(self.channels))
        kind = self._chance.random()
        recent = self._recent[name]
        if kind < 0.04:
            self._post(name, None)
        elif kind < 0.09:
            self.world.chatter(self.channels[name], self._words())
        elif kind < 0.22 and recent:
            self.world.edit(self._chance.choice(recent), self._words())
        elif kind < 0.30 and recent:
            gone = recent.pop(self._chance.randrange(len(recent)))
            self.world.delete(gone)
        else:
            self._comment(name, None)

    def _fill(self, comments: int) -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        each = -(-comments // len(self.channels))
        for name in self.channels:
            for n in range(each):
                at = now - HISTORY * (1 - n / each)
                if n % 40 == 0:
                    self._post(name, at)
                self._comment(name, at)

    def _post(self, name: str, at: datetime | None) -> None:
        album = 3 if self._chance.random() < 0.2 else 1
        post = self.world.post(self.channels[name], self._words(), at=at, album=album)
        self._posts[name].append(post)

    def say(self, name: str) -> Said:
        """A comment, now."""
        return self._comment(name, None)

    def _comment(self, name: str, at: datetime | None) -> Said:
        post = self._chance.choice(self._posts[name][-5:])
        answered = None
        if post.comments and self._chance.random() < 0.3:
            group = self.channels[name].linked
            assert group is not None
            answered = group.said.get(self._chance.choice(post.comments))
        comment = self.world.comment(
            post,
            self._words(),
            author=self._chance.randint(1, 5_000),
            reply_to=answered,
            at=at,
        )
        if datetime.now(UTC) - comment.at < RECENT[name]:
            self._recent[name].append(comment)
        return comment

    def _words(self) -> str:
        return " ".join(self._chance.choices(WORDS, k=6))
