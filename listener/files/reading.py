"""Read a file of any kind that we know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.errors import InputError
from domain.periods import TASHKENT
from listener.files import disqus, pages, tables, tdesktop_html, tdesktop_json, vk
from listener.files.contents import Chat, FileContents
from listener.files.opening import head_of
from listener.files.recognise import KINDS, kind_of
from listener.files.tables import What


def read_file(  # noqa: PLR0913 - what a person may state about a file
    path: Path,
    *,
    kind: str | None = None,
    columns: Mapping[str, str] | None = None,
    zone: ZoneInfo = TASHKENT,
    what: What | None = None,
    public: bool = False,
) -> FileContents:
    """What ``path`` holds; its kind is recognised if not given.

    ``zone`` is that of times that state none, ``what`` says what rows and HTML
    messages are, ``public`` that an HTML export (which does not say) is of a
    public chat. Raises InputError where the file is not of the kind.
    """
    if kind is not None and kind not in KINDS:
        raise InputError(f"--as {kind}: no such kind; use one of {', '.join(KINDS)}")
    head = head_of(path)
    kind = kind or kind_of(head)
    if kind is None:
        raise InputError(
            f"{path}: neither an export, a table nor a page; "
            f"if it is, name its kind with --as ({', '.join(KINDS)})"
        )
    if kind in tables.TABLES:
        chats = tables.chats_in(path, kind=kind, columns=columns, zone=zone, what=what)
    elif kind == "vk":
        chats = (vk.chat_in(path),)
    elif kind == "disqus":
        chats = (disqus.chat_in(path),)
    elif kind == "telegram_export":
        chats = _export(path, head, zone, what, public=public)
    else:
        chats = (_page(path, kind),)
    return FileContents(kind, chats)


def _export(
    path: Path, head: bytes, zone: ZoneInfo, what: What | None, *, public: bool
) -> tuple[Chat, ...]:
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return (tdesktop_html.chat_in(path, zone, what=what, public=public),)
    return tdesktop_json.chats_in(path, zone)


def _page(path: Path, kind: str) -> Chat:
    if kind == "telegram_web":
        return pages.channel_in(path)
    if kind == "telegram_comments":
        return pages.discussion_in(path)
    if kind == "feed":
        return pages.feed_in_file(path)
    return pages.described_in_file(path)
