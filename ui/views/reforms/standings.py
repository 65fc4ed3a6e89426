"""Where each reform stands: its mood now, what that was before, in which area. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from domain.periods import Period, Step, steps
from mood.changes import Change, change
from mood.estimates import Estimate
from shown.speech import _, later
from store.reforms import Area
from ui.figures import latest

SHOWN: dict[Step, int] = {"day": 31, "week": 13, "month": 6}
"""How many steps each line has: what can be read of all reforms in a second."""

ORDERS = {
    "mood": later("Mood, the lowest first"),
    "change": later("Change, the deepest fall first"),
    "voices": later("Voices, the most first"),
    "title": later("Name"),
}

NO_AREA = Area("", "", "")


@dataclass(frozen=True, slots=True)
class Standing:
    """One reform with its line; ``now`` is the last whole step."""

    reform: str
    title: str
    area: Area
    estimates: tuple[Estimate, ...]
    now: Estimate
    change: Change | None

    @property
    def moved(self) -> bool:
        return self.change is not None and self.change.moved


def shown_period(whole: Period, by: Step) -> Period:
    """The last days of ``whole`` that are drawn: whole steps but for the last."""
    last = list(steps(Period(whole.last - timedelta(days=200), whole.last), by))
    first = last[-min(SHOWN[by] + (by != "day"), len(last))].first
    return Period(max(first, whole.first), whole.last)


def standings(
    moods: Mapping[str, Sequence[Estimate]],
    *,
    titles: Callable[[str], str],
    areas: Mapping[str, Sequence[Area]],
    by: Step,
    today: date,
) -> list[Standing]:
    found = []
    for reform, line in moods.items():
        if line:
            before, now = latest(line, by=by, today=today)
            area = next(iter(areas.get(reform, ())), NO_AREA)
            step = change(before, now) if before else None
            found.append(Standing(reform, titles(reform), area, tuple(line), now, step))
    return found


def by_area(found: Iterable[Standing], order: str) -> list[tuple[Area, list[Standing]]]:
    """Areas as the strategies number them, the newest first; in each by ``order``."""
    ranked = sorted(found, key=lambda each: (_place(each.area), *rank(each, order)))
    return [
        (area, list(group)) for area, group in groupby(ranked, lambda each: each.area)
    ]


def rank(standing: Standing, order: str) -> tuple[bool, float, str]:
    """What has no such number comes last."""
    number = {
        "mood": standing.now.mood,
        "change": standing.change.points if standing.change else None,
        "voices": -float(standing.now.voices),
        "title": 0.0,
    }[order]
    return number is None, number or 0.0, standing.title.casefold()


def area_title(area: Area) -> str:
    return area.title or _("In no priority area")


def _place(area: Area) -> tuple[bool, int, int]:
    strategy, _sep, number = area.id.partition("-")
    return not area.id, -_number(strategy), _number(number)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
