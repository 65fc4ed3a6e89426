"""What the labels say, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from babel.numbers import format_decimal

from domain.periods import Step
from mood.agreement import Agreement, Drift
from mood.estimates import Estimate
from mood.judged import Findings, Judged
from mood.labelled import LEAST
from shown import words
from shown.speech import _, later, n_, spoken

SCRIPTS = {
    "Latn": later("Latin script"),
    "Cyrl": later("Cyrillic script"),
    "mixed": later("mixed scripts"),
    "other": later("other scripts"),
}

NONE_YET: dict[Step, str] = {
    "day": later("No day has {least} labelled voices yet."),
    "week": later("No week has {least} labelled voices yet."),
    "month": later("No month has {least} labelled voices yet."),
}

FIRM, TENTATIVE = 0.80, 0.67


def told(found: Findings, estimates: Sequence[Estimate], *, by: Step, k: int) -> str:
    """The page in a sentence or two."""
    if not found.labelled:
        return _("**Nothing is labelled yet** in this time and choice.")
    return f"{_right(found, k)} {_made(estimates, by)}"


def _right(found: Findings, k: int) -> str:
    here = found.whole.here
    if here is None:
        return _(
            "Clear labels of fewer than {k} voices: too few to say how often the "
            "scorer is right.",
            k=k,
        )
    return n_(
        "The scorer says what people say of **{share}** of {n} clear label "
        "(95%: {low} to {high}).",
        "The scorer says what people say of **{share}** of {n} clear labels "
        "(95%: {low} to {high}).",
        here.labels,
        share=words.percent(here.share),
        low=words.percent(here.low),
        high=words.percent(here.high),
    )


def _made(estimates: Sequence[Estimate], by: Step) -> str:
    made = sum(bool(each.labels) for each in estimates)
    if not made:
        return _(NONE_YET[by], least=LEAST)
    if by == "day":
        said = n_(
            "The mood of {n} day is made with labels.",
            "The mood of {n} days is made with labels.",
            made,
        )
    elif by == "week":
        said = n_(
            "The mood of {n} week is made with labels.",
            "The mood of {n} weeks is made with labels.",
            made,
        )
    else:
        said = n_(
            "The mood of {n} month is made with labels.",
            "The mood of {n} months is made with labels.",
            made,
        )
    return said


def drifted(each: Judged) -> str:
    """By how much the scorer does worse than its card says; nothing if it does not."""
    if not (each.here and each.stated and each.drift and each.drift.significant):
        return ""
    return _(
        "**Worse than its card.** In {language} the scorer is right on {here}; its "
        "card says {stated}. That is {points} percentage points less (95%: {low} to "
        "{high}). Trust the mood where it is made with labels.",
        language=words.language(each.language),
        here=words.percent(each.here.share),
        stated=words.percent(each.stated.share),
        **_points(each.drift),
    )


def _points(drift: Drift) -> dict[str, str]:
    return {
        name: words.count(round(100 * getattr(drift, name)))
        for name in ("points", "low", "high")
    }


def agreed(agreement: Agreement | None, twice: int, k: int) -> str:
    """How far labellers agree beyond chance."""
    if agreement is None:
        if twice > 0:
            return _(
                "Labelled by two: {comments}. Too few, or all answered alike: how far "
                "labellers agree cannot be told yet.",
                comments=words.people(twice, k),
            )
        return _(
            "No comment has two labellers yet. Let a second person label what others "
            "labelled."
        )
    return " ".join(
        [
            n_(
                "On {n} comment labelled by two, Krippendorff's alpha is **{alpha}** "
                "(95%: {low} to {high}).",
                "On {n} comments labelled by two, Krippendorff's alpha is **{alpha}** "
                "(95%: {low} to {high}).",
                agreement.comments,
                alpha=_alpha(agreement.alpha),
                low=_alpha(agreement.low),
                high=_alpha(agreement.high),
            ),
            _weight(agreement.alpha),
        ]
    )


def _weight(alpha: float) -> str:
    if alpha >= FIRM:
        return _("Labels that agree so far bear firm conclusions.")
    if alpha >= TENTATIVE:
        return _("Labels that agree so far bear tentative conclusions.")
    return _("That is little: talk over what counts as against, and label again.")


def _alpha(value: float) -> str:
    return str(format_decimal(value, "0.00", locale=spoken().locale)).replace(
        "-", words.MINUS
    )


def called(each: Judged) -> str:
    """``Uzbek``, or ``Uzbek, Latin script``."""
    language = words.language(each.language)
    script = SCRIPTS.get(each.script)
    return f"{language}, {_(script)}" if script else language
