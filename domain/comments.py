"""Posts and comments, at their two moments: as found outside, and as kept.

What is *found* still carries the author's identity and the words as written; it
lives only in memory. What is *kept* has a pseudonym and redacted words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

Reactions = Mapping[str, int]
"""How often each reaction was given: an emoji, ``custom:<id>`` or ``paid``."""


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A post as a reader found it.

    ``id`` is the natural id, such as ``telegram:kunuzofficial:173901``.
    ``edited`` is the time of the edit, True if only the fact is known.
    ``comment_total`` is what the server says, not what we hold.
    """

    id: str
    at: datetime
    text: str
    edited: datetime | bool = False
    reply_to: str | None = None
    views: int | None = None
    reactions: Reactions = field(default_factory=dict)
    comment_total: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class FoundComment:
    """A comment as a reader found it.

    ``post`` is the id of the post that it stands under, if known; ``reply_to``
    the id of the comment (or post) that it answers. ``identity`` tells one
    author from another and is never stored: see ``listener.pseudonyms``.
    """

    id: str
    at: datetime
    text: str
    post: str | None = None
    reply_to: str | None = None
    edited: datetime | bool = False
    identity: str | None = None
    official: bool = False
    reactions: Reactions = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Post:
    """A post as we keep it; its text is public speech of the page, redacted too."""

    id: str
    source: str
    at: datetime
    text: str
    edited: datetime | bool = False
    views: int | None = None
    reactions: Reactions = field(default_factory=dict)
    comment_total: int | None = None
    url: str | None = None

    @property
    def fingerprint(self) -> str:
        """Changes when anything that we keep of the post changes."""
        return _fingerprint(self.text, self.views, self.reactions, self.comment_total)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as we keep it: words redacted, the author a monthly pseudonym."""

    id: str
    source: str
    at: datetime
    text: str
    post: str | None = None
    reply_to: str | None = None
    edited: datetime | bool = False
    author: str | None = None
    official: bool = False
    reactions: Reactions = field(default_factory=dict)

    @property
    def words_fingerprint(self) -> str:
        """Changes when the words change: then the comment is scored again."""
        return _fingerprint(self.text)

    @property
    def fingerprint(self) -> str:
        """Changes when anything that we keep of the comment changes."""
        return _fingerprint(
            self.text, self.post, self.reply_to, self.official, self.reactions
        )


def _fingerprint(*parts: object) -> str:
    plain = [sorted(p.items()) if isinstance(p, Mapping) else p for p in parts]
    return blake2b(repr(plain).encode(), digest_size=12).hexdigest()
