"""What a file holds: chats, and in each what was found and what was set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from domain.comments import FoundComment, FoundPost
from domain.sources import Source

Found = FoundPost | FoundComment


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that could not be read: where it lies and why, never its words."""

    place: str
    reason: str


class Findings(Iterable[Found]):
    """What a reader finds, read anew (and row by row) each time it is asked.

    What cannot be read goes to ``set_aside``; the rest goes on.
    """

    def __init__(
        self,
        read: Callable[[], Iterable[Found | Aside]],
        set_aside: list[tuple[str, str]],
    ) -> None:
        self._read = read
        self._set_aside = set_aside

    def __iter__(self) -> Iterator[Found]:
        self._set_aside.clear()
        for item in self._read():
            if isinstance(item, Aside):
                self._set_aside.append((item.place, item.reason))
            else:
                yield item


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat or channel of a file.

    ``public`` is None where the file does not say. ``set_aside`` is complete
    once ``found`` has been read to its end. ``type`` is the file's own word.
    """

    source: Source
    public: bool | None
    found: Iterable[Found]
    set_aside: list[tuple[str, str]] = field(default_factory=list)
    type: str | None = None


@dataclass(frozen=True, slots=True)
class FileContents:
    """All that a file holds."""

    kind: str
    chats: tuple[Chat, ...]


def chat_of(
    source: Source,
    read: Callable[[], Iterable[Found | Aside]],
    *,
    public: bool | None,
    chat_type: str | None = None,
) -> Chat:
    """A chat whose posts and comments are read when they are asked for."""
    aside: list[tuple[str, str]] = []
    return Chat(source, public, Findings(read, aside), aside, chat_type)
