"""Where a line is not made as before: by another scorer, or by labels. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from mood.estimates import Estimate
from mood.versions import Version, jumps, versions_of
from shown.speech import _


class Turn(NamedTuple):
    """What turned, in a word or two, and what that means."""

    said: str
    explained: str


NO_TURN = Turn("", "")


def turns_of(estimates: Sequence[Estimate]) -> dict[date, Turn]:
    """By the first day of the step from which on the line is made otherwise."""
    found: dict[date, Turn] = {}
    for day, turn in (*_versions(estimates), *_jumps(estimates)):
        found[day] = _both(found[day], turn) if day in found else turn
    return found


def _versions(estimates: Sequence[Estimate]) -> Iterator[tuple[date, Turn]]:
    for each in versions_of(estimates):
        explained = _("{before} → {after}: do not compare across", **_scorers(each))
        yield each.day, Turn(_("new scorer"), explained)


def _jumps(estimates: Sequence[Estimate]) -> Iterator[tuple[date, Turn]]:
    for day in jumps(estimates):
        labelled = any(e.labels for e in estimates if e.period.first == day)
        said = _("labels begin") if labelled else _("labels end")
        yield day, Turn(said, _("A jump here is no change of mood"))


def _scorers(version: Version) -> dict[str, str]:
    return {
        "before": ", ".join(sorted(version.before)),
        "after": ", ".join(sorted(version.after)),
    }


def _both(one: Turn, other: Turn) -> Turn:
    return Turn(f"{one.said}, {other.said}", f"{one.explained}. {other.explained}")
