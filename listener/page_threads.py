"""Read what stands on the page of one post: its words and its comments."""

from __future__ import annotations

from domain.comments import FoundComment, FoundPost
from domain.pages import CommentsAt
from listener.fetching import Fetcher
from listener.page_turn import Thread, Turn
from listener.pages.reading import comments_in, next_in
from listener.pages.whole import Body, body_of, post_page
from listener.tme_common import Aside
from store.arrivals import Arrivals

Comments = dict[str, FoundComment]


class Threads:
    """Reads posts' own pages for all sources."""

    def __init__(self, arrivals: Arrivals, fetcher: Fetcher) -> None:
        self._arrivals = arrivals
        self._fetcher = fetcher

    async def read(self, turn: Turn, post: FoundPost, *, save: bool) -> None:
        """Take in a post's own page. ``save``: the post itself too."""
        answer = await turn.get(self._fetcher, post.url or "")
        if not answer.found:
            gone = Aside(answer.url, f"no such page (HTTP {answer.status})")
            await turn.harvest.set_aside([gone])
            turn.note(Thread(post.id, post.comment_total))
            return
        body = body_of(answer.body, answer.content_type)
        whole, comments = post_page(body, turn.page, post, turn.reading)
        if save:
            await turn.harvest.save_posts([whole])
        if turn.page.comments:
            await self._thread(turn, turn.page.comments, whole, body, comments)
        else:
            turn.note(Thread(post.id, post.comment_total))

    async def _thread(
        self,
        turn: Turn,
        at: CommentsAt,
        post: FoundPost,
        body: Body,
        first: list[FoundComment],
    ) -> None:
        stored = await self._arrivals.thread(post.id)
        read: Comments = {one.id: one for one in first}
        whole = await self._onward(turn, at, post, body, read)
        await turn.harvest.add(read.values())
        turn.seen.before += len(stored)
        turn.seen.now += len(read)
        gone = stored - read.keys() if whole else set()
        thread = Thread(post.id, post.comment_total, gone)
        if not read and (stored or post.comment_total):
            turn.seen.held_back.append(thread)
        else:
            turn.note(thread)

    async def _onward(
        self, turn: Turn, at: CommentsAt, post: FoundPost, body: Body, read: Comments
    ) -> bool:
        """Read the pages of comments after the first; whether that was all.

        Pages that are counted end with an empty one; no link leads to such a one.
        """
        form = at.form or turn.page.form
        upcoming: str | None = _filled(at.url, post)
        if not at.url:
            upcoming = next_in(body.as_form(form), at.next, post.url or "")
        for number in range(1, at.pages + 1):
            if upcoming is None:
                return True
            url = upcoming.replace("{page}", str(number))
            answer = await turn.get(self._fetcher, url)
            if not answer.found:
                return answer.status == 404 and number > 1
            node = body_of(answer.body, answer.content_type).as_form(form)
            found = comments_in(node, at, post.id, turn.reading)
            new = {one.id: one for one in found if one.id not in read}
            read.update(new)
            if not new:  # pages may repeat what was there
                return bool(found) or not read or "{page}" in upcoming
            if "{page}" not in upcoming:
                upcoming = next_in(node, at.next, answer.url)
        return False


def _filled(url: str, post: FoundPost) -> str:
    own = post.id.rpartition(":")[2]
    return url.replace("{id}", own).replace("{link}", post.url or "")
