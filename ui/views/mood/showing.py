"""The charts and tables of the page, put on it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import altair as alt
import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from mood.reported import Changes
from shown import charts, sentences, words
from shown.axes import reach_of
from shown.frames import kept_frame, shares_frame, steps_frame
from shown.marks import blind_frame, events_frame
from shown.speech import _, n_
from ui import exports, tables
from ui.drawn import draw
from ui.shell import Here
from ui.views.mood import changing, comparing, drawing, rested
from ui.views.mood.gathered import Gathered

FEW = 5
"""More events than this are listed folded."""

NO_LINE = pd.DataFrame()


class Frames(NamedTuple):
    """What the charts of one line are drawn from."""

    steps: pd.DataFrame
    toggled: pd.DataFrame
    blind: pd.DataFrame
    events: pd.DataFrame
    marks: pd.DataFrame


def one_line(here: Here, found: Gathered) -> None:
    """The line with all that is marked on it, its changes, its voices and shares."""
    frames = _frames(here, found)
    by_step = words.by_step(here.filters.by)
    title = _("Mood {by_step}", by_step=by_step)
    chart = _chart(here, frames)
    table = kept_frame(found.line.estimates, k=here.k)
    _heading(here, title, "mood", table=table, chart=chart)
    st.caption(_legend(here, found, frames))
    draw(chart, title)
    _event_list(frames.events)
    if found.changes is not None:
        changes_list(here, found.changes, "mood-changes")
    _below(here, found, frames)


def comparison(here: Here, found: Gathered) -> None:
    """The lines side by side, and where each stands."""
    by, period = here.filters.by, here.period
    lines = comparing.lines_frame(found, period, by=by, k=here.k)
    names = [line.name for line in found.lines]
    names += [found.before.name] if found.before else []
    hover = comparing.hover_frame(lines, names)
    blind, events = blind_frame(found.blind, period), events_frame(found.events, period)
    drawn = drawing.Compared(lines, hover, tuple(names), reach_of(lines))
    chart = drawing.compared_chart(drawn, blind, events, period)
    title = _("Mood compared {by_step}", by_step=words.by_step(by))
    table = comparing.lines_kept(found, k=here.k)
    _heading(here, title, "mood-compared", table=table, chart=chart)
    st.caption(_("Lines: estimates. Bands: 95% intervals. Shaded: not seen."))
    draw(chart, title)
    _event_list(events)
    _stands(here, found)


def _frames(here: Here, found: Gathered) -> Frames:
    by, k, period = here.filters.by, here.k, here.period
    estimates, changes = found.line.estimates, found.changes
    campaigns = rested.differ(estimates, found.toggled)
    return Frames(
        steps=steps_frame(estimates, by=by, k=k),
        toggled=steps_frame(found.toggled, by=by, k=k) if campaigns else NO_LINE,
        blind=blind_frame(found.blind, period),
        events=events_frame(found.events, period),
        marks=changing.marks_frame(changes.reported if changes else (), period),
    )


def _chart(here: Here, frames: Frames) -> alt.LayerChart:
    steps, period = frames.steps, here.period
    ends = drawing.ends(steps)
    reach = reach_of(ends, ("low", "high", "low_elsewhere", "high_elsewhere"))
    under = [*drawing.bracket(ends, reach, period)]
    if not frames.toggled.empty:
        under.append(drawing.toggled_line(frames.toggled, reach, period))
    if rested.few_marks(steps["mark"]):
        under += drawing.half_marks(steps, reach, period)
    over = drawing.change_marks(frames.marks, period)
    return charts.mood_chart(
        steps, frames.blind, frames.events, period, under=under, over=over, reach=reach
    )


def _legend(here: Here, found: Gathered, frames: Frames) -> str:
    """What each mark on the chart is, and only of those that are on it."""
    marks = set(frames.steps["mark"]) if rested.few_marks(frames.steps["mark"]) else ()
    parts = [_("Line: estimate. Band: 95% interval. Shaded: not seen.")]
    if frames.steps["low_elsewhere"].notna().any():
        parts.append(
            _(
                "Bracket at the end: how far the whole line may lie off, up or down, "
                "where its subject is new to the scorer."
            )
        )
    if "unseen" in marks:
        parts.append(_("○ half blind."))
    if "unstored" in marks:
        parts.append(_("◇ most comments not stored."))
    parts.append(sentences.gap(found.line.estimates))
    if not frames.marks.empty:
        parts.append(_("Letters: lasting changes, listed below."))
    parts.append(_campaigns(here, found, frames))
    return " ".join(filter(None, parts))


def _campaigns(here: Here, found: Gathered, frames: Frames) -> str:
    if frames.toggled.empty:
        return ""
    with_them = here.filters.campaigns
    dotted = (
        _("Dotted: without coordinated campaigns.")
        if with_them
        else _("Dotted: with coordinated campaigns.")
    )
    told = rested.campaigns_told(
        found.line.estimates,
        found.toggled,
        with_them=with_them,
        by=here.filters.by,
    )
    return f"{dotted} {told}"


def changes_list(here: Here, changes: Changes, name: str) -> None:
    """The lasting changes, if there are any, with what coincides with each."""
    if not changes.reported:
        return
    title = n_("{n} lasting change", "{n} lasting changes", len(changes.reported))
    people = replace(here, filters=replace(here.filters, campaigns=False))
    _heading(people, title, name, table=changing.changes_kept(changes))
    st.caption(
        _(
            "Of people, coordinated campaigns left out. In brackets: 95% intervals. "
            "An event that coincides with a change need not have caused it."
        )
    )
    table = changing.changes_frame(changes)
    columns = {
        "key": tables.words_column("", 40),
        "since": tables.words_column(_("New mood since"), 270),
        "was": tables.words_column(_("Mood before"), 130),
        "became": tables.words_column(_("Mood after"), 130),
        "points": tables.words_column(_("Change, points"), 130),
        "meanwhile": tables.words_column(_("Other reforms meanwhile"), 230),
        "coincides": tables.words_column(_("Coincides with"), 420),
    }
    if here.filters.reform is None:
        table = table.drop(columns="meanwhile")
    tables.show(table, columns, _("Lasting changes, the latest first"))


def _stands(here: Here, found: Gathered) -> None:
    by = here.filters.by
    stands = comparing.stands(found.lines, by=by, today=here.today)
    st.subheader(comparing.when(stands[0].now, by, here.today), anchor=False)
    st.caption(
        _(
            "Whether one line lies above another is sure only where their wider "
            "intervals, for a subject new to the scorer, do not overlap."
        )
    )
    columns = {
        "name": tables.words_column(_("Reform"), 240),
        "mood": tables.words_column(_("Mood"), 140),
        "elsewhere": tables.words_column(_("If new to the scorer"), 170),
        "change": tables.words_column(_("Change, points"), 150),
        "moved": tables.words_column(_("It moved"), 190),
        "people": tables.words_column(_("Voices in the period"), 150),
    }
    table = comparing.stands_frame(stands, k=here.k)
    tables.show(table, columns, _("Where each line stands"))


def _below(here: Here, found: Gathered, frames: Frames) -> None:
    """On how many voices the line rests, and how they are divided."""
    by, period = here.filters.by, here.period
    voices = _("Voices {by_step}", by_step=words.by_step(by))
    st.subheader(voices, anchor=False)
    draw(charts.voices_chart(frames.steps, frames.blind, period), voices)
    st.subheader(_("In favour, neutral, against: share of voices"), anchor=False)
    shares = shares_frame(found.line.estimates, by=by)
    described = _("Attitudes {by_step}", by_step=words.by_step(by))
    draw(charts.shares_chart(frames.steps, shares, frames.blind, period), described)


def _heading(
    here: Here,
    title: str,
    name: str,
    *,
    table: pd.DataFrame,
    chart: alt.LayerChart | None = None,
) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        exports.menu(here, name, table=table, chart=chart, title=title)


def _event_list(events: pd.DataFrame) -> None:
    lines = "  \n".join(
        f"**{event.number}** {event.when}: {words.plain(event.title)}"
        for event in events.itertuples()
    )
    if len(events) > FEW:
        with st.expander(n_("{n} dated event", "{n} dated events", len(events))):
            st.caption(lines)
    elif lines:
        st.caption(lines)
