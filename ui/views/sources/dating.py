"""Dated events: those of the catalogue, and those that analysts add."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from domain.events import Event
from domain.periods import Period
from shown import words
from shown.speech import _, n_
from ui import exports, states, tables
from ui.queries import Known
from ui.shell import Here
from ui.views.sources import asked

LONGEST_TITLE, LONGEST_LINK = 200, 500


def show(here: Here) -> None:
    """The list, and how to add to it and take from it."""
    show_list(here)
    _add(here)
    _remove(here)


def show_list(here: Here) -> None:
    """All events, the latest first."""
    events = here.known.events
    table = events_frame(events, here.known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(_("Dated events"), anchor=False)
        if events:
            days = Period(table["day"].min(), table["day"].max())
            exports.menu(replace(here, period=days), "events", table=table)
    if not events:
        states.empty(
            _("No event yet"), _("An event stands beside the line of mood on its day.")
        )
        return
    mine = sum(event.added for event in events)
    st.markdown(
        n_("**{n} event**", "**{n} events**", len(events))
        + ", "
        + n_("{n} of them added by analysts.", "{n} of them added by analysts.", mine)
    )
    columns = {
        "day": st.column_config.DateColumn(_("Day"), format="DD.MM.YYYY"),
        "title": tables.words_column(_("What happened"), width="large"),
        "reform": tables.words_column(_("Reform")),
        "link": tables.words_column(_("Link")),
        "origin": tables.words_column(_("Comes from"), width="small"),
    }
    tables.show(table, columns, _("Dated events, the latest first"))


def events_frame(events: Sequence[Event], known: Known) -> pd.DataFrame:
    """One row for each event, the latest first. Pure."""
    rows = [
        {
            "day": event.day,
            "title": words.event(event),
            "reform": known.title(event.reform) if event.reform else "",
            "link": event.link or "",
            "origin": _("added") if event.added else _("catalogue"),
        }
        for event in sorted(events, key=lambda one: one.day, reverse=True)
    ]
    return pd.DataFrame(rows, columns=["day", "title", "reform", "link", "origin"])


def wrong_with(title: str, link: str) -> str | None:
    """What to mend before it can be added, if anything. Pure."""
    if not title:
        return _("Write what happened.")
    if link and not _is_address(link):
        return _("The link is no address; write it with https://")
    return None


def _is_address(link: str) -> bool:
    begins = link.startswith(("https://", "http://"))
    return begins and link.isprintable() and " " not in link and len(link) > 8


def _add(here: Here) -> None:
    with (
        st.form("event", clear_on_submit=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        event = _written(here)
        pressed = st.form_submit_button(_("Add event"), icon=":material/add:")
    if not pressed:
        _tell_last()
        return
    wrong = wrong_with(event.title, event.link or "")
    if wrong:
        st.error(wrong, icon=":material/edit:")
        return
    st.session_state["event_told"] = asked.add_event(here.address, event)
    st.rerun()


def _written(here: Here) -> Event:
    """The fields, and what is written in them."""
    day = st.date_input(
        _("Day"), value=here.today, format="DD.MM.YYYY", key="event_day", width=150
    )
    title = st.text_input(
        _("What happened"), key="event_title", max_chars=LONGEST_TITLE, width=360
    )
    reforms = _reforms(here.known)
    reform = st.selectbox(
        _("Reform"),
        list(reforms),
        format_func=lambda id_: reforms.get(id_, id_),
        key="event_reform",
        width=260,
    )
    link = st.text_input(
        _("Link, if there is one"),
        key="event_link",
        max_chars=LONGEST_LINK,
        placeholder="https://…",
        width=260,
    )
    words_, address = " ".join((title or "").split()), (link or "").strip()
    return Event(day, words_, reform or None, address or None, added=True)


def _tell_last() -> None:
    told = st.session_state.pop("event_told", None)
    if told is not None:
        if told:
            st.success(
                _("Added: it stands in the charts now."), icon=":material/check:"
            )
        else:
            st.info(_("It is there already."), icon=":material/info:")


def _reforms(known: Known) -> dict[str, str]:
    ids: Collection[str] = {*known.titles, *known.reforms}
    named = sorted(((id_, known.title(id_)) for id_ in ids), key=lambda pair: pair[1])
    return {"": _("No single reform"), **dict(named)}


def _remove(here: Here) -> None:
    mine = [event for event in reversed(here.known.events) if event.added]
    if not mine:
        return
    named = {event.id: f"{words.day(event.day)}: {event.title}" for event in mine}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Take out an event that was added"),
            list(named),
            format_func=lambda id_: named.get(id_, id_),
            key="event_chosen",
            width=420,
        )
        if st.button(_("Take out"), icon=":material/remove:", key="event_out"):
            gone = next(event for event in mine if event.id == chosen)
            asked.remove_event(here.address, gone)
            st.rerun()
