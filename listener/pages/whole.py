"""All that a description finds on one page, and the preset that finds most. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.comments import FoundComment, FoundPost
from domain.pages import Form, PageAt
from listener.pages.nodes import Node, root
from listener.pages.presets import presets
from listener.pages.reading import (
    Reading,
    article_in,
    comments_in,
    page_as_post,
    posts_in,
)


@dataclass(frozen=True, slots=True)
class Body:
    """An answer, taken apart once for each form that is asked for."""

    body: bytes
    content_type: str
    roots: dict[Form, Node]

    def as_form(self, form: Form) -> Node:
        if form not in self.roots:
            self.roots[form] = root(self.body, self.content_type, form)
        return self.roots[form]


@dataclass(frozen=True, slots=True)
class Found:
    """The posts of a list; or a post with the comments under it."""

    posts: Sequence[FoundPost]
    comments: Sequence[FoundComment]

    @property
    def weight(self) -> tuple[int, int, int]:
        """How much it is; comments tell more than posts, which links may be."""
        words = sum(len(post.text) for post in self.posts)
        return len(self.comments), len(self.posts), words


def body_of(body: bytes, content_type: str = "") -> Body:
    return Body(body, content_type, {})


def reading_of(page: PageAt, name: str, url: str, now: datetime) -> Reading:
    return Reading(name, url, now, ZoneInfo(page.zone))


def found_in(body: Body, page: PageAt, reading: Reading) -> Found:
    """What ``page`` finds."""
    if page.posts:
        return Found(posts_in(body.as_form(page.form), page, reading), ())
    post, comments = post_page(body, page, page_as_post(reading), reading)
    return Found([post] if post.text or comments else [], comments)


def post_page(
    body: Body, page: PageAt, post: FoundPost, reading: Reading
) -> tuple[FoundPost, list[FoundComment]]:
    """What a post's own page says of it, and the comments that stand there."""
    article, at = page.article, page.comments
    if article:
        node = body.as_form(article.form or page.form)
        post = article_in(node, article, post, reading)
    if at is None or at.url:
        return post, []
    node = body.as_form(at.form or page.form)
    return post, comments_in(node, at, post.id, reading)


def recognised(body: Body, name: str, url: str, now: datetime) -> Mapping[str, Found]:
    """What each preset finds, of those that find anything; most first."""
    tried = {
        preset: found_in(body, page, reading_of(page, name, url, now))
        for preset, page in presets().items()
    }
    some = {preset: found for preset, found in tried.items() if found.posts}
    return dict(sorted(some.items(), key=lambda one: one[1].weight, reverse=True))
