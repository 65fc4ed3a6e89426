"""A source that we follow, and the cursor that says where to resume in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.pages import PageAt


class Kind(StrEnum):
    """What kind of source; each has one retriever."""

    TELEGRAM = "telegram"
    TELEGRAM_WEB = "telegram_web"
    FEED = "feed"
    PAGE = "page"
    YOUTUBE = "youtube"
    FILE = "file"  # imported by hand; never listened to


@dataclass(frozen=True, slots=True)
class Source:
    """A channel or page. ``id`` is ``<kind>:<name>`` and never changes."""

    kind: Kind
    name: str
    url: str = ""
    institution: str = ""
    official: bool = False
    language: str | None = None
    since_at: datetime | None = None
    page: PageAt | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.name}"


class Stream(StrEnum):
    """What is read apart from each other in one source, each with its cursor."""

    POSTS = "posts"
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class Chat:
    """A channel or group, by the id and the access hash that our account has."""

    id: int
    access_hash: int


@dataclass(frozen=True, slots=True)
class Chats:
    """A source's channel, and the group that holds its comments, if there is one."""

    channel: Chat
    group: Chat | None = None


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of the posts of some days: what the server says they have, what is stored.

    ``short`` names some of the posts of which less is stored.
    """

    posts: int
    server: int
    stored: int
    short: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, totals: Mapping[str, int], stored: Mapping[str, int], *, named: int = 0
    ) -> Completeness:
        """From what the server says and what is stored, by post.

        More than the server says of one post does not make up for another.
        """
        have = {post: min(stored.get(post, 0), total) for post, total in totals.items()}
        short = sorted(post for post, total in totals.items() if have[post] < total)
        server, kept = sum(totals.values()), sum(have.values())
        return cls(len(totals), server, kept, tuple(short[:named]))

    @property
    def share(self) -> float:
        return self.stored / self.server if self.server else 1.0


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a stream holds from ``oldest`` to ``newest`` is stored.

    Where comments are read with their posts, one stream is all there is.
    ``complete`` says that nothing older is wanted: the beginning of the channel
    or the source's ``since_at`` was reached. Numbers are the source's own.
    """

    newest: int
    oldest: int
    complete: bool = False
