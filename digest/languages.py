"""The week's comments by language, never of fewer than k people. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from digest.letter import LanguageLine
from domain.cells import Cell

OTHER = "other"


def by_language(cells: Iterable[Cell], k: int) -> tuple[LanguageLine, ...]:
    """A line a language, most comments first.

    What fewer than ``k`` voices wrote is told among other languages, and the next
    smallest with it while those are too few: else the total less the lines would
    tell of them. Of comments that nobody scored no voices are known: there their
    own number counts.
    """
    comments, missed, voices = Counter[str](), Counter[str](), Counter[str]()
    for cell in cells:
        comments[cell.language] += cell.comments
        missed[cell.language] += cell.comments - cell.scored
        voices[cell.language] += cell.voices
    people = {each: voices[each] or comments[each] for each in comments}
    apart = _told_apart(people, k)
    lines = [LanguageLine(each, comments[each], missed[each]) for each in apart]
    rest = [each for each in comments if each not in apart]
    if rest:
        lines.append(
            LanguageLine(
                OTHER, sum(comments[r] for r in rest), sum(missed[r] for r in rest)
            )
        )
    return tuple(sorted(lines, key=lambda line: (-line.comments, line.language)))


def _told_apart(people: dict[str, int], k: int) -> set[str]:
    """The languages that have a line of their own."""
    apart = {each for each, many in people.items() if many >= k and each != OTHER}
    together = sum(many for each, many in people.items() if each not in apart)
    while 0 < together < k and apart:
        smallest = min(apart, key=lambda each: (people[each], each))
        apart.remove(smallest)
        together += people[smallest]
    return apart
