"""The headline figures: which step is *now*, and what stands in the row. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.periods import Period, Step
from mood.changes import change
from mood.estimates import Estimate
from shown import sentences, words
from shown.speech import _


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name above it and what bounds it below."""

    name: str
    value: str
    under: str
    explained: str


def latest(
    estimates: Sequence[Estimate], *, by: Step, today: date
) -> tuple[Estimate | None, Estimate]:
    """The last whole step, and the one before it; a week half over is no week.

    Where no step is whole, the last stands for it: ``is_whole`` tells.
    """
    whole = [i for i, e in enumerate(estimates) if is_whole(e.period, by, today)]
    last = whole[-1] if whole else len(estimates) - 1
    return (estimates[last - 1] if last else None), estimates[last]


def is_whole(period: Period, by: Step, today: date) -> bool:
    """Whether the step is over and was not cut at its start or end."""
    if period.last >= today:
        return False
    if by == "week":
        return period.days == 7
    if by == "month":
        return period.first.day == 1 and (period.last + timedelta(days=1)).day == 1
    return True


def figures(
    estimates: Sequence[Estimate], *, by: Step, today: date, k: int
) -> list[Figure]:
    """Mood and its change for the last whole step; voices for the whole period."""
    earlier, now = latest(estimates, by=by, today=today)
    return [
        _mood(now, by, k, whole=is_whole(now.period, by, today)),
        _change(earlier, now, by),
        _voices(estimates, k),
    ]


def _mood(now: Estimate, by: Step, k: int, *, whole: bool) -> Figure:
    stands = now.mood is not None
    return Figure(
        _("Latest mood"),
        words.signed(now.mood),
        _within(now.low, now.high) if stands else sentences.why_none(now, k),
        _mood_explained(now, by, whole=whole),
    )


def _mood_explained(now: Estimate, by: Step, *, whole: bool) -> str:
    step = words.step_name(now.period, by)
    said = (
        _(
            "Share in favour minus share against in the last whole step, {step}, "
            "with its 95% interval.",
            step=step,
        )
        if whole
        else _(
            "Share in favour minus share against in {step}, a step that is not whole, "
            "with its 95% interval.",
            step=step,
        )
    )
    if now.low_elsewhere is None:
        return said
    wider = _(
        "If the subject is new to the scorer, the level may lie anywhere from "
        "{interval}; changes are not touched by that.",
        interval=words.interval(now.low_elsewhere, now.high_elsewhere),
    )
    return f"{said} {wider}"


def _change(earlier: Estimate | None, now: Estimate, by: Step) -> Figure:
    step = change(earlier, now) if earlier else None
    return Figure(
        _("Change"),
        words.signed(step.points if step else None),
        _within(step.low, step.high) if step else _("not known"),
        _(
            "On {before}, in points. Where the interval holds 0, it may not have "
            "moved at all.",
            before=sentences.before(by),
        ),
    )


def _voices(estimates: Sequence[Estimate], k: int) -> Figure:
    return Figure(
        _("Voices"),
        sentences.voices_of(estimates, k),
        sentences.comments_of(estimates, k),
        _(
            "In the whole period. A voice is one author on one day in one source: it "
            "counts once, however much it writes."
        ),
    )


def hours_seen(share: float) -> Figure:
    return Figure(
        _("Hours seen"),
        words.percent(share),
        _("of all sources"),
        _(
            "The rest is blind: shaded in the charts, with the reason. Silence is not "
            "drawn as calm."
        ),
    )


def not_scored(estimates: Sequence[Estimate]) -> Figure:
    comments = sum(e.comments for e in estimates)
    share = sentences.unscored_share(estimates)
    return Figure(
        _("Not scored"),
        words.percent(share) if comments else words.NOTHING,
        _("of the comments") if comments else _("no comments"),
        _(
            "In languages that the scorer does not know, or where it is not sure. They "
            "are left out, not counted as neutral."
        ),
    )


def _within(low: float | None, high: float | None) -> str:
    """The interval, short."""
    return _("95%: {interval}", interval=words.interval(low, high))
