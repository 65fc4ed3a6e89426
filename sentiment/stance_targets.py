"""The words by which Russian comments name a target, and by which they judge one.

Kept as stems in ``stance_targets.toml``, in the catalogue of reforms and in
``stance_cues.toml``, and compared in the letters in which the models read.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sentiment.catalogue import load_catalogue
from sentiment.codes import encode
from sentiment.skeleton import skeletons

TARGETS = Path(__file__).parent / "stance_targets.toml"
CUES = Path(__file__).parent / "stance_cues.toml"

_LEAST = 4  # letters of a word of the catalogue's terms: "на" names nothing
_REMEMBERED = 1_000  # targets; a catalogue has a few dozen


@dataclass(frozen=True, slots=True)
class Stems:
    """Stems, and the numbers of the lists in which each stands."""

    whole: Mapping[str, tuple[int, ...]]
    open: Mapping[str, tuple[int, ...]]
    longest: int

    @classmethod
    def of(cls, lists: Iterable[Sequence[str]]) -> Stems:
        """From lists of written words, a star standing for any ending."""
        whole: dict[str, tuple[int, ...]] = defaultdict(tuple)
        open_: dict[str, tuple[int, ...]] = defaultdict(tuple)
        for number, written in enumerate(lists):
            stems = _read([word.rstrip("*") for word in written])
            for word, stem in zip(written, stems, strict=True):
                (open_ if word.endswith("*") else whole)[stem] += (number,)
        return cls(dict(whole), dict(open_), max(map(len, open_), default=0))

    def lists(self, word: str) -> tuple[int, ...]:
        """The numbers of the lists that a word of a comment is in."""
        found = {*self.whole.get(word, ())}
        for end in range(1, min(len(word), self.longest) + 1):
            found.update(self.open.get(word[:end], ()))
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Cues:
    """What words say of a measure, by the number of their list; and what negates."""

    stems: Stems
    negating: Stems


@lru_cache(_REMEMBERED)
def stems_of(target: str) -> Stems:
    """How comments name a target: one of ours, a reform's id, or any words."""
    listed = _toml(TARGETS).get(target) or _catalogued(target)
    return Stems.of([listed or re.findall(r"\w+", target)])


@cache
def cues() -> Cues:
    """Our own lists, read once."""
    found = _toml(CUES)
    return Cues(Stems.of(found["cues"].values()), Stems.of([found["negating"]]))


def _catalogued(target: str) -> list[str]:
    """The words of a reform's Russian terms up to their first star, short ones left."""
    reform = _reforms().get(target)
    terms = " ".join(reform.terms["ru"]) if reform else ""
    words = re.findall(r"(\w+)(\*?)", terms)
    named = (word + star for word, star in words if _telling(word))
    return list(dict.fromkeys(named))


def _telling(word: str) -> bool:
    return len(word) >= _LEAST or word.isupper()


_reforms = cache(load_catalogue)


@cache
def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read(words: Sequence[str]) -> list[str]:
    """Words in the letters of the models."""
    batch = encode(words)
    return skeletons(batch, uzbek=False).strings()
