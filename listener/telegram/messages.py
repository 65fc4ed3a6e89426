"""From Telegram's messages to posts and comments. Pure; Telethon has no types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from telethon.tl.types import (
    Message,
    MessageReplyHeader,
    PeerChannel,
    PeerUser,
    ReactionCustomEmoji,
    ReactionEmoji,
    ReactionPaid,
)

from domain.comments import FoundComment, FoundPost


def found_posts(messages: Iterable[Any], *, name: str) -> list[FoundPost]:
    """The posts of the channel ``name``, in the order of their numbers.

    An album is one post, under the number of its first message.
    """
    real = {m.id: m for m in messages if isinstance(m, Message)}
    posts: dict[tuple[str, int], list[Any]] = {}
    for number in sorted(real):
        posts.setdefault(_album_or_self(real[number]), []).append(real[number])
    return [_post(parts, name) for parts in posts.values()]


def trimmed(messages: Sequence[Any], *, full: bool) -> list[Any]:
    """A full page up to the album at its end, which may go on in the next.

    The next page is read from the last message kept, so what follows the album's
    first message goes, too. A page that is all one album stays whole: no album is
    longer than a page.
    """
    albums = [getattr(m, "grouped_id", None) for m in messages]
    last = next((m for m in reversed(messages) if isinstance(m, Message)), None)
    album = None if last is None else last.grouped_id
    if not full or album is None:
        return list(messages)
    return list(messages[: albums.index(album)] or messages)


def found_comment(
    message: Any, *, group: int, channel: int, post: str | None
) -> FoundComment | None:
    """The comment that a group's message is, under ``post``.

    None for service messages and for the post itself, which Telegram forwards
    into the group. Who writes as the channel, or as the group, is its official.
    """
    if not isinstance(message, Message) or root_of(message, channel) is not None:
        return None
    return FoundComment(
        id=comment_id(group, message.id),
        at=message.date,
        text=text_of(message),
        post=post,
        reply_to=_reply_to(message, group),
        edited=_edited(message),
        identity=identity_of(message.from_id),
        official=is_official(message.from_id, group, channel),
        reactions=reactions_of(message),
    )


def root_of(message: Any, channel: int) -> int | None:
    """The number of the channel's post that was forwarded here by Telegram."""
    forward = getattr(message, "fwd_from", None)
    if forward is None or not isinstance(forward.saved_from_peer, PeerChannel):
        return None
    if forward.saved_from_peer.channel_id != channel:
        return None
    # A person who forwards a post by hand is its sender; Telegram is nobody's.
    sender = message.from_id
    by_hand = sender is not None and not _is_channel(sender, channel)
    # Not forward.channel_post: that numbers the original, which is another
    # channel's if the post is itself a forward.
    number: int | None = forward.saved_from_msg_id
    return None if by_hand else number


def reply_header(message: Any) -> MessageReplyHeader | None:
    """What a message says of what it answers, unless that is a story or a topic."""
    header = getattr(message, "reply_to", None)
    is_reply = isinstance(header, MessageReplyHeader) and not header.forum_topic
    return header if is_reply else None


def answered_by(message: Any) -> int | None:
    """The message of the same chat that a message answers."""
    header = reply_header(message)
    if header is None:
        return None
    # Who is no member is told the chat's own number, too.
    chat = header.reply_to_peer_id
    number: int | None = header.reply_to_msg_id
    return number if chat is None or chat == message.peer_id else None


def identity_of(sender: object) -> str | None:
    """Tells one author from another; never stored as it is."""
    if isinstance(sender, PeerUser):
        return f"user:{sender.user_id}"
    if isinstance(sender, PeerChannel):
        return f"channel:{sender.channel_id}"
    return None


def is_official(sender: object, group: int, channel: int) -> bool:
    """Whether the page speaks: the channel, the group, an anonymous admin."""
    return sender is None or _is_channel(sender, channel) or _is_channel(sender, group)


def text_of(message: Any) -> str:
    """The words: a message's, a caption's, a poll's question."""
    poll = getattr(message.media, "poll", None)
    question = getattr(poll, "question", None)
    words = message.message or getattr(question, "text", question) or ""
    return str(words)


def reactions_of(message: Any) -> Mapping[str, int]:
    """How often each reaction was given. Who gave it is not looked at."""
    results = message.reactions.results if message.reactions else ()
    named = ((_reaction(one.reaction), one.count) for one in results)
    return {name: count for name, count in named if name and count > 0}


def post_id(name: str, number: int) -> str:
    return f"telegram:{name.lower()}:{number}"


def comment_id(group: int, number: int) -> str:
    return f"telegram:{group}:{number}"


def _post(parts: Sequence[Any], name: str) -> FoundPost:
    """One post of an album's messages, or of a single one.

    Telegram shows an album's reactions and comments at one of its messages.
    """
    first = parts[0]
    views = [part.views for part in parts if part.views is not None]
    edits = [edit for part in parts if (edit := _edited(part))]
    totals = [total for part in parts if (total := _comment_total(part)) is not None]
    return FoundPost(
        id=post_id(name, first.id),
        at=first.date,
        text="\n".join(text for part in parts if (text := text_of(part))),
        edited=max((e for e in edits if isinstance(e, datetime)), default=False),
        views=max(views, default=None),
        reactions=_most(reactions_of(part) for part in parts),
        comment_total=max(totals, default=None),
        url=f"https://t.me/{name}/{first.id}",
    )


def _album_or_self(message: Any) -> tuple[str, int]:
    if message.grouped_id is not None:
        return "album", message.grouped_id
    return "message", message.id


def _comment_total(message: Any) -> int | None:
    replies = message.replies
    return replies.replies if replies is not None and replies.comments else None


def _edited(message: Any) -> datetime | bool:
    """Reactions and previews make hidden edits; those say nothing of the words."""
    hidden = message.edit_hide or message.edit_date is None
    return False if hidden else message.edit_date


def _reply_to(message: Any, group: int) -> str | None:
    """The comment that is answered; not the post, nor what is in another chat."""
    answered = answered_by(message)
    if answered is None:
        return None
    top = message.reply_to.reply_to_top_id
    return comment_id(group, answered) if top and top != answered else None


def _reaction(reaction: object) -> str | None:
    if isinstance(reaction, ReactionEmoji):
        return str(reaction.emoticon)
    if isinstance(reaction, ReactionCustomEmoji):
        return f"custom:{reaction.document_id}"
    return "paid" if isinstance(reaction, ReactionPaid) else None


def _most(each: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    most: dict[str, int] = {}
    for reactions in each:
        for name, count in reactions.items():
            most[name] = max(count, most.get(name, 0))
    return most


def _is_channel(peer: object, number: int) -> bool:
    return isinstance(peer, PeerChannel) and peer.channel_id == number
