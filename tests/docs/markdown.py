"""What stands in our pages: links, headings, and commands to type."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).parents[2]

NOT_OURS = {"data", "build", "node_modules"}

_FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?: {4}[^\n]*\n)+")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_TAG = re.compile(r"<(?:img|a)\b[^>]*?(?:src|href)=\"([^\"]+)\"")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_ANCHOR = re.compile(r"<a\s+(?:id|name)=\"([^\"]+)\"")
_SET = re.compile(r"[A-Z][A-Z0-9_]*=.*")
_FILLED_IN = re.compile(r"\$\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as a page gives it; ``whole`` if it is to be typed as it stands."""

    page: Path
    words: tuple[str, ...]
    whole: bool

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}: {' '.join(self.words)}"


@cache
def pages() -> tuple[Path, ...]:
    """Every Markdown page of the repository."""
    ours = [each for each in ROOT.iterdir() if not _foreign(each.name)]
    inside = (path for each in ours if each.is_dir() for path in each.rglob("*.md"))
    found = [*(each for each in ours if each.suffix == ".md"), *inside]
    folders = (path.relative_to(ROOT).parts[:-1] for path in found)
    return tuple(
        sorted(
            path
            for path, within in zip(found, folders, strict=True)
            if not any(map(_foreign, within))
        )
    )


def _foreign(folder: str) -> bool:
    return folder.startswith(".") or folder in NOT_OURS or folder.endswith("-info")


@cache
def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def links(page: Path) -> Iterator[str]:
    """The targets of its links and pictures that lead to no other site."""
    prose = _CODE.sub("", _FENCE.sub("", read(page)))
    for target in [*_LINK.findall(prose), *_TAG.findall(prose)]:
        if not re.match(r"[a-z][a-z0-9+.-]*:", target):
            yield target


@cache
def anchors(page: Path) -> frozenset[str]:
    """The names of its headings as GitHub makes them, and those given by hand."""
    prose = _FENCE.sub("", read(page))
    names: Counter[str] = Counter()
    found = set(_ANCHOR.findall(prose))
    for heading in _HEADING.findall(prose):
        slug = _slug(heading)
        found.add(f"{slug}-{names[slug]}" if names[slug] else slug)
        names[slug] += 1
    return frozenset(found)


def _slug(heading: str) -> str:
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def typed(page: Path, program: str) -> Iterator[Typed]:
    """The calls of ``program`` that a page gives: whole in blocks, named in prose."""
    text = read(page)
    blocks = [m[0].strip("`~").partition("\n")[2] for m in _FENCE.finditer(text)]
    prose = _FENCE.sub("\n", text)
    blocks += [m[0] for m in _INDENTED.finditer(prose)]
    prose = _INDENTED.sub("\n", prose)
    for block in blocks:
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            yield from _calls(page, line, program, whole=True)
    for _, code in _CODE.findall(prose):
        yield from _calls(page, " ".join(code.split()), program, whole=False)


def _calls(page: Path, line: str, program: str, *, whole: bool) -> Iterator[Typed]:
    for words in _parts(line.strip().removeprefix("$ ")):
        said = words[len(list(takewhile(_SET.fullmatch, words))) :]
        if said and _is(said[0], program):
            yield Typed(page, (program, *said[1:]), whole)


def _is(word: str, program: str) -> bool:
    return word in {program, f".venv/bin/{program}"}


def _parts(line: str) -> Iterator[list[str]]:
    """The words of each command of a line; none where it is no line for a shell."""
    line = _FILLED_IN.sub("FILLED_IN", line)
    split = shlex.shlex(line, posix=True, punctuation_chars="|&;")
    split.whitespace_split = True
    try:
        words = list(split)
    except ValueError:  # a quotation that does not end: prose, or output
        return
    part: list[str] = []
    for word in [*words, ";"]:
        if set(word) <= set("|&;"):
            yield part
            part = []
        else:
            part.append(word)
