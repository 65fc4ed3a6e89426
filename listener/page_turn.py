"""One pass over a described page: what stays the same, what was seen of comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.comments import FoundPost
from domain.coverage import Reason
from domain.errors import SourceError
from domain.pages import Form, PageAt
from domain.sources import Source
from listener.answers import Page
from listener.fetching import Fetcher
from listener.harvest import Harvest
from listener.pages.reading import Reading, posts_in
from listener.pages.whole import Body
from listener.sitemaps import sitemap_posts

FEW = 3
"""So many comments may all have been deleted; if more are gone at once, the page's
format has changed."""

_MARKS = ("<article", "<main", "<h1", "<urlset", "<sitemap")
_MEND = "mend its description with `kayfiyat sources try`"


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread that was read; ``gone`` is what it held and does not show any more."""

    post: str
    total: int | None
    gone: set[str] = field(default_factory=set)


@dataclass
class Seen:
    """How many comments the posts visited held before and hold now.

    ``held_back`` are threads that should show comments and show none: they are
    as read only if the page's format has not changed.
    """

    before: int = 0
    now: int = 0
    held_back: list[Thread] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Turn:
    """What stays the same during one pass."""

    source: Source
    page: PageAt
    reading: Reading
    harvest: Harvest
    seen: Seen = field(default_factory=Seen)

    @property
    def is_list(self) -> bool:
        """Whether the source's address lists posts; else it is a post itself."""
        return bool(self.page.posts) or self.page.form is Form.SITEMAP

    def listed(self, body: Body, url: str) -> Sequence[FoundPost]:
        """The posts of a list that was read at ``url``."""
        own = self.reading
        here = Reading(own.name, url, own.now, own.zone)
        if self.page.form is Form.SITEMAP:
            return sitemap_posts(body.body, here)
        return posts_in(body.as_form(self.page.form), self.page, here)

    async def get(self, fetcher: Fetcher, url: str) -> Page:
        return await fetcher.follow(url, known=is_page, headers=self.page.headers)

    def note(self, thread: Thread) -> None:
        """Note that a thread was read, and what is gone from it."""
        self.harvest.note_gone(thread.gone)
        self.harvest.thread_read(thread.post, self.reading.now, thread.total)

    def settle(self) -> None:
        """Note what was held back.

        Comments that are all gone at once were not deleted: we cannot see them.
        """
        if self.seen.before > FEW and self.seen.now == 0:
            raise changed(self.source.url, "a page that had comments shows none")
        for thread in self.seen.held_back:
            self.note(thread)


def changed(url: str, what: str) -> SourceError:
    return SourceError(f"{url}: {what}; {_MEND}", reason=Reason.CHANGED_FORMAT)


def missing(page: Page) -> SourceError:
    return SourceError(
        f"{page.url}: no such page (HTTP {page.status}); mend the source's url",
        reason=Reason.NOT_PUBLIC,
        permanent=True,
    )


def is_page(text: str) -> bool:
    """Whether a short answer is a page or data all the same, and no refusal."""
    start = text.lstrip()[:2_000].lower()
    return start.startswith(("{", "[")) or any(mark in start for mark in _MARKS)
