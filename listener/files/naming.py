"""Names and ids that are safe to store and the same at every reading."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from domain.sources import Kind, Source
from listener.redaction import seen

_NATURAL = re.compile(r"(?:telegram|telegram_web|file|feed|page|youtube):[^\s]{1,200}")
_NOT_A_WORD = re.compile(r"[\d@:/._]")


def file_source(name: str, *, institution: str = "") -> Source:
    """The source that imported posts and comments belong to."""
    return Source(
        Kind.FILE,
        one_line(name)[:64] or "unnamed",
        institution=one_line(institution)[:120],
    )


def one_line(value: object) -> str:
    """A value as one clean line."""
    return " ".join(seen(str(value)).split())


def stem_of(path: Path) -> str:
    """The file's name without its endings: ``news`` for ``news.jsonl.gz``."""
    return path.name.removesuffix(".gz").rpartition(".")[0] or path.name


def natural_id(source: Source, value: object) -> str | None:
    """The id of a row: unique within its source, unless it is a full id already."""
    text = one_line("" if value is None else value)[:200]
    if not text:
        return None
    return text if _NATURAL.fullmatch(text) else f"{source.id}:{text}"


class ContentIds:
    """Ids for what has none of its own, made of its time and words.

    An id is stored, so it must give nothing away: of the words only those count
    that redaction never touches, and the author does not count at all. What is
    then the same, but not by the same author, is numbered in the file's order.
    """

    def __init__(self, scope: str) -> None:
        self._scope = scope
        self._seen: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def id_of(self, at: datetime, text: str, identity: str | None) -> str:
        plain = [word for word in text.split() if not _NOT_A_WORD.search(word)]
        hashed = f"{self._scope}\0{at.isoformat()}\0{' '.join(plain)}"
        digest = blake2b(
            hashed.encode("utf-8", "backslashreplace"), digest_size=12
        ).hexdigest()
        number = self._number(digest, identity, text)
        return f"{self._scope}:{digest}" + (f"-{number}" if number else "")

    def _number(self, digest: str, identity: str | None, text: str) -> int:
        alike = self._seen[digest]
        # Two nameless people may well say the same; one person hardly does.
        who = identity if identity is not None else f"\0{len(alike)}"
        return alike.setdefault(hash((who, text)), len(alike))
