"""What is said of estimates, in whole sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from domain.periods import Step
from mood.changes import Change, change
from mood.estimates import BLIND, Estimate
from shown.speech import _, later, n_
from shown.words import interval, people, percent, signed, step_name, when

BEFORE: dict[Step, str] = {
    "day": later("the day before"),
    "week": later("the week before"),
    "month": later("the month before"),
}


def before(by: Step) -> str:
    return _(BEFORE[by])


def moved(earlier: Estimate | None, now: Estimate, *, by: Step, k: int) -> str:
    """The sentence at the head of the page."""
    if now.mood is None:
        return _(
            "For {step} there is no mood: {why}.",
            step=step_name(now.period, by),
            why=why_none(now, k),
        )
    stood = _(
        "{when} mood stood at **{mood}** ({interval}).",
        when=when(now.period, by),
        mood=signed(now.mood),
        interval=interval(now.low, now.high),
    )
    step = change(earlier, now) if earlier else None
    return f"{stood} {_against_before(step, by)}"


def why_none(estimate: Estimate, k: int) -> str:
    """Why a step has no mood."""
    if estimate.coverage < BLIND:
        if round(estimate.coverage, 2) == 0:
            return _("nobody was listening")
        return _("we saw only {percent} of it", percent=percent(estimate.coverage))
    if estimate.voices == 0:
        return _("nobody spoke")
    return _("fewer than {k} voices spoke", k=k)


def completeness(estimates: Sequence[Estimate], k: int) -> str:
    """How much the numbers above rest on, in three sentences."""
    comments = sum(e.comments for e in estimates)
    seen = _(
        "We could see **{percent}** of the sources' hours.",
        percent=percent(seen_share(estimates)),
    )
    if not comments:
        return _("Nobody spoke in this time.") + " " + seen
    voices = sum(e.voices for e in estimates)
    if 0 < voices < k:  # so few people's comments are not counted before others
        return _("Fewer than {k} voices spoke in this time.", k=k) + " " + seen
    rest = _(
        "These figures rest on **{voices}** voices ({comments} by the public).",
        voices=people(voices, k),
        comments=comments_told(comments),
    )
    return f"{rest} {seen} {_left_out(unscored_share(estimates))}"


def comments_told(number: int) -> str:
    return n_("{n} comment", "{n} comments", number)


def seen_share(estimates: Sequence[Estimate]) -> float:
    """The share of the hours of all steps together that was seen."""
    total = sum(e.period.days for e in estimates)
    seen = sum(e.coverage * e.period.days for e in estimates)
    return min(1.0, seen / total) if total else 0.0


def unscored_share(estimates: Sequence[Estimate]) -> float:
    comments = sum(e.comments for e in estimates)
    scored = sum(e.scored for e in estimates)
    return (comments - scored) / comments if comments else 0.0


def _left_out(share: float) -> str:
    if not share:
        return _("Every comment could be scored.")
    return _(
        "**{percent}** of the comments could not be scored and are left out, "
        "not counted as neutral.",
        percent=percent(share),
    )


def _against_before(step: Change | None, by: Step) -> str:
    if step is None:
        return _("There is no mood of {before} to compare it with.", before=before(by))
    wide = interval(step.low, step.high)
    if not step.moved:
        return _(
            "It did not move beyond its interval: {points} on {before} ({interval}).",
            points=signed(step.points),
            before=before(by),
            interval=wide,
        )
    size = abs(round(step.points))
    if step.points > 0:
        return n_(
            "It is **{n} point above {before}** ({interval}).",
            "It is **{n} points above {before}** ({interval}).",
            size,
            before=before(by),
            interval=wide,
        )
    return n_(
        "It is **{n} point below {before}** ({interval}).",
        "It is **{n} points below {before}** ({interval}).",
        size,
        before=before(by),
        interval=wide,
    )


def gap(line: Sequence[Estimate]) -> str:
    """What a gap is that nothing shades: a step that was seen and has no mood."""
    seen = [each for each in line if each.coverage >= BLIND and each.mood is None]
    if not seen:
        return ""
    return _("A gap without shade: too few voices for a mood.")
