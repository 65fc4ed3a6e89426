"""Read the discussion under a post: the widget's page and its answers. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.comments import FoundComment
from listener.tme_common import (
    Aside,
    as_number,
    changed_format,
    classes,
    inside,
    is_edited,
    message_at,
    message_text,
    parsed,
    path_of,
    profile_of,
    reactions_of,
    text_of,
    unwrapped,
)
from listener.tme_widget import (
    Answer,
    answer_of,
    api_url_of,
    cursor_of,
    form_of,
    total_of,
)

DELETED_ACCOUNT = "Deleted Account"

_COMMENTS = ".tgme_widget_message[data-post-id]"
_REFUSALS = ".tgme_widget_message_error, .tme_no_messages_found"
_PLEASE_OPEN = re.compile(r"Please open Telegram to view this discussion[^<\n]{0,120}")


@dataclass(frozen=True, slots=True)
class Discussion:
    """One page of a thread.

    ``total`` is the server's count of the thread, ``before`` and ``after`` say
    where older and newer comments begin, ``unavailable`` why there are none.
    ``peer``, ``top_msg_id``, ``discussion_hash`` and ``api_url`` are what asking
    for more takes. ``ids`` has those of comments set aside, too. ``cut`` says that
    there are more, and that they could not be asked for.
    """

    comments: tuple[FoundComment, ...] = ()
    total: int | None = None
    before: int | None = None
    after: int | None = None
    peer: str | None = None
    top_msg_id: str | None = None
    discussion_hash: str | None = None
    api_url: str | None = None
    unavailable: str | None = None
    refused: bool = False
    set_aside: tuple[Aside, ...] = ()
    ids: frozenset[str] = frozenset()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a comment stands: its group, channel, post and the thread's root."""

    group: str
    channel: str
    post: str | None
    root: int | None


def comments_in(
    body: str,
    *,
    channel: str = "",
    post: str | None = None,
    peer: str | None = None,
    top_msg_id: str | None = None,
) -> Discussion:
    """Read a widget's page, a piece of one, or an answer of ``loadComments``.

    ``channel`` and ``post`` (its id) are read off the comments' links if not
    given; ``peer`` and ``top_msg_id`` are those of the page, as answers lack
    them. Raises SourceError when nothing is known to us.
    """
    answer = answer_of(body)
    html = unwrapped(body) if answer is None else str(answer.get("comments_html") or "")
    tree = parsed(html)
    form = form_of(tree, html)
    peer, root = form.get("peer") or peer, form.get("top_msg_id") or top_msg_id
    channel, post = _whereabouts(tree, channel.lower(), post)
    place = _Place(group_of(peer, channel), channel, post, as_number(root))
    comments, aside, ids = _comments(tree, place)
    refusal, refused = _refusal(tree, body, answer)
    total = total_of(tree, answer)
    if not (ids or aside or refusal or total == 0):
        _check_known(tree, total, known=_is_answer(answer) or bool(form))
    return Discussion(
        comments=comments,
        total=total,
        before=cursor_of(tree, "data-before"),
        after=cursor_of(tree, "data-after"),
        peer=peer,
        top_msg_id=root,
        discussion_hash=form.get("discussion_hash"),
        api_url=api_url_of(tree),
        unavailable=None if comments else refusal,
        refused=refused and not comments,
        set_aside=aside,
        ids=ids,
    )


def group_of(peer: str | None, channel: str) -> str:
    """The middle of a comment's id: the group's bare digits, where known."""
    digits = re.match(r"(?:-100|-|c)?(\d+)", peer or "")
    return digits[1] if digits else f"{channel or 'unknown'}/comments"


def _comments(
    tree: LexborHTMLParser, place: _Place
) -> tuple[tuple[FoundComment, ...], tuple[Aside, ...], frozenset[str]]:
    found: dict[int, FoundComment] = {}
    aside: dict[Aside, None] = {}
    ids: set[str] = set()
    for node in tree.css(_COMMENTS):
        n = as_number(node.attributes.get("data-post-id"))
        if n in found or _is_copy(node, tree):
            continue
        at = message_at(node)
        if n:
            ids.add(f"telegram:{place.group}:{n}")
        if n and at:
            found[n] = _comment(node, n, at, place)
        else:
            aside[_aside(n, place)] = None
    return tuple(found.values()), tuple(aside), frozenset(ids)


