"""Sums of cells become estimates of mood with 95% intervals. Pure.

The shares are corrected for the scorer's errors (``mood.correction``), their
covariance says who happened to speak and how well those errors are known
(``mood.spread``), and the interval is made of what they do not exclude
(``mood.intervals``). That it holds is shown over made-up worlds by
``python -m benchmarks.coverage``. The estimate never lies outside its interval.

Where the scorer errs otherwise than where it was measured, the *level* is off by
more than the interval says, and every period by about the same: so the interval is
right for changes, and a second, wider one is right for the level. Labels make it
needless (``mood.labelled``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

import numpy as np

from domain.cells import Cell
from domain.periods import Period
from mood.correction import MOOD, Confusions, Correction, correction, on_simplex
from mood.intervals import moods
from mood.spread import spread, voices
from mood.sums import Floats, Sums, sums_of

K = 5
"""Fewer voices than this have no estimate: what is shown covers several people."""

BLIND = 0.5
"""With less of the hours seen than this there is no estimate: a gap, not a line."""

SEEN = 0.9
"""With less of the hours seen than this an estimate is half blind, and says so.

If those who spoke unheard were 20 to 30 points apart from the others, as after bad
news, a tenth of the time moves the mood by 2 to 3 points: less than its interval.
"""

MOST_COLLECTED = 0.5
"""With a smaller share of the comments collected than this, an estimate says so."""

MOST_CORRECTED = 0.9
"""From this share of voices on, an estimate counts as corrected."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mood of a period, from -100 to +100, with its 95% interval.

    ``mood``, its interval and the shares are None together: fewer than k
    voices, or a period that we hardly saw. ``coverage`` is the share of the
    sources' hours that were seen. ``corrected`` says whether the shares of at
    least nine voices in ten are corrected for the scorer's errors; if not, they
    are mean votes as they came. ``labels`` counts the labelled voices that it was
    made with; 0 where they were too few to help. ``withheld`` voices were asked
    for and do not count, as they could be told apart (``mood.disclosure``).
    ``low_elsewhere`` and ``high_elsewhere`` are the interval of the level if this
    subject is to the scorer as new as any; None where labels speak of it.
    ``scorers`` are the ids of those who scored its voices, in order: more than one
    only while comments are scored anew, or where words expired before they were.
    ``collected`` is the share stored of the comments that the servers count under
    the posts of the period, whatever they speak of (``mood.collected``); None where
    they count none. ``not_scored`` counts, by their own language, the comments
    without an attitude, the most frequent first.
    """

    period: Period
    mood: float | None
    low: float | None
    high: float | None
    in_favour: float | None
    neutral: float | None
    against: float | None
    voices: int
    comments: int
    scored: int
    coverage: float
    corrected: bool = False
    labels: int = 0
    withheld: int = 0
    low_elsewhere: float | None = None
    high_elsewhere: float | None = None
    scorers: tuple[str, ...] = ()
    collected: float | None = None
    not_scored: Mapping[str, int] = field(default_factory=dict, hash=False)

    @property
    def half_blind(self) -> bool:
        """There may be an estimate, but more than a tenth of the hours is not in it."""
        return BLIND <= self.coverage < SEEN

    @property
    def half_collected(self) -> bool:
        """Most of the comments that the servers count are not in it."""
        return self.collected is not None and self.collected < MOST_COLLECTED


NOT_CORRECTED: Confusions = {}
Figures = Mapping[str, Any]


def estimate(
    cells: Sequence[Cell],
    period: Period,
    *,
    coverage: float,
    k: int = K,
    confusions: Confusions = NOT_CORRECTED,
) -> Estimate:
    """The estimate of one period; cells of other days are left out."""
    (one,) = estimates(
        cells, [period], coverages=[coverage], k=k, confusions=confusions
    )
    return one


def estimates(
    cells: Sequence[Cell],
    periods: Sequence[Period],
    *,
    coverages: Sequence[float],
    k: int = K,
    confusions: Confusions = NOT_CORRECTED,
) -> list[Estimate]:
    """The estimates of ``periods``, which ascend and do not overlap."""
    sums = sums_of(cells, periods)
    how = correction(confusions, sums.strata)
    figures, not_scored = _figures(sums, how), _not_scored(sums)
    n = sums.voices.sum(axis=1)
    corrected = (sums.voices * how.usable).sum(axis=1) >= MOST_CORRECTED * voices(sums)
    shown = (n >= k) & (np.asarray(coverages) >= BLIND)
    return [
        Estimate(
            period=period,
            **(figures[t] if shown[t] else _NONE),
            voices=int(n[t]),
            comments=int(sums.comments[t].sum()),
            scored=int(sums.scored[t].sum()),
            coverage=float(coverages[t]),
            corrected=bool(corrected[t] and shown[t]),
            scorers=_scorers(sums, t),
            not_scored=not_scored[t],
        )
        for t, period in enumerate(periods)
    ]


def _scorers(sums: Sums, t: int) -> tuple[str, ...]:
    speaking = compress(sums.strata, sums.voices[t] > 0)
    return tuple(sorted({each for stratum in speaking for each in stratum.scorers}))


def _not_scored(sums: Sums) -> list[dict[str, int]]:
    """For each period the comments without an attitude, by language."""
    languages = sorted({stratum.language for stratum in sums.strata})
    of = [[stratum.language == each for each in languages] for stratum in sums.strata]
    shape = len(sums.strata), len(languages)
    missed = (sums.comments - sums.scored) @ np.array(of, dtype=np.int64).reshape(shape)
    return [
        dict(
            sorted(
                ((at, n) for at, n in zip(languages, row, strict=True) if n > 0),
                key=_most,
            )
        )
        for row in missed.tolist()
    ]


def _most(counted: tuple[str, int]) -> tuple[int, str]:
    language, n = counted
    return -n, language


_MOODS = ("mood", "low", "high", "low_elsewhere", "high_elsewhere")
_SHARES = ("against", "neutral", "in_favour")
_NONE: Figures = dict.fromkeys((*_MOODS, *_SHARES))


def _figures(sums: Sums, how: Correction) -> list[Figures]:
    """For each period the mood, its intervals and the shares."""
    solved = _solved(sums, how)
    shares = on_simplex(solved, _errors(sums, how))
    mood = shares @ MOOD
    found = spread(sums, how, solved)
    columns = [mood]
    for covariance in (found.covariance, found.elsewhere):
        low, high = _ends(solved, found.drawn, covariance)
        columns += [np.minimum(low, mood), np.maximum(high, mood)]
    rows = np.column_stack([*(100 * column for column in columns), shares])
    return [dict(zip((*_MOODS, *_SHARES), row, strict=True)) for row in rows.tolist()]


def _ends(solved: Floats, drawn: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """The least and the greatest mood that votes do not exclude, alone or with those
    that are added.

    Where few voices agree, the added ones say how far the public may be from them;
    where a corrected vote strays beyond all shares, they would draw the interval away
    from a public that is truly of one mind.
    """
    starts = np.concatenate([solved, drawn])
    low, high = moods(starts, np.concatenate([covariance, covariance]))
    return low.reshape(2, -1).min(axis=0), high.reshape(2, -1).max(axis=0)


def _solved(sums: Sums, how: Correction) -> Floats:
    """The shares (T, 3) of all strata together that explain the votes best.

    They sum to 1, but chance may make one negative.
    """
    total = np.einsum("lij,tlj->ti", how.solving, sums.votes)
    return np.where(
        sums.voices.sum(axis=1, keepdims=True) > 0, total / voices(sums)[:, None], 1 / 3
    )


def _errors(sums: Sums, how: Correction) -> Floats:
    weights = sums.voices / voices(sums)[:, None]
    errors: Floats = np.einsum("tl,lij->tij", weights, how.errors)
    return errors
