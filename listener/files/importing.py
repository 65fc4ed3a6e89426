"""Take a file into the store: redacted, under pseudonyms, in batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.comments import FoundComment, FoundPost
from domain.coverage import Stretch, record
from domain.errors import InputError, RefusedError
from domain.periods import TASHKENT
from listener.files.contents import Chat, FileContents, Found
from listener.files.reading import read_file
from listener.files.tables import What
from listener.keeping import kept_comments, kept_post
from listener.pseudonyms import Pseudonyms
from store.arrivals import Arrivals, Saved

BATCH = 1_000
MAX_NOTED = 1_000
"""Places set aside that are noted for each chat; all are counted."""

IMPORTED_KINDS = ("telegram_export", "csv", "jsonl", "xlsx", "vk")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file. ``refused`` counts its private chats, not taken.

    ``why`` counts what was set aside by its reason.
    """

    file: str
    read: int
    added: int
    changed: int
    set_aside: int
    refused: int = 0
    why: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Taken:
    """What was saved of one chat so far, from when to when."""

    saved: Saved = field(default_factory=Saved)
    first_at: datetime | None = None
    last_at: datetime | None = None

    def note(self, batch: Sequence[Found]) -> None:
        times = [found.at for found in batch]
        self.first_at = min([*times, *([self.first_at] if self.first_at else [])])
        self.last_at = max([*times, *([self.last_at] if self.last_at else [])])

    @property
    def stretch(self) -> Stretch | None:
        if self.first_at is None or self.last_at is None:
            return None
        return Stretch(self.first_at, self.last_at + timedelta(seconds=1))


async def import_file(  # noqa: PLR0913 - what a person may state about a file
    path: Path,
    arrivals: Arrivals,
    pseudonyms: Pseudonyms,
    *,
    kind: str | None = None,
    columns: Mapping[str, str] | None = None,
    zone: ZoneInfo = TASHKENT,
    what: What | None = None,
    public: bool = False,
    now: datetime,
    told: Callable[[int], None] = lambda _read: None,
) -> Imported:
    """Import the public chats of ``path``; doing it again adds nothing.

    After each batch ``told`` is how many posts and comments were read of its chat.
    Raises RefusedError where all that it holds is private, InputError where it
    cannot be read.
    """
    contents = read_file(
        path, kind=kind, columns=columns, zone=zone, what=what, public=public
    )
    chats = public_chats(contents, path)
    saved, why = Saved(), Counter[str]()
    for chat in chats:
        taken = await _take(chat, arrivals, pseudonyms, now=now, told=told)
        saved += taken.saved
        why.update(reason for _place, reason in chat.set_aside)
    refused = len(contents.chats) - len(chats)
    return Imported(
        str(path), saved.read, saved.added, saved.changed, why.total(), refused, why
    )


def public_chats(contents: FileContents, path: Path) -> tuple[Chat, ...]:
    """The chats that may be kept (P6); raises RefusedError if there are none.

    Tables are what the person chose to put into them. Never names a chat: the
    name of a private one is often that of a person.
    """
    if contents.kind not in IMPORTED_KINDS:
        raise InputError(
            f"{path}: a saved page is only shown, by `kayfiyat read`; to collect "
            "its channel, list it under [[sources]] in kayfiyat.toml"
        )
    if contents.kind != "telegram_export":
        return contents.chats
    public = tuple(chat for chat in contents.chats if chat.public)
    if contents.chats and not public:
        raise RefusedError(_refusal(contents.chats, path))
    return public


def _refusal(chats: Sequence[Chat], path: Path) -> str:
    if any(chat.public is None for chat in chats):
        return (
            f"{path}: an HTML export does not say whether its chat is public, and "
            "private chats are never kept; if it is public, say so with --public"
        )
    types = ", ".join(sorted({(chat.type or "not stated")[:40] for chat in chats}))
    which = f"all {len(chats)} chats are" if len(chats) > 1 else "the chat is"
    return (
        f"{path}: {which} private (type: {types}), and only public channels "
        "and groups are kept, because who writes in private has not spoken in public"
    )


async def _take(
    chat: Chat,
    arrivals: Arrivals,
    pseudonyms: Pseudonyms,
    *,
    now: datetime,
    told: Callable[[int], None],
) -> _Taken:
    taken = _Taken()
    await arrivals.save_source(chat.source, now=now)
    for batch in _batches(chat.found):
        posts = [f for f in batch if isinstance(f, FoundPost)]
        comments = [f for f in batch if isinstance(f, FoundComment)]
        # Posts first: a comment that names no reform speaks of its post's.
        taken.saved += await arrivals.save_posts(
            [kept_post(post, chat.source) for post in posts], now=now
        )
        taken.saved += await arrivals.save_comments(
            kept_comments(comments, chat.source, pseudonyms), now=now
        )
        taken.note(batch)
        told(taken.saved.read)
    for place, reason in chat.set_aside[:MAX_NOTED]:
        await arrivals.set_aside(chat.source.id, place, reason, now=now)
    await _record(taken, chat, arrivals, now=now)
    return taken


async def _record(
    taken: _Taken, chat: Chat, arrivals: Arrivals, *, now: datetime
) -> None:
    """The source was seen from its first message to its last."""
    if taken.stretch is None:
        return
    ledger = await arrivals.ledger(chat.source.id)
    await arrivals.save_ledger(chat.source.id, record(ledger, taken.stretch), now=now)


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    items = iter(found)
    while batch := list(islice(items, BATCH)):
        yield batch
