"""Where a reform is spoken of, in numbers of which none tells of a few. Pure.

Each month is cut into blocks of places as for the mood (``mood.disclosure``), without
regard to what is asked, and every number is a sum of whole blocks: two tables, of any
days, sources and languages, with campaigns or without, differ by blocks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal

from domain.reforms import Spoken
from mood.blocks import Place, Voices, blocks
from mood.disclosure import INSIDE, Filter
from mood.estimates import K

Part = Literal["source", "language"]

OTHERS = ""
"""The name under which blocks stand that are of no one source or language."""


def places(
    found: Iterable[Spoken], part: Part, chosen: Filter, *, k: int
) -> dict[str, int]:
    """How many voices of whole months spoke in each source or language.

    Each number is of at least k voices (5 at the least). What has too few in a month
    stands with what is like it: under its name, or under OTHERS.
    """
    counted: Counter[str] = Counter()
    for month in _by_month(found):
        for block in blocks(month, max(k, K)):
            voices = {place: month[place] for place in block}
            name, total = _name(voices, part, chosen), sum(voices.values())
            if name is not None and total >= max(k, K):
                counted[name] += total
    return dict(counted)


def rounded(voices: int, k: int) -> int:
    """To twice k, as a line of the same may be answered of a few others; never to 0."""
    unit = 2 * max(k, K)
    return max(unit, (voices + unit // 2) // unit * unit)


def _by_month(found: Iterable[Spoken]) -> Iterable[Voices]:
    months: dict[str, Counter[Place]] = defaultdict(Counter)
    for each in found:
        months[each.month][each.campaign, each.source, each.language] += each.voices
    return months.values()


def _name(block: Voices, part: Part, chosen: Filter) -> str | None:
    """Whose the block is, if what is chosen covers nearly all of it."""
    enough = INSIDE * sum(block.values())
    inside: Counter[str] = Counter()
    for place, voices in block.items():
        if place in chosen:
            _campaign, source, language = place
            inside[source if part == "source" else language] += voices
    if inside.total() < enough:
        return None
    name, most = inside.most_common(1)[0]
    return name if most >= enough else OTHERS