def _comment(node: LexborNode, n: int, at: datetime, place: _Place) -> FoundComment:
    name, linked = _author(node)
    owner = node.css_first("a.tgme_widget_message_owner_name[href]")
    owners = {place.channel} if place.channel else set()
    if owner is not None:
        owners |= {profile_of(owner.attributes.get("href")) or ""} - {""}
    official = linked in owners or (not name and owner is not None)
    return FoundComment(
        id=f"telegram:{place.group}:{n}",
        at=at,
        text=message_text(node),
        post=place.post,
        reply_to=_reply_to(node, place),
        edited=is_edited(node),
        identity=f"@{linked}" if linked else (f"name:{name}" if name else None),
        official=official,
        reactions=reactions_of(node),
    )


def _author(node: LexborNode) -> tuple[str | None, str | None]:
    """The shown name and the linked user name of the comment's own author."""
    for author in node.css(".tgme_widget_message_author_name"):
        if inside(author, {"js-reply_tpl", "js-reply_to"}, node):
            continue
        name, linked = (
            text_of(author) or None,
            profile_of(author.attributes.get("href")),
        )
        return (
            (None, None) if name == DELETED_ACCOUNT and not linked else (name, linked)
        )
    return None, None


def _reply_to(node: LexborNode, place: _Place) -> str | None:
    for quoted in node.css(".js-reply_to[data-reply-to]"):
        n = as_number(quoted.attributes.get("data-reply-to"))
        if n and not inside(quoted, {"js-reply_tpl"}, node):
            return place.post if n == place.root else f"telegram:{place.group}:{n}"
    return None


def _is_copy(node: LexborNode, tree: LexborHTMLParser) -> bool:
    return tree.root is not None and inside(node, {"js-reply_tpl"}, tree.root)


def _aside(n: int | None, place: _Place) -> Aside:
    where = (place.post or place.channel).removeprefix("telegram:").replace(":", "/")
    if n is None:
        return Aside(f"t.me/{where}", "a comment's number cannot be read")
    return Aside(f"t.me/{where}?comment={n}", "the comment has no time")


def _whereabouts(
    tree: LexborHTMLParser, channel: str, post: str | None
) -> tuple[str, str | None]:
    """The channel and the post, read off a link such as t.me/name/12?comment=3."""
    if channel and post:
        return channel, post
    for link in tree.css(f'{_COMMENTS} a.tgme_widget_message_date[href*="comment="]'):
        parts = path_of(link.attributes.get("href"))
        if len(parts) == 2 and as_number(parts[1]):
            name = channel or parts[0].lower()
            return name, post or f"telegram:{name}:{parts[1]}"
    return channel, post


def _refusal(
    tree: LexborHTMLParser, body: str, answer: Answer | None
) -> tuple[str | None, bool]:
    """Why there is nothing to show, and whether Telegram refuses the post itself."""
    if answer is not None and answer.get("error"):
        return str(answer["error"])[:200], True
    if body.strip() == "Array":
        return "the server answers Array, which means nothing", False
    for node in tree.css(_REFUSALS):
        if text_of(node):
            refused = "tgme_widget_message_error" in classes(node)
            return text_of(node)[:200], refused
    opened = _PLEASE_OPEN.search(tree.root.text() if tree.root else "")
    return (opened[0].strip(), False) if opened else (None, False)


def _is_answer(answer: Answer | None) -> bool:
    return answer is not None and isinstance(answer.get("comments_html"), str)


def _check_known(tree: LexborHTMLParser, total: int | None, *, known: bool) -> None:
    if known and tree.css_first("div, a") is None:
        return  # an answer without anything in it: the thread has no more
    if total:
        raise changed_format(f"of the thread's {total} comments none can be read")
    if not (known or tree.css_first("[data-before], .js-message_history")):
        raise changed_format("this is no discussion: it has no known mark")
