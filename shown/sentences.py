"""What is said of estimates, in whole sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from domain.periods import Step
from mood.changes import Change, change
from mood.estimates import BLIND, Estimate
from shown.speech import _, later, n_
from shown.words import NOTHING, interval, people, percent, signed, step_name, when

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
    return why_few([estimate], k)


def why_few(estimates: Sequence[Estimate], k: int) -> str:
    """Why fewer than ``k`` voices count; who does not count was not silent."""
    if spoke := _spoke(estimates):
        if spoke < k:
            return _("fewer than {k} voices spoke", k=k)
        return _("those who spoke could be told apart")
    if any(e.comments for e in estimates):
        return _("no comment could be scored")
    return _("nobody spoke")


def completeness(estimates: Sequence[Estimate], k: int, *, seen: float) -> str:
    """How much the numbers above rest on, in three sentences.

    ``seen``: the share of the hours of the whole time that was seen.
    """
    hours = hours_told(seen)
    if not tells_numbers(estimates, k):
        return f"{_in_this_time(estimates, k)} {hours}"
    if not any(e.comments for e in estimates):
        return _("Nobody spoke in this time.") + " " + hours
    rest = _(
        "These figures rest on **{voices}** voices ({comments} by the public).",
        voices=voices_of(estimates, k),
        comments=comments_of(estimates, k),
    )
    return f"{rest} {hours} {_left_out(unscored_share(estimates))}"


def _in_this_time(estimates: Sequence[Estimate], k: int) -> str:
    """``why_few`` as a sentence, where somebody wrote."""
    if spoke := _spoke(estimates):
        if spoke < k:
            return _("Fewer than {k} voices spoke in this time.", k=k)
        return _(
            "Those who spoke in this time could be told apart, so nothing is shown of "
            "them."
        )
    return _("No comment of this time could be scored.")


def hours_told(seen: float) -> str:
    return _("We could see **{percent}** of the sources' hours.", percent=percent(seen))


def voices_of(estimates: Sequence[Estimate], k: int) -> str:
    """How many voices count; no 0 where somebody wrote."""
    voices, spoke = sum(e.voices for e in estimates), _spoke(estimates)
    if 0 < spoke < k:
        return people(spoke, k)
    if voices == 0 and not tells_numbers(estimates, k):
        return NOTHING
    return people(voices, k)


def _spoke(estimates: Sequence[Estimate]) -> int:
    """All voices that were asked for, whether they count or not."""
    return sum(e.voices + e.withheld for e in estimates)


def tells_numbers(estimates: Sequence[Estimate], k: int) -> bool:
    """Whether it may be told how many spoke and how much: ``k`` voices, or nobody."""
    voices = sum(e.voices for e in estimates)
    return voices >= k or not any(e.comments for e in estimates)


def comments_of(estimates: Sequence[Estimate], k: int) -> str:
    """How much was written, or why so few people's comments are not counted."""
    if not tells_numbers(estimates, k):
        return why_few(estimates, k)
    return comments_told(sum(e.comments for e in estimates))


def comments_told(number: int) -> str:
    return n_("{n} comment", "{n} comments", number)


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
