"""What is said of the nation's mood, beside its chart. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from digest.letter import Letter
from digest.outside import tidy
from digest.pictures import shown
from digest.wording import on_week_before
from mood.estimates import Estimate
from shown import sentences, words
from shown.marks import blind_frame, events_frame
from shown.speech import _, n_


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the voices: its name and figure, and its width in percent."""

    kind: str
    said: str
    width: float


@dataclass(frozen=True, slots=True)
class National:
    """The week's mood, "" without one, and the weeks up to it.

    ``weeks`` are a day and what is said of its week; ``events`` are numbered as on
    the chart, ``shaded`` are its greatest blind stretches; ``legend`` explains it, or
    says that there is none.
    """

    mood: str
    interval: str
    change: str
    shares: tuple[Share, ...]
    weeks: tuple[tuple[str, str], ...]
    shaded: tuple[str, ...]
    events: tuple[tuple[str, str], ...]
    legend: str

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands under the chart, where there is none."""
        return (*self.shaded, *(said for _number, said in self.events))


def national(letter: Letter) -> National:
    now = letter.now
    wide = words.interval(now.low, now.high)
    stated = now.mood is not None
    drawn = any(week.mood is not None for week in letter.weeks)
    return National(
        mood=words.signed(now.mood) if stated else "",
        interval=_(
            "95% interval {interval}, on a scale from −100 to +100.", interval=wide
        )
        if stated
        else "",
        change=on_week_before(letter.change) if stated else "",
        shares=tuple(_shares(now)) if stated else (),
        weeks=tuple(_week(week, letter.k) for week in letter.weeks) if drawn else (),
        shaded=_shaded(letter) if drawn else (),
        events=_events(letter) if drawn else (),
        legend=_legend() if drawn else _no_weeks(len(letter.weeks)),
    )


def _shares(now: Estimate) -> list[Share]:
    parts = [
        ("against", _("Against"), now.against),
        ("neutral", _("Neutral"), now.neutral),
        ("favour", _("In favour"), now.in_favour),
    ]
    return [
        Share(
            kind,
            _("{attitude} {share}", attitude=name, share=words.percent(share or 0.0)),
            round(100 * (share or 0.0), 1),
        )
        for kind, name, share in parts
    ]


def _week(week: Estimate, k: int) -> tuple[str, str]:
    day = words.day(week.period.first)
    if week.mood is None:
        return day, sentences.why_none(week, k)
    return day, _(
        "{mood} ({interval})",
        mood=words.signed(week.mood),
        interval=words.interval(week.low, week.high),
    )


def _shaded(letter: Letter) -> tuple[str, ...]:
    """Those that have words on the app's chart; this one has no room for them.

    Those of the week itself have a section of their own.
    """
    before = (each for each in letter.blind if each.end_at <= letter.week.start_at)
    frame = blind_frame(before, shown(letter))
    return tuple(
        _("Not seen: {when} ({causes}).", when=row.when, causes=row.why)
        for row in frame[frame["label"] != ""].itertuples()
    )


def _events(letter: Letter) -> tuple[tuple[str, str], ...]:
    """Those whose number stands on the chart."""
    frame = events_frame(letter.events, shown(letter))
    return tuple(
        (row.number, _("{day}: {event}", day=row.when, event=tidy(row.title)))
        for row in frame[frame["row"] >= 0].itertuples()
    )


def _legend() -> str:
    return _("Line: estimate. Band: 95% interval. Shaded: not seen.")


def _no_weeks(weeks: int) -> str:
    return n_(
        "There is no estimate in the last {n} week.",
        "There is no estimate in the last {n} weeks.",
        weeks,
    )
