"""Retrieves described pages: the `page` kind. A list of posts, then their pages."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta

from domain.comments import FoundPost
from domain.coverage import Ledger
from domain.listening_settings import ListenerSettings
from domain.sources import Source
from listener.deciding import due
from listener.fetching import Fetcher
from listener.harvest import Harvest
from listener.overlap import known_then, seen_since
from listener.page_threads import Threads
from listener.page_turn import Turn, changed, missing
from listener.pages.presets import described
from listener.pages.reading import next_in, page_as_post
from listener.pages.whole import body_of, reading_of
from listener.patience import Visits
from listener.retrieving import Reached, first_seen
from listener.rounds import Round, Rounds
from store.arrivals import Arrivals
from store.kept_posts import KeptPost

Stored = Mapping[str, KeptPost]


class Pages:
    """A ``Retriever``; what is shared by the passes over all pages."""

    def __init__(
        self,
        settings: ListenerSettings,
        arrivals: Arrivals,
        fetcher: Fetcher,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._refresh = timedelta(days=settings.refresh_days)
        self._arrivals = arrivals
        self._fetcher = fetcher
        self._threads = Threads(arrivals, fetcher)
        self._clock = clock
        self._rounds = Rounds()
        self._failures: Counter[str] = Counter()

    async def retrieve(
        self,
        source: Source,
        ledger: Ledger,
        harvest: Harvest,
        *,
        sweep: bool,
        until: datetime | None,
    ) -> Reached:
        page, now = described(source), self._clock()
        reading = reading_of(page, source.name, source.url, now)
        turn = Turn(source, page, reading, harvest)
        one = self._rounds.of(source.id, now, sweep=sweep)
        posts = await self._posts(turn, sweep=one.sweep and not one.is_listed)
        stored = await self._arrivals.kept_posts(post.id for post in posts)
        posts = [_timed(post, stored, now) for post in posts]
        if not one.is_listed:
            one.since = await self._seen_since(turn, ledger, posts)
            one.is_listed = True
        if turn.is_list:
            await harvest.save_posts(_to_save(turn, posts, stored))
        more = await self._visit(turn, posts, stored, one, until)
        turn.settle()
        await harvest.flush()
        self._rounds.note(source.id, one, more=more)
        if more:
            return Reached(None, more=True)
        return Reached(one.since, seen_until=one.began)

    def wakes(self, source: Source) -> Sequence[asyncio.Event]:  # noqa: ARG002
        """None: nobody tells us."""
        return ()

    async def _posts(self, turn: Turn, *, sweep: bool) -> list[FoundPost]:
        """The list's posts; page after page, until one holds something known."""
        if not turn.is_list:
            return [page_as_post(turn.reading)]
        since = turn.source.since_at
        found: dict[str, FoundPost] = {}
        async with aclosing(self._list(turn)) as pages:
            async for posts in pages:
                new = {one.id: one for one in posts if one.id not in found}
                known = await self._arrivals.kept_posts(new)
                found |= new
                old = since and any(one.at < since for one in posts)
                if not new or old or (known and not sweep):
                    break
        if not found:
            had = await self._arrivals.has_posts(turn.source.id)
            what = "a page that had posts shows none" if had else "no posts found"
            raise changed(turn.source.url, what)
        return [one for one in found.values() if since is None or one.at >= since]

    async def _list(self, turn: Turn) -> AsyncGenerator[Sequence[FoundPost], None]:
        url = turn.source.url
        for number in range(1, turn.page.pages + 1):
            answer = await turn.get(self._fetcher, url.replace("{page}", str(number)))
            if not answer.found and number > 1:
                return
            if not answer.found:
                raise missing(answer)
            body = body_of(answer.body, answer.content_type)
            yield turn.listed(body, answer.url)
            if "{page}" not in url:
                node = body.as_form(turn.page.form)
                following = next_in(node, turn.page.next, answer.url)
                if following is None:
                    return
                url = following

    async def _seen_since(
        self, turn: Turn, ledger: Ledger, posts: Sequence[FoundPost]
    ) -> datetime | None:
        """Since when it will have been seen; asked before the posts are stored."""
        if not turn.is_list:
            return first_seen(ledger) or turn.reading.now
        overlaps = await known_then(self._arrivals, ledger, (post.id for post in posts))
        times = [post.at for post in posts]
        return seen_since(turn.source, ledger, times, overlaps=overlaps)

    async def _visit(
        self,
        turn: Turn,
        posts: Sequence[FoundPost],
        stored: Stored,
        one: Round,
        until: datetime | None,
    ) -> bool:
        """Read the pages of the posts that are due; True if some have to wait."""
        if not (turn.page.article or turn.page.comments):
            return False
        here = {post.id for post in posts}
        listed = [*posts, *(post for post in one.left if post.id not in here)]
        ids = {post.id for post in listed}
        due_now = [post for post in listed if self._is_due(turn, post, stored)]
        due_now += await self._older(turn, ids)
        left = [post for post in due_now if post.url and post.id not in one.visited]
        visits = self._visits(turn, one)
        for post in visits.in_order(left):
            if visits.begun and until is not None and self._clock() >= until:
                one.left = [each for each in left if each.id in ids - one.visited]
                break
            async with visits.to(post.id, post.url or ""):
                await self._threads.read(turn, post, save=post.id in ids)
            one.visited.add(post.id)
            await turn.harvest.flush_some()
        else:
            one.left = []
        visits.check()
        return bool(one.left)

    def _visits(self, turn: Turn, one: Round) -> Visits:
        """Of a list; a page that is itself the post is never passed over."""
        if turn.is_list:
            return Visits(self._failures, turn.harvest, again=one.sweep)
        return Visits(Counter(), turn.harvest, again=True, many=1)

    async def _older(self, turn: Turn, listed: set[str]) -> list[FoundPost]:
        """Posts that left the list, but are young enough to be commented on."""
        if turn.page.comments is None:
            return []
        now = turn.reading.now
        kept = await self._arrivals.posts_since(turn.source.id, now - self._refresh)
        return [
            FoundPost(one.id, one.at, "", comment_total=one.comment_total, url=one.url)
            for one in kept
            if one.id not in listed and due(one.at, one.read_at, now)
        ]

    def _is_due(self, turn: Turn, post: FoundPost, stored: Stored) -> bool:
        kept, now = stored.get(post.id), turn.reading.now
        if kept is None or kept.read_at is None:
            return True
        if turn.page.comments is None:
            return False
        if post.comment_total is not None:
            return kept.read_total != post.comment_total
        if not turn.is_list:
            return due(kept.at, kept.read_at, now)
        return kept.at >= now - self._refresh and due(kept.at, kept.read_at, now)


def _timed(post: FoundPost, stored: Stored, now: datetime) -> FoundPost:
    """A post that says no time keeps the one at which it was first found."""
    kept = stored.get(post.id)
    return replace(post, at=kept.at) if kept and post.at == now else post


def _to_save(turn: Turn, posts: Iterable[FoundPost], stored: Stored) -> list[FoundPost]:
    """A list has but the beginning of what a post's own page has."""
    return [post for post in posts if not (turn.page.article and post.id in stored)]
