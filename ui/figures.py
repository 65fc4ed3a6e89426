"""The headline figures: which step is *now*, and what stands in the row. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.periods import Period, Step
from mood.changes import change
from mood.estimates import Estimate
from ui import words


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
    """The last whole step, and the one before it; a week half over is no week."""
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
    """Mood and its change for the last whole step; the rest for the whole period."""
    earlier, now = latest(estimates, by=by, today=today)
    return [
        _mood(now, by, k),
        _change(earlier, now, by),
        _voices(estimates, k),
        _seen(estimates),
        _unscored(estimates),
    ]


def _mood(now: Estimate, by: Step, k: int) -> Figure:
    stands = now.mood is not None
    return Figure(
        "Latest mood",
        words.signed(now.mood),
        f"95%: {words.interval(now.low, now.high)}"
        if stands
        else words.why_none(now, k),
        f"Share in favour minus share against in the last whole {by}, "
        f"{words.step_name(now.period, by)}, with its 95% interval.",
    )


def _change(earlier: Estimate | None, now: Estimate, by: Step) -> Figure:
    step = change(earlier, now) if earlier else None
    return Figure(
        "Change",
        words.signed(step.points if step else None),
        f"95%: {words.interval(step.low, step.high)}" if step else "not known",
        f"On {words.before(by)}, in points. Where the interval holds 0, it may not "
        "have moved at all.",
    )


def _voices(estimates: Sequence[Estimate], k: int) -> Figure:
    voices = sum(e.voices for e in estimates)
    comments = sum(e.comments for e in estimates)
    return Figure(
        "Voices",
        words.people(voices, k),
        words.many(comments, "comment"),
        "In the whole period. A voice is one author on one day in one source: it "
        "counts once, however much it writes.",
    )


def _seen(estimates: Sequence[Estimate]) -> Figure:
    return Figure(
        "Hours seen",
        words.percent(words.seen_share(estimates)),
        "of all sources",
        "The rest is blind: shaded in the charts, with the reason. Silence is not "
        "drawn as calm.",
    )


def _unscored(estimates: Sequence[Estimate]) -> Figure:
    comments = sum(e.comments for e in estimates)
    share = words.unscored_share(estimates)
    return Figure(
        "Not scored",
        words.percent(share) if comments else words.NOTHING,
        "of the comments" if comments else "no comments",
        "In languages that the scorer does not cover. They are left out, not "
        "counted as neutral.",
    )
