"""The lines of the redaction corpus, and what the redaction takes out of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from listener.redaction import redacted, seen

CORPUS = Path(__file__).with_name("redaction_corpus.toml")
HALVES = ("first", "second")
THIRD = "third"
WRITINGS = ("uz", "uz-Cyrl", "ru", "en")

_MARK = re.compile("⟦([a-z-]+):([^⟧]+)⟧")
_INSTEAD = re.compile("‹[^›]+›")
_WORD = re.compile(r"\w+")
_TRUNK = 2
"""A country's trunk prefix, such as ``8`` or ``00``, says nothing of a person."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as written, and where in it persons are identified."""

    text: str
    personal: tuple[tuple[str, Span], ...]


def lines(half: str, writing: str) -> list[Line]:
    """The lines of a half in one writing."""
    corpus = tomllib.loads(CORPUS.read_text(encoding="utf-8"))
    return [_line(each) for each in corpus[half][writing].strip().splitlines()]


def leaked(line: Line) -> list[str]:
    """The identifiers of which letters or digits are left; each after its kind."""
    taken = removed(line.text)
    return [
        f"{kind} {line.text[start:end]}"
        for kind, (start, end) in line.personal
        if not _is_gone(kind, line.text[start:end], start, taken)
    ]


def lost(line: Line) -> list[str]:
    """The words and numbers that identify nobody, and are gone all the same."""
    taken, personal = removed(line.text), [span for _, span in line.personal]
    return [
        found[0]
        for found in harmless(line)
        if any(_meet(found.span(), span) for span in taken)
        and not any(_meet(found.span(), span) for span in personal)
    ]


def harmless(line: Line) -> list[re.Match[str]]:
    """The words of a line that are no part of an identifier."""
    spans = [span for _, span in line.personal]
    words = _WORD.finditer(line.text)
    return [w for w in words if not any(_meet(w.span(), span) for span in spans)]


def removed(text: str) -> list[Span]:
    """Where something was taken out of ``text``: what stays tells it."""
    kept = _INSTEAD.split(redacted(text))
    found = re.fullmatch("(.+?)".join(map(re.escape, kept)), text, re.DOTALL)
    assert found, f"{text!r} became {redacted(text)!r}"
    return [found.span(group) for group in range(1, len(kept))]


def _line(marked: str) -> Line:
    text, personal = "", []
    for before, kind, what in _pieces(marked):
        text += before
        personal += [(kind, (len(text), len(text) + len(what)))] if kind else []
        text += what
    assert seen(text) == text, f"{marked!r} holds what nobody sees"
    return Line(text, tuple(personal))


def _pieces(marked: str) -> Iterator[tuple[str, str, str]]:
    end = 0
    for mark in _MARK.finditer(marked):
        yield seen(marked[end : mark.start()]), mark[1], seen(mark[2])
        end = mark.end()
    yield seen(marked[end:]), "", ""


def _is_gone(kind: str, what: str, start: int, taken: list[Span]) -> bool:
    left = [
        place
        for place in (found.start() for found in re.finditer(r"[^\W_]", what))
        if not any(first <= start + place < last for first, last in taken)
    ]
    return not left or (kind == "phone" and left[-1] < _TRUNK)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
