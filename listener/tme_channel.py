"""Read a channel's preview, ``https://t.me/s/<name>``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.comments import FoundPost
from domain.coverage import Reason
from domain.errors import SourceError
from listener.tme_common import (
    Aside,
    as_number,
    changed_format,
    classes,
    is_edited,
    message_at,
    message_text,
    number,
    parsed,
    path_of,
    reactions_of,
    text_of,
    unwrapped,
)

_MESSAGES = ".tgme_widget_message, .tgme_widget_message_wrap"
_NOTHING = ".tme_no_messages_found"
_PAGE = ".tgme_channel_history, .tgme_channel_info, .js-message_history"
_HEADER_COUNT = ".tgme_header_counter"
_MESSAGE = re.compile(r"([A-Za-z0-9_]{2,64})/(\d{1,18})")


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """One page of posts.

    ``numbers`` are the numbers of all messages on it, service messages and the
    pictures of albums too: they say how far the page reaches.
    """

    posts: tuple[FoundPost, ...]
    numbers: frozenset[int] = frozenset()
    followers: int | None = None
    set_aside: tuple[Aside, ...] = ()

    @property
    def oldest_at(self) -> datetime | None:
        """When the post with the smallest number was published."""
        first = min(self.posts, key=lambda post: number_of(post.id), default=None)
        return first.at if first else None


def posts_in(html: str) -> list[FoundPost]:
    """The posts of a page, as it orders them. Raises SourceError, see below."""
    return list(channel_page(html).posts)


def channel_page(body: str) -> ChannelPage:
    """Read a page or a piece of one, also as a JSON string that holds HTML.

    Raises SourceError when Telegram refuses the channel, or when nothing on the
    page is known to us. A message that cannot be read is set aside.
    """
    tree = parsed(unwrapped(body))
    posts: dict[int, FoundPost] = {}
    numbers: set[int] = set()
    aside: dict[str, Aside] = {}
    for node in tree.css(_MESSAGES):
        found = _found(node)
        if isinstance(found, Aside):
            aside.setdefault(found.place, found)
        elif found is not None and found[0] not in numbers:
            numbers |= {found[0], *_album(node)}
            posts |= {found[0]: found[1]} if found[1] else {}
    if not numbers:
        _check_known(tree, body, bool(aside))
    return ChannelPage(
        tuple(posts.values()), frozenset(numbers), _followers(tree), (*aside.values(),)
    )


def number_of(post: str) -> int:
    """The number in a post's id."""
    return int(post.rpartition(":")[2])


def _found(node: LexborNode) -> tuple[int, FoundPost | None] | Aside | None:
    """A post with its number, a number alone (service), or why it is unreadable."""
    link = node.attributes.get("data-post")
    if not link:
        return None if _only_wraps(node) else Aside("t.me", "a message has no number")
    named = _MESSAGE.fullmatch(link)
    if not named or not int(named[2]):
        return Aside(f"t.me/{link[:80]}", "the message's number cannot be read")
    if "service_message" in classes(node) or node.css_first(".service_message"):
        return int(named[2]), None
    at = message_at(node)
    if at is None:
        return Aside(f"t.me/{link}", "the message has no time")
    return int(named[2]), _post(node, named[1], int(named[2]), at)


def _only_wraps(node: LexborNode) -> bool:
    """Whether the element is a mere frame: of a numbered message, or of none."""
    if node.css_first(f"[data-post], {_NOTHING}, .tgme_widget_message_error"):
        return True
    parent = node.parent
    framed = parent is not None and parent.attributes.get("data-post")
    return bool(framed) or not node.css_first(".js-message_text, time")


def _post(node: LexborNode, name: str, n: int, at: datetime) -> FoundPost:
    views = node.css_first(".tgme_widget_message_views")
    return FoundPost(
        id=f"telegram:{name.lower()}:{n}",
        at=at,
        text=message_text(node),
        edited=is_edited(node),
        reply_to=_reply_to(node),
        views=number(text_of(views)),
        reactions=reactions_of(node),
        url=_link(node, name, n),
    )


def _reply_to(node: LexborNode) -> str | None:
    quoted = node.css_first("a.tgme_widget_message_reply[href]")
    parts = path_of(quoted.attributes.get("href")) if quoted is not None else []
    named = _MESSAGE.fullmatch("/".join(parts))
    return f"telegram:{named[1].lower()}:{named[2]}" if named else None


def _link(node: LexborNode, name: str, n: int) -> str:
    dated = node.css_first("a.tgme_widget_message_date[href]")
    href = (dated.attributes.get("href") or "") if dated is not None else ""
    plain = href.partition("?")[0]
    if plain.startswith(("https://", "http://")) and plain.endswith(f"/{name}/{n}"):
        return plain
    return f"https://t.me/{name}/{n}"


def _album(node: LexborNode) -> set[int]:
    links = node.css(".tgme_widget_message_grouped_wrap a[href]")
    ends = [path_of(link.attributes.get("href"))[-1:] for link in links]
    return {n for end in ends for n in [as_number("".join(end))] if n}


def _followers(tree: LexborHTMLParser) -> int | None:
    for counter in tree.css(".tgme_channel_info_counter"):
        kind = text_of(counter.css_first(".counter_type"))
        if kind.startswith("subscriber"):
            return number(text_of(counter.css_first(".counter_value")))
    header = text_of(tree.css_first(_HEADER_COUNT))
    return number(header) if "subscriber" in header else None


def _check_known(tree: LexborHTMLParser, body: str, unreadable: bool) -> None:
    refusal = text_of(tree.css_first(".tgme_widget_message_error"))
    if refusal:
        raise SourceError(
            f"Telegram does not show this channel: {refusal}",
            reason=Reason.NOT_PUBLIC,
            permanent=True,
        )
    if unreadable:
        raise changed_format("none of the page's messages can be read")
    if not (tree.css_first(f"{_NOTHING}, {_PAGE}") or body.strip() == '""'):
        raise changed_format("this is no page of a channel: it has no known mark")
