"""Reforms: how people take each of them now, by priority area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import altair as alt
import streamlit as st

from domain.periods import Period
from shown import sentences, words
from shown.speech import _, later, spoken
from store.reforms import Area
from ui import address, choosing, exports, shell, states, tables
from ui.drawn import draw
from ui.shell import Here
from ui.views import reform
from ui.views.reform import asked, links
from ui.views.reforms import charts, frames, told
from ui.views.reforms.standings import (
    ORDERS,
    Standing,
    area_title,
    by_area,
    shown_period,
    standings,
)

TITLE = later("Reforms")

KEYS = frozenset({"order"})


def show() -> None:
    """Every reform with its line, its mood now, its change, its voices."""
    shell.page(
        _("All reforms"),
        _(
            "How people who comment in public take each reform now, and which moved: "
            "the share in favour minus the share against, from −100 to +100."
        ),
        _body,
        offers=("by", "campaigns"),
    )


def _body(here: Here) -> None:
    if here.whole is None or not here.known.reforms:
        states.empty(
            _("Nobody spoke of a reform yet"),
            _("Reforms stand here as soon as a scored comment speaks of one."),
        )
        return
    by, period = here.filters.by, shown_period(here.whole, here.filters.by)
    found = _found(here, period)
    st.markdown(told.headline(found, by=by))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = _order()
        with st.popover(_("Open a reform"), icon=":material/open_in_full:"):
            titles = {each.reform: each.title for each in found}
            links.to_reforms(titles, reform.show, choosing.view())
    groups = by_area(found, order)
    _lines(here, groups, period)
    _table(here, [each for _area, group in groups for each in group], period)
    _silent(here)


def _found(here: Here, period: Period) -> list[Standing]:
    by = here.filters.by
    moods = asked.moods(
        here.address,
        period,
        here.known.reforms,
        by=by,
        campaigns=here.filters.campaigns,
        k=here.k,
    )
    areas = asked.areas(here.address, spoken().writing)
    return standings(
        moods, titles=here.known.title, areas=areas, by=by, today=here.today
    )


def _order() -> str:
    """How reforms are sorted within their area: the address says it too."""
    given = address.anew(KEYS, __name__)
    if given is not None or "order" not in st.session_state:
        order = next(iter((given or {}).get("order", ())), "")
        st.session_state["order"] = order if order in ORDERS else "mood"
    else:
        st.session_state["order"] = st.session_state["order"]
    chosen = st.selectbox(
        _("Sort within areas by"),
        list(ORDERS),
        key="order",
        format_func=_order_name,
        width=280,
    )
    address.keep(
        {} if chosen == "mood" else {"order": [chosen]}, keys=KEYS, page=__name__
    )
    return str(chosen)


def _order_name(order: str) -> str:
    return _(ORDERS.get(order, order))


def _lines(
    here: Here, groups: Sequence[tuple[Area, list[Standing]]], period: Period
) -> None:
    reach = charts.reach_of([each for _area, group in groups for each in group])
    by, view = here.filters.by, choosing.view()
    st.caption(
        _(
            "Line: estimate; band: 95% interval; a gap: not seen, or too few voices. "
            "Up is in favour, down is against; each has room from −{reach} to "
            "+{reach}, and what goes further is cut. Beside the mood stands its change "
            "on {before}, with an arrow where it moved beyond its interval.",
            reach=reach,
            before=sentences.before(by),
        )
    )
    # One area alone takes the width: its lines are read across.
    columns: int | Literal["auto"] = 1 if len(groups) == 1 else "auto"
    with st.grid(columns, min_column_width=330):
        for area, group in groups:
            with st.container():
                chart = charts.area_chart(
                    group, period, view=view, k=here.k, reach=reach
                )
                _area(here, area, group, chart)


def _area(here: Here, area: Area, group: list[Standing], chart: alt.LayerChart) -> None:
    st.subheader(words.plain(area_title(area)), anchor=False)
    if area.strategy:
        st.caption(words.plain(area.strategy))
    names = ", ".join(each.title for each in group)
    described = _(
        "Mood {by_step}: {reforms}",
        by_step=words.by_step(here.filters.by),
        reforms=names,
    )
    draw(chart, described)


def _table(here: Here, found: list[Standing], period: Period) -> None:
    title = _("All reforms in figures")
    view, reach = choosing.view(), charts.reach_of(found)
    chart = charts.area_chart(found, period, view=view, k=here.k, reach=reach)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        kept = frames.kept_standings(found, k=here.k)
        held = replace(here, period=period)
        exports.menu(held, "reforms", table=kept, chart=chart, title=_("All reforms"))
    columns = {
        "title": tables.words_column(_("Reform")),
        "mood": tables.words_column(_("Mood (95% interval)")),
        "change": tables.words_column(_("Change (95% interval)")),
        "voices": tables.words_column(_("Voices"), width="small"),
        "area": tables.words_column(_("Priority area"), width="large"),
    }
    shown = frames.shown_standings(found, k=here.k)
    tables.show(shown, columns, title)
    if chance := told.chance(found):
        st.caption(chance)


def _silent(here: Here) -> None:
    """Silence is said: the reforms of which nobody spoke."""
    silent = sorted(
        title
        for reform, title in here.known.titles.items()
        if reform not in here.known.reforms
    )
    if silent:
        with st.expander(_("Nobody spoke of these")):
            st.markdown(", ".join(map(words.plain, silent)) + ".")
