"""The letter's chart as a picture: the app's own, drawn narrow. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from struct import Struct

from PIL import Image

from digest.letter import Letter
from domain.events import Event
from domain.periods import Period
from mood.coverage import Blind
from mood.estimates import Estimate
from shown import words
from shown.charts import mood_chart
from shown.frames import steps_frame
from shown.localised import spec_of
from shown.marks import blind_frame, events_frame
from shown.pictures import png_of
from shown.speech import _, spoken

NATIONAL = "mood@letter.kayfiyat"
"""Its Content-ID, which has the form of an address (RFC 2392)."""

DRAWN = 420
"""Pixels of the drawing, whose letters are 12 high: shown larger on a screen, they
are still read on a phone of 360."""

HEIGHT = 180

LETTERS = {"labelFontSize": 12}

SHOWN = 536
"""Pixels of the column in which it stands."""

SCALE = 2 * SHOWN / DRAWN

_SIZE = Struct(">16x2I")
"""Where a PNG tells its width and height (RFC 2083, 4.1.1)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of a chart, the pixels it takes on a screen, and what it shows."""

    id: str
    png: bytes
    width: int
    height: int
    alt: str


def national(letter: Letter) -> Picture | None:
    """The line of mood over the letter's weeks; None where no week has an estimate."""
    if all(week.mood is None for week in letter.weeks):
        return None
    png = _drawn(_line(letter))
    wide, high = _SIZE.unpack_from(png)
    return Picture(NATIONAL, png, SHOWN, round(SHOWN * high / wide), alt(letter))


def alt(letter: Letter) -> str:
    """What the chart says, in a sentence."""
    days, now = words.days(shown(letter)), letter.now
    if now.mood is None:
        return _(
            "Chart of the public mood by week, {days}: there is no estimate of the "
            "last week.",
            days=days,
        )
    return _(
        "Chart of the public mood by week, {days}: in the last week it stood at "
        "{mood}, with a 95% interval of {interval}.",
        days=days,
        mood=words.signed(now.mood),
        interval=words.interval(now.low, now.high),
    )


def shown(letter: Letter) -> Period:
    """The weeks of the chart."""
    return Period(letter.weeks[0].period.first, letter.week.last)


@dataclass(frozen=True, slots=True)
class _Line:
    """All that the drawing shows, and in which language."""

    period: Period
    weeks: tuple[Estimate, ...]
    blind: tuple[Blind, ...]
    events: tuple[Event, ...]
    k: int
    synthetic: bool
    tag: str


def _line(letter: Letter) -> _Line:
    return _Line(
        shown(letter),
        letter.weeks,
        letter.blind,
        letter.events,
        letter.k,
        letter.synthetic,
        spoken().tag,
    )


@lru_cache(maxsize=8)
def _drawn(line: _Line) -> bytes:
    """Kept, as readers with other reforms of interest see the same line."""
    chart = mood_chart(
        steps_frame(line.weeks, by="week", k=line.k),
        blind_frame(line.blind, line.period).assign(label=""),
        events_frame(line.events, line.period),
        line.period,
    )
    spec = spec_of(chart.properties(height=HEIGHT))
    spec["config"]["axis"] = LETTERS
    made_up = _("SYNTHETIC: made up, says nothing about anyone")
    return slim(
        png_of(
            spec,
            title=_("Public mood by week"),
            subtitle=made_up if line.synthetic else "",
            width=DRAWN,
            scale=SCALE,
        )
    )


def slim(png: bytes) -> bytes:
    """The picture in 256 colours: a seventh of the bytes, for each of the readers."""
    with Image.open(BytesIO(png)) as drawn, BytesIO() as written:
        # Each pixel takes the nearest colour: dithered, even grounds would be grainy.
        few = drawn.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        few.save(written, "PNG", optimize=True)
        return written.getvalue()
