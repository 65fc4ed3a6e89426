"""Places cut into blocks of enough voices, without regard to what is asked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

Place = tuple[bool, str, str]
"""Campaign or not, source, language."""

ORDER = (0, 2, 1)
"""Blocks are cut by campaign, then language, then source: what has few and large
parts first. The other way round a line by language lost four times the voices that
a line by source loses this way."""

Voices = Mapping[Place, int]


def blocks(voices: Voices, k: int) -> Iterator[frozenset[Place]]:
    """Cut places into blocks of at least ``k`` voices, as small as they may be.

    A single block of fewer is all there is.
    """
    yield from _cut({place: n for place, n in voices.items() if n}, ORDER, k)


def _cut(voices: Voices, by: Sequence[int], k: int) -> Iterator[frozenset[Place]]:
    if not by:
        yield frozenset(voices)
        return
    for group in _groups(voices, by[0], k):
        yield from _cut({place: voices[place] for place in group}, by[1:], k)


def _groups(voices: Voices, by: int, k: int) -> Iterator[set[Place]]:
    """Places alike in ``by``; those too few together, or else with the most."""
    alike: dict[object, set[Place]] = {}
    for place in voices:
        alike.setdefault(place[by], set()).add(place)

    def size(group: Iterable[Place]) -> int:
        return sum(voices[place] for place in group)

    large = [group for group in alike.values() if size(group) >= k]
    few = {p for group in alike.values() if size(group) < k for p in group}
    if few and large and size(few) < k:
        max(large, key=lambda group: (size(group), sorted(group))).update(few)
    elif few:
        yield few
    yield from large
