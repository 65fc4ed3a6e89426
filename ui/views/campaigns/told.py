"""What is said of campaigns, in whole sentences. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from domain.campaigns import Campaign
from domain.periods import Step
from mood.estimates import Estimate
from shown import sentences, words
from shown.speech import _, n_

NAMED = 3
"""So many sources are named as those with the most campaigns."""


def headline(
    found: Sequence[Campaign],
    with_them: Sequence[Estimate],
    without: Sequence[Estimate],
    *,
    by: Step,
) -> str:
    """How many, how much of the talk, and where they move the mood most."""
    counted = n_(
        "**{n} campaign** was found: {comments} in near-identical words.",
        "**{n} campaigns** were found: {comments} in near-identical words.",
        len(found),
        comments=sentences.comments_told(sum(each.comments for each in found)),
    )
    parts = [counted, _share(with_them, without), _moved(with_them, without, by)]
    return " ".join(part for part in parts if part)


def where(found: Iterable[Campaign], names: Mapping[str, str]) -> str:
    """The sources with the most campaigns."""
    counted = Counter(source for each in found for source in each.sources)
    most = ", ".join(
        f"{words.plain(names.get(source, source))} ({words.count(number)})"
        for source, number in counted.most_common(NAMED)
    )
    return _("Where: most of them under {sources}.", sources=most)


def any_mood(with_them: Iterable[Estimate], without: Iterable[Estimate]) -> bool:
    """Whether there is any line to draw."""
    return any(each.mood is not None for each in (*with_them, *without))


def _share(with_them: Iterable[Estimate], without: Iterable[Estimate]) -> str:
    voices, rest = (sum(e.voices for e in part) for part in (with_them, without))
    if not voices or rest >= voices:
        return ""
    share = words.percent((voices - rest) / voices)
    return _("They are **{share}** of the voices of this time.", share=share)


def _moved(with_them: Sequence[Estimate], without: Sequence[Estimate], by: Step) -> str:
    """The step in which the two moods stand furthest apart."""
    pairs = [
        (abs(one.mood - other.mood), one, other)
        for one, other in zip(with_them, without, strict=True)
        if one.mood is not None and other.mood is not None
    ]
    if not pairs:
        return ""
    apart, one, other = max(pairs, key=lambda pair: pair[0])
    if round(apart) == 0:
        return _("They move the mood nowhere by as much as a point.")
    return _(
        "{when} they move the mood most: **{with_them}** ({interval}) with them, "
        "**{without}** ({interval_without}) without.",
        when=words.when(one.period, by),
        with_them=words.signed(one.mood),
        interval=words.interval(one.low, one.high),
        without=words.signed(other.mood),
        interval_without=words.interval(other.low, other.high),
    )
