"""What is stored, against what was said: after the system has drained."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.soak.faults import BLINDING, Befallen
from benchmarks.soak.words import Words
from domain.coverage import Stretch
from listener.redaction import redacted
from store.clients import Database, Document
from store.reading import Reading

SLACK = 180.0
"""Seconds after a fault in which a source may stay blind: the pauses double."""


APART = 20
"""Lost numbers that lie no further from one another are told as one stretch."""

NAMED = 30
"""So many stretches of what is lost are told."""


@dataclass
class Found:
    """How much is there, and how much of it is not as it should be."""

    wanted: int = 0
    held: int = 0
    lost: int = 0
    doubled: int = 0
    not_erased: int = 0
    unknown: int = 0
    stale: int = 0
    unscored: int = 0
    marks_left: int = 0
    where: list[str] = field(default_factory=list)
    """Of what is lost: the source, and stretches of its numbers."""

    @property
    def wrong(self) -> int:
        whole: int = sum(v for v in asdict(self).values() if isinstance(v, int))
        return whole - self.wanted - self.held


@dataclass
class Truth:
    """What was said in one group. ``seen``: a bit, nearly, for each message."""

    source: str
    chat: int
    messages: int
    roots: set[int]
    gone: set[int]
    editions: dict[int, int]
    seen: bytearray

    @classmethod
    def of(cls, told: dict[str, Any]) -> Truth:
        return cls(
            source=told["source"],
            chat=told["chat"],
            messages=told["messages"],
            roots=set(told["roots"]),
            gone=set(told["gone"]),
            editions={int(number): n for number, n in told["editions"].items()},
            seen=bytearray(told["messages"] + 1),
        )

    @property
    def wanted(self) -> int:
        return self.messages - len(self.roots) - len(self.gone)

    def lost(self) -> Iterator[str]:
        """The numbers that were not seen, by their stretches; to find out why."""
        known = self.roots | self.gone
        missing = (
            n for n, seen in enumerate(self.seen) if n and not seen and n not in known
        )
        # Neighbours but for roots and what is gone: a page that was missed is one.
        for first, last in stretches(missing, APART):
            yield f"{self.source} {first}-{last}"

    def id_of(self, number: int) -> str:
        return f"telegram:{self.chat}:{number}"


def stretches(numbers: Iterable[int], apart: int) -> Iterator[tuple[int, int]]:
    """The first and last of numbers, in order, that lie near one another."""
    first = last = 0
    for number in numbers:
        if first and number - last > apart:
            yield first, last
            first = 0
        first, last = first or number, number
    if first:
        yield first, last


def truths(path: Path) -> list[Truth]:
    return [Truth.of(told) for told in json.loads(path.read_text())]


def is_drained(database: Database[Document], said: Sequence[Truth]) -> bool:
    """Whether a whole comparison is worth its while: the numbers are right."""
    wanted = sum(one.wanted for one in said)
    return (
        database.comments.count_documents({}) == wanted
        and database.comments.find_one({"pending": True}, ["_id"]) is None
        and database.stale.find_one({}, ["_id"]) is None
    )


def compared(database: Database[Document], said: Sequence[Truth], seed: int) -> Found:
    """Every comment that is stored, and every one that should be."""
    found, words = Found(wanted=sum(one.wanted for one in said)), Words(seed)
    by_chat = {one.chat: one for one in said}
    for one in said:
        one.seen = bytearray(one.messages + 1)
    for comment in database.comments.find({}, ["text", "source"]).batch_size(10_000):
        found.held += 1
        _judge(found, comment, by_chat, words)
    found.lost = found.wanted - sum(one.seen.count(1) for one in said)
    found.where = [place for one in said for place in one.lost()][:NAMED]
    found.unscored = database.comments.count_documents({"pending": True})
    found.marks_left = database.stale.count_documents({})
    return found


def _judge(
    found: Found, comment: Document, by_chat: dict[int, Truth], words: Words
) -> None:
    _kind, chat, number = comment["_id"].split(":")
    said, n = by_chat.get(int(chat)), int(number)
    if said is None or not 0 < n <= said.messages or n in said.roots:
        found.unknown += 1
    elif n in said.gone:
        found.not_erased += 1
    elif said.seen[n] or comment["source"] != said.source:
        found.doubled += 1
    else:
        said.seen[n] = 1
        found.stale += not _is_said(
            words.text(said.chat, n, _edition(said, n)), comment
        )


def _edition(said: Truth, number: int) -> int:
    return said.editions.get(number, 0)


def _is_said(text: str, comment: Document) -> bool:
    kept: str = comment["text"]
    return kept == text or kept == redacted(text)


@dataclass(frozen=True, slots=True)
class Blindness:
    """What the coverage ledger says of the time of the soak, over all sources.

    ``left`` are the seconds in which a source stayed blind; ``unexplained`` those of
    them with which no fault had to do.
    """

    seconds: float
    left: float
    unexplained: float
    reasons: dict[str, float]


def blindness(
    database: Database[Document], befallen: Sequence[Befallen], began: float, end: float
) -> Blindness:
    faults = [(b.began, b.ended + SLACK) for b in befallen if b.kind in BLINDING]
    ledgers = Reading(database).ledgers()
    left = unexplained = 0.0
    reasons: dict[str, float] = {}
    for ledger in ledgers.values():
        for first, last, reason in _blind(ledger, began, end):
            left += last - first
            reasons[reason] = reasons.get(reason, 0.0) + last - first
            if not any(a <= last and first <= b for a, b in faults):
                unexplained += last - first
    return Blindness((end - began) * len(ledgers), left, unexplained, reasons)


def _blind(
    ledger: Sequence[Stretch], began: float, end: float
) -> list[tuple[float, float, str]]:
    """Within the time: what is blind, and what lies in no stretch."""
    blind, known = [], began
    for one in sorted(ledger, key=lambda stretch: stretch.start_at):
        first, last = one.start_at.timestamp(), one.end_at.timestamp()
        if known < first and known < end:
            blind.append((known, min(first, end), "nobody listened"))
        if one.reason and first < end and last > began:
            blind.append((max(first, began), min(last, end), str(one.reason)))
        known = max(known, last)
    return blind + ([(known, end, "nobody listened")] if known < end else [])
