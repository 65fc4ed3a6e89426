"""One message of Telegram Desktop's JSON export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.comments import FoundComment, FoundPost
from listener.files.contents import Aside
from listener.files.naming import ContentIds, one_line
from listener.moments import from_text, from_unix
from listener.pseudonyms import NAME_ONLY

Raw = Mapping[str, Any]
_NOT_EDITED = 1990  # old exports write the edit of unedited messages as 1970

_UNSUPPORTED = "a kind of message that the exporter did not support"
_NO_DATE = "it has no date that can be read"


@dataclass(frozen=True, slots=True)
class Place:
    """Where we read: the file, the chat in it, the zone of bare times."""

    file: str
    chat: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Message:
    """What posts and comments have in common."""

    id: str
    at: datetime
    text: str
    edited: datetime | bool
    reply_to: str | None
    identity: str | None
    reactions: dict[str, int]
    raw: Raw


def message_of(
    raw: object, number: int, place: Place, ids: ContentIds
) -> Message | Aside | None:
    """The message, or why it cannot be read; None for lines of service."""
    if not isinstance(raw, dict):
        return Aside(_place(place, None, number), "not a message but a bare value")
    if raw.get("type") == "service":
        return None
    if raw.get("type") == "unsupported":
        return Aside(_place(place, raw.get("id"), number), _UNSUPPORTED)
    at = _at(raw, place.zone)
    if at is None:
        return Aside(_place(place, raw.get("id"), number), _NO_DATE)
    text = joined(raw.get("text"))
    identity = identity_of(raw)
    return Message(
        id=_id(raw, place, ids, (at, text, identity)),
        at=at,
        text=text,
        edited=_edited(raw, place.zone),
        reply_to=_reply_to(raw, place),
        identity=identity,
        reactions=_reactions(raw.get("reactions")),
        raw=raw,
    )


def post_of(message: Message) -> FoundPost:
    return FoundPost(
        id=message.id,
        at=message.at,
        text=message.text,
        edited=message.edited,
        reply_to=message.reply_to,
        reactions=message.reactions,
    )


def comment_of(message: Message, *, post: str | None, official: bool) -> FoundComment:
    return FoundComment(
        id=message.id,
        at=message.at,
        text=message.text,
        post=post,
        reply_to=message.reply_to,
        edited=message.edited,
        identity=message.identity,
        official=official,
        reactions=message.reactions,
    )


def joined(text: object) -> str:
    """The words of ``text``: a string, or a list of strings and entities.

    ``text_entities`` says the same once more, so it is never looked at.
    """
    parts = text if isinstance(text, list) else [text]
    words = (part.get("text") if isinstance(part, dict) else part for part in parts)
    return "".join(word for word in words if isinstance(word, str))


def identity_of(raw: Raw) -> str | None:
    """What tells the author from others: the account, else the display name."""
    account = raw.get("from_id")
    if isinstance(account, int) and not isinstance(account, bool):
        return f"telegram:user{account}"
    if isinstance(account, str) and account.strip():
        return f"telegram:{account.strip()}"
    name = raw.get("from")
    return (
        f"{NAME_ONLY}{name.strip()}" if isinstance(name, str) and name.strip() else None
    )


def number_of(value: object) -> int | None:
    """A message's number, which old and foreign exports also write as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < 1 << 63 else None
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal():
        return number_of(int(value)) if len(value) < 30 else None
    return None


def _id(
    raw: Raw, place: Place, ids: ContentIds, content: tuple[datetime, str, str | None]
) -> str:
    number = number_of(raw.get("id"))
    if number is None or place.chat == "unknown":
        return ids.id_of(*content)
    return f"telegram:{place.chat}:{number}"


def _at(raw: Raw, zone: ZoneInfo) -> datetime | None:
    return from_unix(raw.get("date_unixtime")) or from_text(raw.get("date"), zone)


def _edited(raw: Raw, zone: ZoneInfo) -> datetime | bool:
    if "edited" not in raw and "edited_unixtime" not in raw:
        return False
    at = from_unix(raw.get("edited_unixtime")) or from_text(raw.get("edited"), zone)
    return at if at is not None and at.year >= _NOT_EDITED else False


def _reply_to(raw: Raw, place: Place) -> str | None:
    number = number_of(raw.get("reply_to_message_id"))
    if number is None:
        return None
    chat = place.chat
    if raw.get("reply_to_peer_id") is not None:
        kind, chat = _peer(raw["reply_to_peer_id"])
        if kind == "user":
            return None  # the id of a person
    return f"telegram:{chat}:{number}"


def _peer(value: object) -> tuple[str, str]:
    text = one_line(value)
    kind = next((kind for kind in ("channel", "chat") if text.startswith(kind)), "user")
    digits = text.removeprefix(kind)
    return (kind, digits) if digits.isdecimal() else ("user", "")


def _reactions(given: object) -> dict[str, int]:
    """Counts by reaction. Who gave them (``recent``) is not looked at."""
    counts: dict[str, int] = {}
    for item in given if isinstance(given, list) else ():
        if not isinstance(item, dict):
            continue
        count = number_of(item.get("count"))
        if count is not None and count > 0:
            name = _reaction(item)
            counts[name] = min(counts.get(name, 0) + count, (1 << 63) - 1)
    return counts


def _reaction(item: Raw) -> str:
    kind = item.get("type")
    if kind == "paid":
        return "paid"
    if kind == "custom_emoji" or "document_id" in item:
        return f"custom:{one_line(item.get('document_id', ''))[:64]}"
    return one_line(item.get("emoji", ""))[:16] or "unknown"


def _place(place: Place, message_id: object, number: int) -> str:
    known = number_of(message_id)
    which = f"message {known}" if known is not None else f"message number {number + 1}"
    chat = "" if place.chat == "unknown" else f", chat {place.chat}"
    return f"{place.file}{chat}: {which}"
