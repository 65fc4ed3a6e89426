"""The letter's reforms: those that rose, that fell, and the rest. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from digest import bars
from digest.app_links import mood_view
from digest.bars import Piece
from digest.letter import Letter, ReformLine
from digest.pictures import shown
from digest.wording import on_week_before, title
from shown.speech import _, later, spoken
from shown.words import count, interval, signed

GROUPS = (
    later("Rose beyond their interval"),
    later("Fell beyond their interval"),
    later("Did not move beyond their interval"),
    later("Without an estimate of the week before"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A reform as it stands in the letter; ``link`` is "" without an app."""

    title: str
    link: str
    mood: str
    interval: str
    said: str
    bar: list[Piece]


@dataclass(frozen=True, slots=True)
class Group:
    """Reforms that did alike."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Reforms:
    """What is said of reforms; ``end`` is that of the scale of their bars."""

    note: str
    groups: tuple[Group, ...]
    end: int


def chosen(letter: Letter, reforms: Collection[str]) -> Letter:
    """The letter with only these reforms; with all of them if none is named."""
    if not reforms:
        return letter
    kept = tuple(line for line in letter.reforms if line.id in reforms)
    return replace(letter, reforms=kept)


def grouped(letter: Letter, *, chose: bool, app_url: str) -> Reforms | None:
    """The reforms of the letter; None if there is nothing to say of them."""
    lines = [line for line in letter.reforms if line.now.mood is not None]
    if not lines:
        none = _("None of the reforms that you follow has an estimate this week.")
        return Reforms(none, (), 100) if chose else None
    end = bars.scale(line.now for line in lines)
    groups = [
        Group(
            _(heading),
            tuple(
                _row(letter, line, end, app_url) for line in lines if _at(line) == at
            ),
        )
        for at, heading in enumerate(GROUPS)
    ]
    note = _("Only the reforms that you follow.") if chose else ""
    return Reforms(note, tuple(each for each in groups if each.rows), end)


def _at(line: ReformLine) -> int:
    """In which group a reform stands."""
    if line.change is None:
        return 3
    if not line.change.moved:
        return 2
    return 0 if line.change.points > 0 else 1


def _row(letter: Letter, line: ReformLine, end: int, app_url: str) -> Row:
    now = line.now
    voices = _("Voices: {voices}.", voices=count(now.voices))
    change = on_week_before(line.change) if line.change else ""
    return Row(
        title=title(line),
        link=mood_view(app_url, shown(letter), tag=spoken().tag, reform=line.id),
        mood=signed(now.mood),
        interval=interval(now.low, now.high),
        said=f"{change} {voices}".strip(),
        bar=bars.pieces(now, end),
    )
