"""The sentence at the head of the page of all reforms. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.periods import Step
from shown import sentences, words
from shown.speech import _, n_
from ui.views.reforms.standings import Standing

NAMED = 4
"""More reforms than this are not named in a sentence."""


def headline(found: Sequence[Standing], *, by: Step) -> str:
    """Which is lowest and which highest, what moved and what did not."""
    stated = [each for each in found if each.now.mood is not None]
    if not stated:
        return _(
            "No reform has a mood in the last whole step: too few voices, or too "
            "little was seen."
        )
    return f"{_ends(stated, by)} {_moves(stated, by)}"


def chance(found: Iterable[Standing]) -> str:
    """How many of so many intervals leave out the truth by chance."""
    compared = sum(each.change is not None for each in found)
    if compared < 10:
        return ""
    return _(
        "Of {n} changes, about {chance} would seem to have moved by chance alone.",
        n=words.count(compared),
        chance=words.count(max(1, round(compared * 0.05))),
    )


def _ends(stated: Sequence[Standing], by: Step) -> str:
    ranked = sorted(stated, key=lambda each: each.now.mood or 0.0)
    low, high = ranked[0], ranked[-1]
    when = words.when(low.now.period, by)
    if len(ranked) == 1:
        return _(
            "{when} one reform has a mood: **{reform}**, {mood} ({interval}).",
            when=when,
            reform=words.plain(low.title),
            mood=words.signed(low.now.mood),
            interval=_how_sure(low, low.now.low, low.now.high),
        )
    return _(
        "{when} mood is lowest on **{low}**, {low_mood} ({low_interval}), and highest "
        "on **{high}**, {high_mood} ({high_interval}), of {n} reforms that have one.",
        when=when,
        low=words.plain(low.title),
        low_mood=words.signed(low.now.mood),
        low_interval=_how_sure(low, low.now.low, low.now.high),
        high=words.plain(high.title),
        high_mood=words.signed(high.now.mood),
        high_interval=_how_sure(high, high.now.low, high.now.high),
        n=words.count(len(ranked)),
    )


def _moves(stated: Sequence[Standing], by: Step) -> str:
    before = sentences.before(by)
    moved = [each for each in stated if each.moved]
    if not moved:
        return _("None moved beyond its interval on {before}.", before=before)
    return n_(
        "{n} reform moved beyond its interval on {before}: {named}.",
        "{n} reforms moved beyond their intervals on {before}: {named}.",
        len(moved),
        before=before,
        named=_named(moved),
    )


def _how_sure(of: Standing, low: float | None, high: float | None) -> str:
    """The interval, and the voices: few can look like all."""
    voices = n_("{n} voice", "{n} voices", of.now.voices)
    return f"{words.interval(low, high)}; {voices}"


def _named(moved: Sequence[Standing]) -> str:
    """The furthest first, each with its points."""
    ranked = sorted(
        moved, key=lambda each: -abs(each.change.points if each.change else 0)
    )
    named = [
        f"{words.plain(each.title)} **{words.signed(each.change.points)}** "
        f"({_how_sure(each, each.change.low, each.change.high)})"
        for each in ranked[:NAMED]
        if each.change
    ]
    rest = len(ranked) - len(named)
    return ", ".join(named) + (_(" and {n} more", n=words.count(rest)) if rest else "")
