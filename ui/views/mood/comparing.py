"""Lines side by side: what is said of them, and their tables. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd  # type: ignore[import-untyped]
from babel.lists import format_list

from domain.periods import Period, Step
from mood.breaks import moved_between
from mood.changes import Change, change
from mood.estimates import Estimate
from mood.lines import line_of
from shown import sentences, words
from shown.frames import Row, kept_frame, steps_frame
from shown.speech import _, spoken
from ui.figures import is_whole, latest
from ui.views.mood.changing import points
from ui.views.mood.gathered import Before, Gathered, Line

COLUMNS = ["name", "mood", "elsewhere", "change", "moved", "people"]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a line stands in the last whole step, and how it moved to there."""

    line: Line
    now: Estimate
    change: Change | None


class Sides(NamedTuple):
    """The lines that moved beyond their interval, that did not, and the rest."""

    moved: list[Stand]
    stayed: list[Stand]
    unknown: list[Stand]


def stands(lines: Iterable[Line], *, by: Step, today: date) -> list[Stand]:
    return [_stand(line, by, today) for line in lines]


def sides(found: Sequence[Stand]) -> Sides:
    known = [each for each in found if each.change]
    return Sides(
        [each for each in known if each.change and each.change.moved],
        [each for each in known if each.change and not each.change.moved],
        [each for each in found if each.change is None],
    )


def moved(found: Sequence[Stand], *, by: Step) -> str:
    """Which lines moved beyond their interval in the last whole step, which did not."""
    moving, staying, unknown = sides(found)
    stayed = _listed(map(_name, staying))
    said = {"when": words.when(found[0].now.period, by), "before": sentences.before(by)}
    parts = []
    if moving:
        lines = _listed(f"{_name(e)} **{points(e.change)}**" for e in moving)
        parts.append(
            _(
                "{when}, on {before}, beyond their interval moved: {lines}.",
                **said,
                lines=lines,
            )
        )
    if staying and moving:
        parts.append(_("Within their interval stayed: {lines}.", lines=stayed))
    elif staying:
        parts.append(
            _(
                "{when}, on {before}, nothing moved beyond its interval: {lines}.",
                **said,
                lines=stayed,
            )
        )
    return " ".join([*parts, *_unknown(unknown)])


def on_before(line: Line, before: Before, period: Period, *, by: Step) -> str:
    """How the whole period stands against the earlier one."""
    first = line.estimates[0].period.first if line.estimates else period.first
    was = [each for each in before.estimates if each.period.last < first]
    stated = [each.period for each in was if each.mood is not None]
    if not stated:
        return _("{name}: there is no mood to compare with.", name=before.name)
    if _made(was) != _made(line.estimates):
        return _(
            "{name}: it was scored otherwise, so no difference is stated.",
            name=before.name,
        )
    beside = line_of([*was, *line.estimates], by="day" if by == "day" else "week")
    days = Period(min(first, period.first), period.last)
    step = moved_between(beside, Period(was[0].period.first, was[-1].period.last), days)
    if step is None:
        return _("{name}: there is no mood to compare with.", name=before.name)
    return _whole(step, Period(stated[0].first, stated[-1].last))


def when(now: Estimate, by: Step, today: date) -> str:
    """In which step the lines stand, as a heading."""
    step = words.step_name(now.period, by)
    if is_whole(now.period, by, today):
        return _("The last whole step: {step}", step=step)
    return _("The latest step, which is not whole: {step}", step=step)


def stands_frame(found: Iterable[Stand], *, k: int) -> pd.DataFrame:
    """One row for each line: where it stands, how it moved, on how many voices."""
    rows = [
        {
            "name": each.line.name,
            "mood": _mood(each.now),
            "elsewhere": words.interval(
                each.now.low_elsewhere, each.now.high_elsewhere
            ),
            "change": points(each.change),
            "moved": _moved_word(each.change),
            "people": sentences.voices_of(each.line.estimates, k),
        }
        for each in found
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def lines_frame(
    gathered: Gathered, period: Period, *, by: Step, k: int
) -> pd.DataFrame:
    """The steps of all lines, long; the earlier time is moved to stand below the later.

    ``name`` tells them apart; ``dashed`` is the earlier time.
    """
    frames = [
        steps_frame(line.estimates, by=by, k=k).assign(name=line.name, dashed=False)
        for line in gathered.lines
    ]
    if gathered.before:
        was = steps_frame(gathered.before.estimates, by=by, k=k)
        back = period.first - gathered.before.period.first
        frames.append(_moved(was, back).assign(name=gathered.before.name, dashed=True))
    return pd.concat(frames, ignore_index=True)


def hover_frame(lines: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The steps of the first of ``names``, with what each line says in a column.

    The columns are ``line0``, ``line1`` and so on: names are hostile.
    """
    steps = lines[lines["name"] == names[0]].copy()
    for number, name in enumerate(names):
        rows = lines[lines["name"] == name].to_dict("records")
        steps[f"line{number}"] = [_at(rows, step) for step in steps.to_dict("records")]
    return steps


def lines_kept(gathered: Gathered, *, k: int) -> pd.DataFrame:
    """All lines as they are saved, one below the other."""
    named = [(line.name, line.estimates) for line in gathered.lines]
    if gathered.before:
        named.append((gathered.before.name, gathered.before.estimates))
    frames = [kept_frame(made, k=k).assign(line=name) for name, made in named]
    whole = pd.concat(frames, ignore_index=True)
    return whole[["line", *(column for column in whole if column != "line")]]


def _stand(line: Line, by: Step, today: date) -> Stand:
    before, now = latest(line.estimates, by=by, today=today)
    return Stand(line, now, change(before, now) if before else None)


def _unknown(found: Sequence[Stand]) -> Iterator[str]:
    if found:
        names = _listed(map(_name, found))
        yield _("Not known, for want of a mood: {lines}.", lines=names)


def _whole(step: Change, was: Period) -> str:
    told = {"points": points(step), "days": words.days(was)}
    if step.moved:
        return _(
            "Taken as a whole, the period stands **{points}** against {days}: it moved "
            "beyond its interval.",
            **told,
        )
    return _(
        "Taken as a whole, the period stands {points} against {days}: it did not move "
        "beyond its interval.",
        **told,
    )


def _made(estimates: Iterable[Estimate]) -> set[tuple[tuple[str, ...], bool]]:
    """In which ways moods were made: by which scorers, with labels or without."""
    stated = (each for each in estimates if each.mood is not None)
    return {(each.scorers, bool(each.labels)) for each in stated}


def _name(stand: Stand) -> str:
    return words.plain(stand.line.name)


def _mood(now: Estimate) -> str:
    if now.mood is None:
        return words.NOTHING
    return f"{words.signed(now.mood)} ({words.interval(now.low, now.high)})"


def _listed(parts: Iterable[str]) -> str:
    return str(format_list(list(parts), locale=spoken().locale))


def _moved_word(step: Change | None) -> str:
    if step is None:
        return _("not known")
    return _("beyond its interval") if step.moved else _("within its interval")


def _moved(steps: pd.DataFrame, back: timedelta) -> pd.DataFrame:
    times = ["start", "end", "middle"]
    return steps.assign(**{name: steps[name] + back for name in times})


def _at(rows: Sequence[Row], step: Row) -> str:
    """What a line says in a step: the row whose middle lies in it."""
    here = (r for r in rows if step["start"] <= r["middle"] < step["end"])
    row = next(here, None)
    if row is None or pd.isna(row["mood"]):
        return words.NOTHING
    return f"{row['stands']} ({row['between']})"
