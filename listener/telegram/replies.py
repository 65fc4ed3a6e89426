"""Comments post by post, where the group's history cannot be read or costs more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta

from domain.comments import FoundComment
from domain.coverage import Reason
from domain.errors import SourceError
from domain.sources import Chat, Source
from listener.deciding import due
from listener.harvest import Harvest
from listener.patience import TRIES
from listener.telegram.messages import found_comment
from listener.telegram.pages import Message, Pages
from listener.tme_common import Aside
from store.arrivals import Arrivals
from store.kept_posts import KeptPost

_AN_HOUR = timedelta(hours=1)


class Replies:
    """Reads the threads under posts of one channel.

    ``failures`` counts, from pass to pass, how often a thread was refused.
    """

    def __init__(  # noqa: PLR0913
        self,
        source: Source,
        channel: Chat,
        pages: Pages,
        harvest: Harvest,
        arrivals: Arrivals,
        *,
        failures: Counter[str],
    ) -> None:
        self._source = source
        self._channel = channel.id
        self._pages = pages
        self._harvest = harvest
        self._arrivals = arrivals
        self._failures = failures

    async def read(
        self, posts: Sequence[KeptPost], now: datetime, late: Callable[[], bool]
    ) -> list[KeptPost]:
        """Read the threads of ``posts``; those that are left for the next pass.

        A thread that Telegram does not show is set aside; the others go on.
        """
        left: list[KeptPost] = []
        for number, post in enumerate(posts, 1):
            try:
                await self._thread(post, now)
            except SourceError as error:
                if not await self._given_up(post, now, error):
                    left.append(post)
            await self._harvest.flush_some()
            if late():
                left += posts[number:]
                break
        await self._harvest.flush()
        return left

    async def _given_up(
        self, post: KeptPost, now: datetime, error: SourceError
    ) -> bool:
        """Set a refused thread aside; whether it is as good as read by now."""
        if error.reason is not Reason.CHANGED_FORMAT:
            raise error
        await self._harvest.set_aside([Aside(post.id, str(error))])
        self._failures[post.id] += 1
        if self._failures[post.id] < TRIES:
            return False
        self._harvest.thread_read(post.id, now, post.comment_total)
        return True

    async def _thread(self, post: KeptPost, now: datetime) -> None:
        # Also of the first reading: one before it may have been broken off.
        stored = await self._arrivals.thread(post.id)
        read: set[str] = set()
        pages = self._pages.replies(int(post.id.rpartition(":")[2]))
        async with aclosing(pages):
            async for page in pages:
                found = [self._comment(message, post) for message in page.messages]
                comments = [comment for comment in found if comment]
                read |= {comment.id for comment in comments}
                await self._harvest.add(self._wanted(comments))
        self._harvest.note_gone(stored - read)
        self._failures.pop(post.id, None)
        self._harvest.thread_read(post.id, now, post.comment_total)

    def _wanted(self, comments: Sequence[FoundComment]) -> list[FoundComment]:
        since = self._source.since_at
        return [one for one in comments if since is None or one.at >= since]

    def _comment(self, message: Message, post: KeptPost) -> FoundComment | None:
        return found_comment(
            message,
            group=message.peer_id.channel_id,
            channel=self._channel,
            post=post.id,
        )


def never_read(posts: Sequence[KeptPost]) -> list[KeptPost]:
    """The posts with comments of which none was asked for yet, newest first."""
    return [post for post in posts if post.comment_total and post.read_at is None]


def to_read(
    posts: Sequence[KeptPost], now: datetime, fresh: datetime, swept_at: datetime
) -> list[KeptPost]:
    """The posts whose comments should be read: new, grown, or due for a look.

    Those younger than ``fresh`` are due, too, if nobody looked since ``swept_at``.
    """
    return [
        post
        for post in posts
        if post.comment_total is not None
        and (
            has_grown(post)
            or (post.read_at and post.at >= fresh and due_again(post, now, swept_at))
        )
    ]


def has_grown(post: KeptPost) -> bool:
    """Whether there are comments that were not there when its thread was read."""
    if post.read_at is None:
        return bool(post.comment_total)
    return post.comment_total != post.read_total


def unheard_since(left: Iterable[KeptPost]) -> datetime | None:
    """Since when comments may be missing under posts that were not read yet."""
    grown = (post.read_at or post.at for post in left if has_grown(post))
    return min(grown, default=None)


def due_again(post: KeptPost, now: datetime, swept_at: datetime) -> bool:
    """An unchanged total may hide an edit: after an eighth of the post's age."""
    if post.read_at is None or post.read_at < swept_at:
        return True
    return now - post.read_at >= _AN_HOUR and due(post.at, post.read_at, now)
