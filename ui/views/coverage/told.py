"""What is said of coverage, in sentences and in a row of figures. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from domain.coverage import Ledger
from domain.periods import Period
from mood.coverage import Blind
from mood.estimates import Estimate
from shown import sentences, words
from shown.marks import causes
from shown.speech import _
from ui.figures import Figure, hours_seen, not_scored
from ui.views.coverage.complete import Fact, said, within


def headline(share: float, blind: Sequence[Blind]) -> str:
    """How much of the time was seen, and the heaviest stretch that was not."""
    seen = sentences.hours_told(share)
    if not blind:
        return seen
    worst = max(blind, key=lambda each: each.share * (each.end_at - each.start_at))
    return (
        seen
        + " "
        + _(
            "What weighs most of the rest: {percent} of the sources from {start} on, "
            "for {length} ({why}).",
            percent=words.percent(worst.share),
            start=words.moment(worst.start_at),
            length=words.length(worst.end_at - worst.start_at),
            why=causes(worst.reasons),
        )
    )


def figures(
    share: float, estimates: Sequence[Estimate], facts: Sequence[Fact]
) -> list[Figure]:
    """Seen, stored, how soon, not scored."""
    return [hours_seen(share), _stored(facts), _soon(facts), not_scored(estimates)]


def nothing_missed(
    ledgers: Iterable[Ledger], period: Period, *, now: datetime
) -> tuple[str, str]:
    """A heading and a sentence for a time without a blind stretch.

    Where nobody was followed yet, that is no praise.
    """
    begun = min((each[0].start_at for each in ledgers if each), default=None)
    if begun is None or begun >= min(period.end_at, now):
        return (
            _("Nobody was followed yet"),
            _(
                "In this time we listened to no source. What is stored of it was "
                "imported, or read later."
            ),
        )
    if begun > period.start_at:
        return (
            _("Nothing was missed"),
            _(
                "From {start} on, when the first source was followed, every source was "
                "seen without a gap of an hour or more.",
                start=words.moment(begun),
            ),
        )
    return (
        _("Nothing was missed"),
        _("In this time every source was seen without a gap of an hour or more."),
    )


def lag(facts: Sequence[Fact]) -> str:
    """How soon comments are stored, of all sources together."""
    lags = _all(facts)
    if not lags:
        return _(
            "How soon a comment is stored is not known: in the last seven days too few "
            "were written since their source is followed. What is caught up of history "
            "does not count."
        )
    return _(
        "Of the comments of the last seven days, half were stored within **{half}** "
        "after they were written and nine in ten within **{most}**; of each source the "
        "newest are looked at, without what is caught up of its history.",
        half=said(within(lags, 0.5)),
        most=said(within(lags, 0.9)),
    )


def collected(facts: Sequence[Fact]) -> str:
    """Of what the servers count, how much is stored."""
    server, stored = _sums(facts)
    if not server:
        return _("No server says how many comments the posts of this time have.")
    return _(
        "Of **{server}** comments that the servers count under the posts of this time, "
        "**{percent}** are stored. Missing are those written while nobody listened, "
        "those that a server counts but does not show, and those of this minute.",
        server=words.count(server),
        percent=words.percent(stored / server),
    )


def _stored(facts: Sequence[Fact]) -> Figure:
    server, stored = _sums(facts)
    return Figure(
        _("Comments stored"),
        words.percent(stored / server) if server else words.NOTHING,
        _("of those that servers count") if server else _("not known"),
        _("Under the posts of this time, where the server says how many there are."),
    )


def _soon(facts: Sequence[Fact]) -> Figure:
    lags = _all(facts)
    return Figure(
        _("Stored within"),
        said(within(lags, 0.5)),
        _("nine in ten: {lag}", lag=said(within(lags, 0.9)))
        if lags
        else _("not known"),
        _("Half of the comments of the last seven days were stored this soon."),
    )


def _sums(facts: Sequence[Fact]) -> tuple[int, int]:
    return sum(each.server for each in facts), sum(each.stored for each in facts)


def _all(facts: Sequence[Fact]) -> list[timedelta]:
    return [lag for each in facts for lag in each.lags]
