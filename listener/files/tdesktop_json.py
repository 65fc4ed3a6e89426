"""Telegram Desktop's JSON export, of one chat or of a whole account."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from domain.errors import InputError
from domain.sources import Source
from listener.files.contents import Aside, Chat, Found, chat_of
from listener.files.naming import ContentIds, file_source, one_line
from listener.files.opening import whole_of
from listener.files.tdesktop_messages import (
    Message,
    Place,
    comment_of,
    message_of,
    post_of,
)
from listener.files.tdesktop_threads import Threads

PUBLIC_TYPES = ("public_channel", "public_supergroup")


def chats_in(path: Path, zone: ZoneInfo) -> tuple[Chat, ...]:
    """All chats of the export, those that were left too.

    A chat of a type that we do not know, or that is not stated, counts as
    private. Raises InputError where the file is no export.
    """
    raw = _json(path)
    if isinstance(raw, dict) and "messages" in raw:
        return (_chat(raw, path, zone),)
    chats = _chats_of_account(raw)
    if chats is None:
        raise InputError(
            f"{path}: no export of Telegram Desktop: it has neither messages nor "
            "chats; export again as machine-readable JSON"
        )
    return tuple(_chat(chat, path, zone) for chat in chats)


def _json(path: Path) -> Any:
    data = whole_of(path)
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    del data
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path}: line {error.lineno}, column {error.colno}: not JSON "
            f"({error.msg}); the export may have been cut off, so export it again"
        ) from None
    except RecursionError:
        raise InputError(
            f"{path}: nested too deep to be an export of Telegram Desktop"
        ) from None
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"{path}: not an export: {error}") from None


def _chats_of_account(raw: object) -> list[Mapping[str, Any]] | None:
    if not isinstance(raw, dict):
        return None
    parts = [raw.get(name) for name in ("chats", "left_chats")]
    lists = [
        part["list"]
        for part in parts
        if isinstance(part, dict) and isinstance(part.get("list"), list)
    ]
    if not lists:
        return None
    return [chat for chats in lists for chat in chats if isinstance(chat, dict)]


def _chat(raw: Mapping[str, Any], path: Path, zone: ZoneInfo) -> Chat:
    chat_type = raw.get("type")
    chat_type = chat_type if isinstance(chat_type, str) else None
    place = Place(path.name, bare_id(raw.get("id")), zone)
    return chat_of(
        _source(raw, place.chat),
        lambda: _found(raw, place, channel=str(chat_type).endswith("_channel")),
        public=chat_type in PUBLIC_TYPES,
        chat_type=chat_type,
    )


def _source(raw: Mapping[str, Any], chat_id: str) -> Source:
    # The name of a private chat is often a person's: it does not get this far.
    public = raw.get("type") in PUBLIC_TYPES
    name = one_line(raw.get("name") or "") if public else ""
    return file_source(f"telegram-{chat_id}", institution=name)


def bare_id(value: object) -> str:
    """A chat's id as bare digits, without the -100 of bots; "unknown" if none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return "unknown"
    digits = one_line(value)
    digits = digits.removeprefix("-100").removeprefix("-")
    return digits if digits.isdecimal() and len(digits) < 20 else "unknown"


def _found(
    raw: Mapping[str, Any], place: Place, *, channel: bool
) -> Iterator[Found | Aside]:
    listed = raw.get("messages")
    if not isinstance(listed, list):
        yield Aside(place.file, "its messages are no list")
        return
    threads = Threads(listed, place.chat)
    ids = ContentIds(f"telegram:{place.chat}")
    for number, item in enumerate(listed):
        read = message_of(item, number, place, ids)
        if isinstance(read, Aside):
            yield read
        elif read is not None:
            yield _as_found(read, threads, channel=channel)


def _as_found(message: Message, threads: Threads, *, channel: bool) -> Found:
    if channel or threads.is_post(message.raw):
        return post_of(message)
    return comment_of(
        message,
        post=threads.post_of(message.raw),
        official=threads.is_official(message.raw),
    )
