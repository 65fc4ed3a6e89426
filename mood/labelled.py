"""Estimates made with labels, where there are enough of them. Pure.

How many labels do what, in one period of a series:

- none, or 5: nothing; the estimate is the corrected one, as without labels
- about 30, which is 25 voices, and more: prediction-powered inference
  (``mood.ppi``) in its place
- the more labels, the narrower: half the width takes four times the labels

At 30 the labels' own noise is as bad as what an ordinary change of subject does
to the correction; its interval is wide, but it holds, and the other does not
(``python -m benchmarks.labels`` measures both).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from domain.cells import EVERY_REFORM, Cell
from domain.labels import CLEAR, Candidate, Draw, Label, Part
from domain.periods import Period
from mood.estimates import Estimate
from mood.ppi import Sample, Votes, powered
from mood.sampling import chance_of
from mood.sums import sums_of

Counted = tuple[Label, Part]
"""A label, and what its comment is in the cells that are estimated."""

LEAST = 25
"""Labelled voices from which on labels are used: what 30 comments come to at least."""

MOST = 0.9
"""The share of a period's voices that draws must have covered. Labels about one
reform say nothing of the others."""


def with_labels(
    plain: Sequence[Estimate],
    cells: Sequence[Cell],
    labels: Sequence[Label],
    draws: Sequence[Draw],
) -> list[Estimate]:
    """``plain``, and in its place an estimate by labels where they are enough.

    ``cells`` are those that ``plain`` was made of: a label counts where its voice
    does. What has no mood to show is left without one.
    """
    counted = _counted(labels, cells)
    answered = [each for each in draws if each.answered]
    days: dict[date, list[Cell]] = defaultdict(list)
    for cell in cells:
        days[cell.day].append(cell)
    return [
        _estimate(each, days, counted, answered) if each.mood is not None else each
        for each in plain
    ]


def sample_of(counted: Iterable[Counted], draws: Sequence[Draw]) -> Sample | None:
    """The sample of labels; None if it has not two voices.

    What no draw could have taken is left out: it has no weight.
    """
    rows = [
        (label, part, chance)
        for label, part in counted
        if (chance := chance_of(label.about, draws)) > 0
    ]
    voices = _numbered(label.about.voice for label, _, _ in rows)
    if len(set(voices)) < 2:
        return None
    chances = np.array([chance for _, _, chance in rows])
    return Sample(
        truth=np.array([truth(label, part.reform) for label, part, _ in rows]),
        said=np.array([label.about.p for label, _, _ in rows]),
        weights=1.0 / (chances * np.array([part.of for _, part, _ in rows])),
        chances=chances,
        voices=np.array(voices),
        within=np.array([within(label, part.reform) for label, part, _ in rows]),
    )


def truth(label: Label, reform: str = EVERY_REFORM) -> tuple[float, ...]:
    """The mean of its attitudes to ``reform``: two labellers who differ are half and
    half. All zero if it has none."""
    clear = label.of(reform).clear
    return tuple(clear.count(said) / max(len(clear), 1) for said in CLEAR)


def within(label: Label, reform: str = EVERY_REFORM) -> float:
    """The share of its answers that are an attitude to ``reform``.

    A comment that speaks of another reform has none to this one, however clear it is.
    """
    return len(label.of(reform).clear) / len(label.answers)


def _counted(labels: Sequence[Label], cells: Iterable[Cell]) -> list[Counted]:
    """The labels whose voices stand in ``cells``, each with its part there."""
    days = {label.about.day for label in labels}
    places = {
        (cell.day, cell.source, cell.reform, cell.language, cell.campaign)
        for cell in cells
        if cell.voices and cell.day in days
    }
    return [
        (label, part)
        for label in labels
        for part in label.about.parts
        if _where(label.about, part) in places
    ]


def _where(about: Candidate, part: Part) -> tuple[object, ...]:
    return about.day, about.source, part.reform, part.language, about.campaign


def _estimate(
    plain: Estimate,
    days: Mapping[date, Sequence[Cell]],
    counted: Sequence[Counted],
    draws: Sequence[Draw],
) -> Estimate:
    """``plain``, if the attitudes are too few, or were drawn from too little."""
    inside = [each for each in counted if each[0].about.day in plain.period]
    if len(inside) < LEAST:
        return plain
    within = [
        cell for day, cells in days.items() if day in plain.period for cell in cells
    ]
    near = [each for each in draws if _meet(each.frame.period, plain.period)]
    sample = sample_of(inside, near)
    if not sample or sample.size < LEAST or _covered(within, near) < MOST:
        return plain
    return _by_sample(plain, within, sample)


def _meet(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def _by_sample(plain: Estimate, cells: Sequence[Cell], sample: Sample) -> Estimate:
    found = powered(sample, _votes(cells, plain.period))
    against, neutral, in_favour = found.shares.tolist()
    return replace(
        plain,
        mood=100 * found.mood,
        low=100 * found.low,
        high=100 * found.high,
        low_elsewhere=None,
        high_elsewhere=None,
        in_favour=in_favour,
        neutral=neutral,
        against=against,
        corrected=True,
        labels=sample.size,
    )


def _votes(cells: Sequence[Cell], period: Period) -> Votes:
    """The votes of all languages together."""
    sums = sums_of(cells, [period])
    return Votes(
        float(sums.voices.sum()),
        sums.votes.sum(axis=(0, 1)),
        sums.outer.sum(axis=(0, 1)),
    )


def _covered(cells: Sequence[Cell], draws: Sequence[Draw]) -> float:
    """The share of the voices that had a chance to be drawn."""
    known: dict[tuple[object, ...], bool] = {}
    covered = total = 0
    for cell in cells:
        place = cell.day, cell.source, cell.language, cell.reform
        if place not in known:
            known[place] = any(_covers(each, cell) for each in draws)
        total += cell.voices
        covered += cell.voices * known[place]
    return covered / total if total else 0.0


def _covers(draw: Draw, cell: Cell) -> bool:
    frame = draw.frame
    return (
        cell.day in frame.period
        and frame.reform in {EVERY_REFORM, cell.reform}
        and (frame.sources is None or cell.source in frame.sources)
        and (frame.languages is None or cell.language in frame.languages)
    )


def _numbered(voices: Iterable[str]) -> list[int]:
    numbers: dict[str, int] = {}
    return [numbers.setdefault(voice, len(numbers)) for voice in voices]
