"""What many wrote alike: the words of a campaign without those of a few. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

LEFT_OUT = "…"
_MOST = 100
"""Words that are kept of a text."""

Counted = tuple[str, int]
"""A word, and how many authors wrote it."""


def shared_words(said: Sequence[tuple[str | None, str]]) -> list[Counted]:
    """The words of the most frequent text, each with how many authors wrote it.

    ``said``: authors and texts. One without an author counts for nobody.
    """
    texts = Counter(text for _, text in said)
    if not texts:
        return []
    chosen = min(texts, key=lambda text: (-texts[text], text))
    authors: dict[str, set[str]] = {_bare(word): set() for word in chosen.split()}
    for author, text in said:
        for word in set(map(_bare, text.split())) & authors.keys():
            authors[word] |= {author} if author else set()
    return [(word, len(authors[_bare(word)])) for word in chosen.split()[:_MOST]]


def shown_words(counted: Iterable[Sequence[object]], k: int) -> str | None:
    """The words that ``k`` authors wrote, … for the others; None if there are none."""
    words = [word if authors >= k else None for word, authors in _pairs(counted)]
    parts = [
        LEFT_OUT if hidden else " ".join(filter(None, run))
        for hidden, run in groupby(words, key=lambda word: word is None)
    ]
    return " ".join(parts) if any(words) else None


def _pairs(counted: Iterable[Sequence[object]]) -> Iterable[Counted]:
    return ((str(word), int(str(authors))) for word, authors in counted)


def _bare(word: str) -> str:
    """In lower case and without signs, so that "tariff!" is "Tariff"."""
    return "".join(filter(str.isalnum, word.casefold())) or word
