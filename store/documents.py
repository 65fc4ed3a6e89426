"""How the words of the business lie in MongoDB. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date
from typing import Any

from domain.cells import Cell, Matrix, Vector
from domain.comments import Comment, Post, Reactions
from domain.coverage import Reason, Stretch
from domain.periods import day_of
from domain.sources import Chat, Chats, Cursor, Source

Document = dict[str, Any]


def source_document(source: Source) -> Document:
    return {
        "kind": str(source.kind),
        "name": source.name,
        "url": source.url,
        "institution": source.institution,
        "official": source.official,
        "language": source.language,
        "since_at": source.since_at,
    }


def post_document(post: Post) -> Document:
    """What a reading did not show (views, say) leaves what was stored before."""
    shown = {
        "views": post.views,
        "comment_total": post.comment_total,
        "url": post.url,
    }
    return {
        "source": post.source,
        "at": post.at,
        "text": post.text,
        "edited": post.edited,
        "reactions": _pairs(post.reactions),
        "fingerprint": post.fingerprint,
    } | {key: value for key, value in shown.items() if value is not None}


def comment_document(comment: Comment, *, pending: bool) -> Document:
    """If it is not (newly) ``pending``, whether it is so stays as it was."""
    document: Document = {
        "source": comment.source,
        "post": comment.post,
        "reply_to": comment.reply_to,
        "at": comment.at,
        "day": day_of(comment.at).isoformat(),
        "text": comment.text,
        "words": comment.words_fingerprint,
        "fingerprint": comment.fingerprint,
        "author": comment.author,
        "official": comment.official,
        "edited": comment.edited,
        "reactions": _pairs(comment.reactions),
    }
    return document | {"pending": True} if pending else document


def cursor_document(cursor: Cursor) -> Document:
    return {
        "newest": cursor.newest,
        "oldest": cursor.oldest,
        "complete": cursor.complete,
    }


def cursor_of(document: Mapping[str, Any]) -> Cursor:
    return Cursor(document["newest"], document["oldest"], document["complete"])


def chats_document(chats: Chats) -> Document:
    group = chats.group
    return {
        "channel": chats.channel.id,
        "channel_hash": chats.channel.access_hash,
        "group": group.id if group else None,
        "group_hash": group.access_hash if group else None,
    }


def chats_of(document: Mapping[str, Any]) -> Chats:
    group, group_hash = document["group"], document["group_hash"]
    return Chats(
        Chat(document["channel"], document["channel_hash"]),
        Chat(group, group_hash) if group is not None else None,
    )


def stretch_document(stretch: Stretch) -> Document:
    reason = str(stretch.reason) if stretch.reason else None
    return {"start_at": stretch.start_at, "end_at": stretch.end_at, "reason": reason}


def stretches_of(document: Mapping[str, Any] | None) -> list[Stretch]:
    """The ledger that a document of ``coverage`` holds; empty if there is none."""
    return [
        Stretch(
            stretch["start_at"].replace(tzinfo=UTC),
            stretch["end_at"].replace(tzinfo=UTC),
            Reason(stretch["reason"]) if stretch["reason"] else None,
        )
        for stretch in (document or {}).get("stretches", [])
    ]


def cell_document(cell: Cell) -> Document:
    return {
        "_id": cell_id(cell),
        "source": cell.source,
        "day": cell.day.isoformat(),
        "reform": cell.reform,
        "language": cell.language,
        "campaign": cell.campaign,
        "comments": cell.comments,
        "scored": cell.scored,
        "voices": cell.voices,
        "votes": [float(value) for value in cell.votes],
        "outer": triangle(cell.outer),
        "scorers": list(cell.scorers),
        "everyone": cell.everyone,
        **({"by_post": triangle(cell.by_post)} if cell.by_post else {}),
    }


def cell_of(document: Mapping[str, Any]) -> Cell:
    return Cell(
        source=document["source"],
        day=date.fromisoformat(document["day"]),
        reform=document["reform"],
        language=document["language"],
        campaign=document["campaign"],
        comments=document["comments"],
        scored=document["scored"],
        voices=document["voices"],
        votes=vector(document["votes"]),
        outer=matrix(document["outer"]),
        scorers=tuple(document.get("scorers", ())),
        everyone=document.get("everyone", 0),
        by_post=matrix(document["by_post"]) if "by_post" in document else None,
    )


def triangle(rows: Matrix) -> list[float]:
    """It is symmetric: its upper triangle is enough."""
    (aa, an, af), (_, nn, nf), (_, _, ff) = rows
    return [float(value) for value in (aa, an, af, nn, nf, ff)]


def cell_id(cell: Cell) -> str:
    kind = "campaign" if cell.campaign else "people"
    return f"{cell.source}|{cell.day}|{cell.reform}|{cell.language}|{kind}"


def _pairs(reactions: Reactions) -> list[list[str | int]]:
    """As a list: an emoji's name may hold a dot or a dollar, a key may not."""
    return [[key, count] for key, count in sorted(reactions.items())]


def vector(values: Iterable[float]) -> Vector:
    against, neutral, in_favour = values
    return against, neutral, in_favour


def matrix(upper: Iterable[float]) -> Matrix:
    aa, an, af, nn, nf, ff = upper
    return (aa, an, af), (an, nn, nf), (af, nf, ff)
