"""Official pages: whom they reach, what they stir, whom they answer."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from domain.scorecards import Component, Scorecard
from mood.official import SEED
from mood.ranking import ranked
from shown import words
from shown.speech import _, later, n_
from ui import exports, shell, states, tables
from ui.drawn import draw
from ui.shell import Here
from ui.views.official import asking, drawing, frames, weighing, wording
from ui.views.official.heading import headline
from ui.views.official.weighing import Choice

TITLE = later("Official pages")

MOST = 15
"""More rows than this are drawn when asked for."""

UNITS = {
    Component.FOLLOWERS: later("Followers"),
    Component.VIEWS: later("Views a post"),
    Component.INTERACTIONS: later("Interactions a post"),
    Component.EFFECTIVENESS: later("Interactions a post per 1,000 followers"),
    Component.ANSWERED: later("Percent of comments answered"),
    Component.WAIT: later("Hours, median"),
    Component.MOOD: later("Points of mood, after less before"),
}


def show() -> None:
    """The rankings, the dialogue, and all figures."""
    shell.page(
        _(TITLE),
        _(
            "How official pages do: whom they reach, what they stir, and whom they "
            "answer. Each figure with its 95% interval, each place with what chance "
            "leaves open."
        ),
        _body,
        offers=["period"],
    )


def _body(here: Here) -> None:
    chosen = weighing.choose(page=_body.__module__)
    cards = asking.cards(here.address, here.period, by=chosen.by, k=here.k)
    if not cards:
        states.empty(
            _("No official page is followed"),
            _("With `official = true` in `kayfiyat.toml` a source becomes one."),
        )
        return
    rows = ranked(cards, chosen.weights, seed=SEED)
    _ranking(here, chosen, rows)
    _dialogue(rows)
    _table(rows)


def _ranking(here: Here, chosen: Choice, rows: Sequence[Scorecard]) -> None:
    placed = [row for row in rows if row.place]
    if not placed:
        _nothing_to_rank(chosen)
        exports.menu(here, "official", table=frames.saved(rows))
        return
    st.markdown(headline(placed[0], chosen))
    title = _(weighing.RANKINGS[chosen.rank][0])
    drawn = _few(placed, "official-all")
    chart = _chart(drawn, chosen)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        table = frames.saved(rows)
        exports.menu(
            here,
            "official",
            table=table,
            chart=chart,
            title=title,
            note=_made_of(chosen),
        )
    st.caption(
        _(
            "Dot: estimate. Line: 95% interval. Before the name: its place, and the "
            "places that chance leaves open; rows whose places overlap are not to be "
            "told apart."
        )
    )
    draw(chart, title)
    st.caption(_made_of(chosen))
    _without_place(rows)


def _nothing_to_rank(chosen: Choice) -> None:
    if not list(chosen.weights.items()):
        states.empty(
            _("Every weight is 0"),
            _("Give at least one part of the score a weight, and there is a ranking."),
        )
    else:
        states.empty(
            _("Nothing can be ranked"),
            _(
                "In this time, less than half of what this ranking is made of is known "
                "of each row. The table below says why. Take a longer period or "
                "another ranking."
            ),
        )


def _chart(rows: Sequence[Scorecard], chosen: Choice) -> alt.LayerChart:
    part = chosen.of_one
    if part is None:
        frame, unit = frames.score_dots(rows), _("Score, 0 to 100")
        return drawing.dots(_with_places(frame), unit=unit, ends=(0, 100))
    return drawing.dots(_with_places(frames.part_dots(rows, part)), unit=_(UNITS[part]))


def _with_places(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(label=frame["place"] + " · " + frame["name"])


def _few(rows: Sequence[Scorecard], key: str) -> Sequence[Scorecard]:
    """The first of many, or all if the reader wants them."""
    if len(rows) <= MOST:
        return rows
    every = st.toggle(n_("Draw all {n} row", "Draw all {n} rows", len(rows)), key=key)
    return rows if every else rows[:MOST]


def _made_of(chosen: Choice) -> str:
    if chosen.of_one is not None:
        return ""
    parts = ", ".join(
        f"{_(wording.PARTS[part])} {weight:g}"
        for part, weight in chosen.weights.items()
    )
    return _(
        "Score: the mean percentile among these rows, by weight: {parts}. Another "
        "choice of rows gives other scores.",
        parts=parts,
    )


def _without_place(rows: Sequence[Scorecard]) -> None:
    lacking = [words.plain(row.called) for row in rows if not row.place]
    partly = [words.plain(r.called) for r in rows if r.place and r.place.known < 1]
    if lacking:
        st.caption(
            _(
                "Without a place, as too little is known: {names}.",
                names=", ".join(lacking),
            )
        )
    if partly:
        st.caption(
            _(
                "Ranked by the parts that are known, as not all are: {names}.",
                names=", ".join(partly),
            )
        )


def _dialogue(rows: Sequence[Scorecard]) -> None:
    st.subheader(_("Dialogue"), anchor=False)
    told = {
        part: frames.part_dots(rows, part)
        for part in (Component.ANSWERED, Component.WAIT, Component.MOOD)
    }
    if all(frame.empty for frame in told.values()):
        st.markdown(
            _(
                "Of no page enough comments and answers are known in this time for a "
                "figure with its interval. The table below says why."
            )
        )
        return
    st.caption(
        _(
            "A comment is answered if the page replies to it. Mood: of threads after "
            "the page's first answer, less before it; the answer coincides with the "
            "difference and need not be its cause."
        )
    )
    with st.grid(2, min_column_width=420):
        for part, frame in told.items():
            with st.container():
                _part(part, frame)


def _part(part: Component, frame: pd.DataFrame) -> None:
    name = _(wording.PARTS[part])
    st.markdown(f"**{name}**")
    if frame.empty:
        st.caption(_("Of no row is this known with an interval."))
    else:
        draw(drawing.dots(frame.head(MOST), unit=_(UNITS[part])), name)


def _table(rows: Sequence[Scorecard]) -> None:
    st.subheader(_("All figures"), anchor=False)
    frame = frames.shown(rows)
    parts = {str(part): _(wording.PARTS[part]) for part in Component}
    columns = {
        "place": tables.words_column(_("Place"), width="small"),
        "name": tables.words_column(_("Name")),
        "score": tables.words_column(_("Score")),
        **{part: tables.words_column(said) for part, said in parts.items()},
        "posts": tables.words_column(_("Posts"), width="small"),
        "comments": tables.words_column(_("Comments"), width="small"),
        "followers_change": tables.words_column(_("Change of followers")),
        "seen": tables.share_column(_("Hours seen")),
        "left_out": tables.words_column(_("Left out, hardly seen")),
    }
    tables.show(frame, columns, _("All figures of official pages, the best first"))
