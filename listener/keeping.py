"""From found to kept: words redacted, authors replaced by pseudonyms."""

from __future__ import annotations

from collections.abc import Iterable

from domain.comments import Comment, FoundComment, FoundPost, Post
from domain.sources import Source
from listener.pseudonyms import Pseudonyms
from listener.redaction import redacted


def kept_post(found: FoundPost, source: Source) -> Post:
    """The post as we keep it."""
    return Post(
        id=found.id,
        source=source.id,
        at=found.at,
        text=redacted(found.text),
        edited=found.edited,
        views=found.views,
        reactions=dict(found.reactions),
        comment_total=found.comment_total,
        url=found.url,
    )


def kept_comments(
    found: Iterable[FoundComment], source: Source, pseudonyms: Pseudonyms
) -> list[Comment]:
    """The comments as we keep them; none of whom asked to be forgotten."""
    hashes = pseudonyms.opted_out.hashes()
    return [
        kept_comment(each, source, pseudonyms)
        for each in found
        if each.official
        or not pseudonyms.opted_out.holds(each.identity, source=source.id, of=hashes)
    ]


def kept_comment(
    found: FoundComment, source: Source, pseudonyms: Pseudonyms
) -> Comment:
    """The comment as we keep it.

    The page's own comments have no author: the page is no member of the public.
    """
    identity = None if found.official else found.identity
    return Comment(
        id=found.id,
        source=source.id,
        at=found.at,
        text=redacted(found.text),
        post=found.post,
        reply_to=found.reply_to,
        edited=found.edited,
        author=pseudonyms.author(identity, source=source.id, at=found.at),
        official=found.official,
        reactions=dict(found.reactions),
    )
