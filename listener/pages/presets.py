"""The descriptions that are shipped, and a source's own laid over one of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from domain.errors import ConfigError
from domain.pages import ArticleAt, CommentsAt, Form, PageAt
from domain.sources import Source
from listener.pages.nodes import check_place

_NO_PLACES = {
    "preset", "form", "headers", "zone", "url", "pages", "article", "comments"
}  # fmt: skip


@cache
def presets() -> Mapping[str, PageAt]:
    """By name, in the order of the file."""
    text = files("listener.pages").joinpath("presets.toml").read_text("utf-8")
    return {name: PageAt(**said) for name, said in tomllib.loads(text).items()}


def described(source: Source) -> PageAt:
    """The source's description, whole. Raises ConfigError with the mend."""
    page = source.page or PageAt()
    try:
        return whole(page)
    except ConfigError as error:
        raise ConfigError(f"{source.id}: {error}") from None


def whole(page: PageAt) -> PageAt:
    """``page`` over its preset. Raises ConfigError if it cannot be followed."""
    known = presets()
    if page.preset and page.preset not in known:
        raise ConfigError(f"no preset {page.preset!r}; use one of {', '.join(known)}")
    below = known[page.preset].model_dump(exclude_unset=True) if page.preset else {}
    found = PageAt(**_over(below, page.model_dump(exclude_unset=True)))
    for place, form in _places(found):
        check_place(place, form)
    sitemap = found.form is Form.SITEMAP
    if not (found.posts or found.article or found.comments or sitemap):
        raise ConfigError(
            "the description finds nothing; add posts, article or comments, or a preset"
        )
    if found.comments and not found.comments.each:
        raise ConfigError("comments.each is missing: where each comment stands")
    return found


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """``above``, and what it does not say from ``below``."""
    merged = dict(below)
    for key, value in above.items():
        under = below.get(key)
        both = isinstance(value, dict) and isinstance(under, dict)
        merged[key] = _over(under, value) if both and under else value
    return merged


def _places(page: PageAt) -> Iterator[tuple[str, Form]]:
    yield from _of_part(page, page.form)
    for part in (page.article, page.comments):
        if part is not None:
            yield from _of_part(part, part.form or page.form)


def _of_part(
    part: PageAt | ArticleAt | CommentsAt, form: Form
) -> Iterator[tuple[str, Form]]:
    for key, value in part:
        if key not in _NO_PLACES:
            places = (value,) if isinstance(value, str) else value
            yield from ((one, form) for one in places if one and "{id}" not in one)
