"""What is published and said in the demo world."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.attitudes import Attitude
from domain.comments import Reactions
from kayfiyat.demo.people import Person
from kayfiyat.demo.plan import Channel


@dataclass(slots=True, eq=False)
class DemoPost:
    """A post. ``id`` and ``root`` (its copy in the group) are 0 until numbered."""

    channel: Channel
    at: datetime
    headline: str
    body: str
    reform: str | None
    views: int
    reactions: Reactions
    album: int = 1
    id: int = 0
    root: int = 0
    comments: list[DemoComment] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class DemoComment:
    """A comment with its known true attitude.

    ``author`` is None if the channel itself speaks. ``later`` are the words that
    stand there from ``edited_at`` on.
    """

    post: DemoPost
    at: datetime
    text: str
    author: Person | None
    attitude: Attitude
    reply_to: DemoComment | None = None
    later: str | None = None
    edited_at: datetime | None = None
    campaign: bool = False
    reactions: Reactions = field(default_factory=dict)
    id: int = 0

    @property
    def official(self) -> bool:
        return self.author is None

    @property
    def reform(self) -> str | None:
        return self.post.reform

    def text_at(self, now: datetime) -> str:
        return self.later if self.later and self.is_edited(now) else self.text

    def is_edited(self, now: datetime) -> bool:
        return self.edited_at is not None and self.edited_at <= now
