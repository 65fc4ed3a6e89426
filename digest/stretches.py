"""Blind stretches as a reader wants them: great blindness apart from small. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from mood.coverage import Blind

MOST = 0.5
"""From this share of sources on, a stretch is told with its times."""

TOLD_FROM = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Unseen:
    """``mostly`` are the times in which at least half of the sources was not seen;
    ``partly`` are the reasons for which fewer were not."""

    mostly: tuple[Blind, ...]
    partly: tuple[str, ...]


def unseen(stretches: Iterable[Blind]) -> Unseen:
    """Tell great blindness from small, and join what touches."""
    found = list(stretches)
    mostly = _runs(each for each in found if each.share >= MOST)
    partly = _runs(each for each in found if each.share < MOST)
    return Unseen(
        mostly=tuple(run for run in mostly if _long(run)),
        partly=tuple(sorted({r for run in partly if _long(run) for r in run.reasons})),
    )


def _long(run: Blind) -> bool:
    return run.end_at - run.start_at >= TOLD_FROM


def _runs(stretches: Iterable[Blind]) -> Iterator[Blind]:
    """Stretches that touch, as one: its largest share, all its reasons."""
    run: Blind | None = None
    for each in stretches:
        if run and each.start_at <= run.end_at:
            run = replace(
                run,
                end_at=each.end_at,
                share=max(run.share, each.share),
                reasons=tuple(sorted({*run.reasons, *each.reasons})),
            )
            continue
        if run:
            yield run
        run = each
    if run:
        yield run
