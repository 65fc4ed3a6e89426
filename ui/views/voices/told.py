"""What the page says of what it drew, in whole sentences. Pure."""

from __future__ import annotations

from collections.abc import Collection

from domain.attitudes import ATTITUDES, Attitude
from domain.cells import Vector
from domain.periods import Period
from domain.quotes import Quotes, Silent
from shown import words
from shown.speech import _, later

NAMES = {
    Attitude.AGAINST: later("Against"),
    Attitude.NEUTRAL: later("Neutral"),
    Attitude.IN_FAVOUR: later("In favour"),
}


def named(attitude: Attitude) -> str:
    return _(NAMES[attitude])


def headline(found: Quotes, searched: str, k: int) -> str:
    """The sentence at the head of the page. Markdown."""
    if searched:
        return _searched(found, searched, k)
    against, neutral, in_favour = (found.due[attitude] for attitude in ATTITUDES)
    return _(
        "By the estimate, of **{voices}** voices **{against}** are against, "
        "**{neutral}** neutral and **{in_favour}** in favour: so of {n} comments drawn "
        "by lot, {n_against}, {n_neutral} and {n_in_favour} are shown.",
        voices=words.people(found.voices, k),
        against=words.percent(found.shares[Attitude.AGAINST]),
        neutral=words.percent(found.shares[Attitude.NEUTRAL]),
        in_favour=words.percent(found.shares[Attitude.IN_FAVOUR]),
        n=words.count(sum(found.due.values())),
        n_against=words.count(against),
        n_neutral=words.count(neutral),
        n_in_favour=words.count(in_favour),
    )


def _searched(found: Quotes, searched: str, k: int) -> str:
    return _(
        "Of **{looked}** voices drawn by lot, **{found}** wrote “{words}”; {n} of them "
        "are shown, in the proportion in which they stand among these. Not every "
        "comment was searched.",
        looked=words.people(found.looked, k),
        found=words.people(found.found, k),
        words=words.plain(searched),
        n=words.count(len(found.quotes)),
    )


def cut(found: Quotes, asked: Period) -> bool:
    """Whether the words of some of the days asked for are forgotten."""
    return found.period is not None and found.period.first > asked.first


def since(kept: Period) -> str:
    return _(
        "Words are kept for a limited time: comments and shares are those of {days}.",
        days=words.days(kept),
    )


def how(found: Quotes) -> str:
    """How the comments came to be shown."""
    return _(
        "How they were chosen: {looked} voices were drawn by lot from days and sources "
        "in proportion to the voices there; of these each attitude gets its share. A "
        "person has one comment a month, a campaign is shown once. The same address "
        "shows the same comments, until some are deleted or expire. Of the words that "
        "moved the score most, those towards against are underlined by dots, those "
        "towards in favour by a line. The other script is written by rule and can err.",
        looked=words.count(found.looked),
    )


def described(found: Quotes) -> str:
    """The chart in words."""
    return ", ".join(
        f"{named(attitude)}: {words.percent(found.shares[attitude])}"
        for attitude in ATTITUDES
    )


def scored(p: Vector) -> str:
    """The attitude of one comment, as the scorer has it."""
    return " · ".join(
        _("{attitude} {share}", attitude=named(attitude), share=words.percent(share))
        for attitude, share in zip(ATTITUDES, p, strict=True)
    )


def moved(why: Collection[tuple[str, float]]) -> str:
    """What the underlining says, for who cannot see it."""
    against = ", ".join(word for word, change in why if change < 0)
    in_favour = ", ".join(word for word, change in why if change >= 0)
    return " ".join(
        [
            *([_("Towards against: {words}.", words=against)] if against else []),
            *([_("Towards in favour: {words}.", words=in_favour)] if in_favour else []),
        ]
    )


def short_of(wanted: int, there: int) -> str:
    return _(
        "The estimate asks for {n}; among the comments drawn there were {there}.",
        n=words.count(wanted),
        there=words.count(there),
    )


def why_none(found: Quotes, asked: Period, searched: str, k: int) -> tuple[str, str]:
    """A heading and a sentence for a page without comments. Markdown."""
    if found.silent is Silent.EXPIRED:
        return _("The words have expired"), _(
            "The words of the comments of {days} are no longer kept. Their estimates "
            "stay: see the Mood page. Take a later period.",
            days=words.days(asked),
        )
    if found.silent is Silent.SEARCHED:
        return _("Too few people wrote this"), _(
            "Among {looked} voices drawn by lot from {days}, fewer than {k} people, or "
            "none, wrote “{words}”. So few could be told apart, so nothing is shown. "
            "Not every comment was searched: try fewer words, or other voices.",
            looked=words.people(found.looked, k),
            days=words.days(found.period or asked),
            k=k,
            words=words.plain(searched),
        )
    if found.silent is Silent.UNSTATED:
        return _("No estimate, so no comments"), _(
            "For this choice there is no estimate: fewer than {k} voices in hours that "
            "we saw. Take a longer period or fewer filters.",
            k=k,
        )
    return _("Too few people to show"), _(
        "For this choice only the words of fewer than {k} people could be shown. What "
        "they say could be told apart, so nothing is shown. Take a longer period or "
        "fewer filters.",
        k=k,
    )
