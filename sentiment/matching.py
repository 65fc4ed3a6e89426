"""Find the terms of the catalogue in comments, whatever their spelling.

Compiled code walks every word through a table of how phrases begin; Python looks
only at texts that may name a reform, and there at capitals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from domain.reforms import Reform
from sentiment.codes import SEEN, Batch, Codes, word_table
from sentiment.standing import Phrases
from sentiment.terms import SAME, Phrase, words_of


class Matcher:
    """Made once from the catalogue."""

    def __init__(self, catalogue: Mapping[str, Reform]) -> None:
        self._ids = tuple(catalogue)
        self._phrases: list[Phrase] = []
        self._terms: dict[int, list[tuple[str, frozenset[int]]]] = defaultdict(list)
        numbers: dict[str, int] = {}
        for reform in catalogue.values():
            for term in dict.fromkeys(t for ts in reform.terms.values() for t in ts):
                needed = frozenset(
                    self._number(part.strip(), reform.id, numbers)
                    for part in term.split(" + ")
                )
                self._terms[min(needed)].append((reform.id, needed))
        self._capitals = {p.number: p.capitals for p in self._phrases if p.capitals}
        self._standing = Phrases.of(self._phrases, self._partners())

    def reforms(self, batch: Batch, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """The ids of the reforms that each text names."""
        standing: dict[int, set[int]] = defaultdict(set)
        for text, number in self._standing.standing(batch.rewritten(_same_table())):
            capitals = self._capitals.get(number)
            if not capitals or all(each.search(texts[text]) for each in capitals):
                standing[text].add(number)
        found: list[tuple[str, ...]] = [()] * batch.texts
        for text, numbers in standing.items():
            found[text] = self._named(numbers)
        return found

    def _number(self, phrase: str, reform: str, numbers: dict[str, int]) -> int:
        if phrase not in numbers:
            numbers[phrase] = len(numbers)
            words = tuple(words_of(phrase, reform))
            self._phrases.append(Phrase(words, numbers[phrase]))
        return numbers[phrase]

    def _partners(self) -> list[list[int]]:
        """Of each phrase those that must stand beside it, or itself."""
        partners: list[set[int]] = [set() for _ in self._phrases]
        for terms in self._terms.values():
            for _, needed in terms:
                one, other = min(needed), max(needed)
                partners[one].add(other)
                partners[other].add(one)
        return [sorted(each) for each in partners]

    def _named(self, standing: set[int]) -> tuple[str, ...]:
        named = {
            id_
            for number in standing
            for id_, needed in self._terms.get(number, ())
            if needed <= standing
        }
        return tuple(id_ for id_ in self._ids if id_ in named)


@cache
def _same_table() -> Codes:
    """The letters that people mix up made one; symbols are spaces."""
    table = np.arange(SEEN, dtype=np.uint32)
    table[~word_table()] = ord(" ")
    for code, other in SAME.items():
        table[code] = other or 0
    return table
