"""How a page is described in the settings: where its posts and comments stand.

A *place* is a CSS selector on HTML (``time@datetime`` takes an attribute, ``.`` the
element itself) and a JSONPath on JSON (``title`` is short for ``$.title``). Several
places are tried in turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator


class Form(StrEnum):
    """What a page is made of."""

    HTML = "html"
    JSON = "json"
    JSON_LD = "json_ld"  # schema.org data in an HTML page's scripts
    NEXT = "next"  # what Next.js writes into an HTML page's scripts
    SITEMAP = "sitemap"


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Places = Annotated[tuple[str, ...], BeforeValidator(_several)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ArticleAt(_Part):
    """Where a post's own page has its title, time and text."""

    form: Form | None = None
    title: Places = ()
    time: Places = ()
    text: Places = ()


class CommentsAt(_Part):
    """Where the comments under a post stand.

    ``url`` is where they are read; empty: on the post's own page. It may hold
    ``{id}`` and ``{link}`` of the post and ``{page}``, counted from 1. What lies
    in an element of ``skip`` is no comment; one with something at ``official`` is
    the page's own. ``pages`` is the most that are read of a thread.
    """

    url: str = ""
    form: Form | None = None
    each: str = ""
    skip: Places = ()
    id: Places = ()
    author: Places = ()
    time: Places = ()
    text: Places = ()
    reply_to: Places = ()
    official: Places = ()
    next: Places = ()
    pages: int = Field(50, ge=1, le=1000)


class PageAt(_Part):
    """Where a list of posts has them, and what is known of each.

    ``headers`` are sent with each request. ``pages`` is the most that are read
    of the list; the first is enough while it holds something known. A link may
    hold ``{id}``. ``zone`` is that of times that state none.
    """

    preset: str = ""
    form: Form = Form.HTML
    headers: Mapping[str, str] = Field(default_factory=dict)
    zone: str = "Asia/Tashkent"
    posts: str = ""
    skip: Places = ()
    id: Places = ()
    link: Places = ()
    title: Places = ()
    time: Places = ()
    text: Places = ()
    views: Places = ()
    total: Places = ()
    next: Places = ()
    pages: int = Field(10, ge=1, le=1000)
    article: ArticleAt | None = None
    comments: CommentsAt | None = None

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("no such time zone; write Asia/Tashkent or UTC") from None
        return value
