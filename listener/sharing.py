"""Decide who listens to what, from what all listeners see alike. Pure.

What is claimed is a group: the sources of one host, so that a host is asked by one
listener at a time (P7); a channel of the kind ``telegram``, which each account asks by
itself; all of YouTube, whose quota is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from urllib.parse import urlsplit

from domain.sources import Kind, Source
from store.claims import Listener, Sight

_HOST = "t.me"
"""Of the channels that name no address."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``take`` are groups with the dead who had them, ``leave`` are to be others'."""

    take: Mapping[str, str | None]
    leave: frozenset[str]
    lost: frozenset[str]


def group_of(source: Source) -> str:
    """What is claimed together with the source."""
    match source.kind:
        case Kind.TELEGRAM:
            return source.id
        case Kind.YOUTUBE:
            return str(source.kind)
        case _:
            return (urlsplit(source.url).netloc or _HOST).lower()


def offers(sources: Iterable[Source]) -> Counter[str]:
    """How many sources there are in each group."""
    return Counter(group_of(source) for source in sources)


def plan(sight: Sight, me: str, *, ours: Collection[str]) -> Plan:
    """What I take, leave and have lost, where I hold the groups ``ours``."""
    targets = shared(sight)
    mine = {group for group, name in targets.items() if name == me}
    lost = {group for group in ours if sight.held.get(group) != me}
    return Plan(
        take={
            group: sight.held.get(group)
            for group in sorted(mine)
            if group not in ours and sight.holder(group) in {None, me}
        },
        leave=frozenset(set(ours) - mine - lost),
        lost=frozenset(lost),
    )


def shared(sight: Sight) -> dict[str, str]:
    """Who should listen to each group.

    What somebody has stays with him; what nobody has goes to whoever has least; then
    groups move from who has much to who has little, while that evens it out.
    """
    weights = _weights(sight.living.values())
    able = {group: _able(sight, group) for group in weights}
    targets: dict[str, str] = {}
    loads = Counter(dict.fromkeys(sight.living, 0))
    free = []
    for group in reversed(weights):
        holder = sight.holder(group)
        if holder in able[group]:
            _give(group, holder, targets, loads, weights)
        else:
            free.append(group)
    for group in free:
        least = min(able[group], key=lambda name: (loads[name], name))
        _give(group, least, targets, loads, weights)
    while move := _move(targets, loads, weights, able):
        group, to = move
        loads[targets[group]] -= weights[group]
        _give(group, to, targets, loads, weights)
    return targets


def _weights(living: Iterable[Listener]) -> dict[str, int]:
    """As many sources as anybody knows of a group, the lightest first."""
    weights: Counter[str] = Counter()
    for each in living:
        weights |= Counter(each.can) | Counter(each.cannot)
    return dict(sorted(weights.items(), key=lambda one: (one[1], one[0])))


def _able(sight: Sight, group: str) -> frozenset[str]:
    """Who can listen to it; if nobody can, who would try, and say why not."""
    living = sight.living.items()
    can = frozenset(name for name, each in living if group in each.can)
    return can or frozenset(name for name, each in living if group in each.cannot)


def _give(
    group: str,
    name: str | None,
    targets: dict[str, str],
    loads: Counter[str],
    weights: Mapping[str, int],
) -> None:
    if name is not None:
        targets[group] = name
        loads[name] += weights[group]


def _move(
    targets: Mapping[str, str],
    loads: Mapping[str, int],
    weights: Mapping[str, int],
    able: Mapping[str, frozenset[str]],
) -> tuple[str, str] | None:
    """The lightest group from the most loaded to the least, so that it evens out.

    None if no move does. The sum of the squares of the loads falls, so it ends.
    """
    for gap, much, little in _gaps(loads):
        for group, weight in weights.items():
            if weight >= gap:
                break
            if targets[group] == much and little in able[group]:
                return group, little
    return None


def _gaps(loads: Mapping[str, int]) -> list[tuple[int, str, str]]:
    """Who has how much more than whom, the widest first."""
    pairs = permutations(loads, 2)
    gaps = [(loads[much] - loads[little], much, little) for much, little in pairs]
    return sorted(
        (gap for gap in gaps if gap[0] > 0), key=lambda gap: (-gap[0], *gap[1:])
    )
