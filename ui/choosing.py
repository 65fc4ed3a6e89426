"""The row of filters; the address says the same, so that a view can be sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from domain.attitudes import SCORED_LANGUAGES
from domain.periods import Period
from shown import words
from shown.speech import _
from ui import address
from ui.filters import (
    BEFORE,
    CUSTOM,
    KEYS,
    PRESETS,
    STEPS,
    Filters,
    Offer,
    from_query,
    offered,
    period_of,
    to_query,
    unread,
)
from ui.filters import known as only_known
from ui.queries import Known
from ui.table import called

VIEW = "_view"
"""Where the session keeps the view: of other pages' widgets Streamlit keeps nothing."""

MOST_COMPARED = 4
"""So many lines can be told apart beside the one asked about and an earlier time."""

LONGEST = 40
"""Of a value that the address asks for in vain, no more letters are repeated."""


def filters(
    known: Known, whole: Period, *, page: str, offers: Collection[Offer]
) -> Filters:
    """Show the filters offered; the view that they stand at, with nothing unseen.

    The view is shared by all pages: what this page does not offer waits for the
    next that does.
    """
    view = _standing(known, whole, page)
    if offers:
        _row(known, offers)
    if "period" in offers and st.session_state["preset"] == CUSTOM:
        _dates(whole)
    view = _chosen(view, offers)
    st.session_state[VIEW] = view
    address.keep(to_query(view), keys=KEYS, page=page)
    _tell(offered(view, offers), known)
    return offered(view, offers)


def _standing(known: Known, whole: Period, page: str) -> Filters:
    """The session's view, or the address's if the reader came by it."""
    came = address.came(KEYS, page)
    asked = address.asked(KEYS)
    view: Filters = from_query(asked) if came else st.session_state[VIEW]
    view = only_known(
        view,
        reforms=known.reforms,
        sources=[source.id for source in known.sources],
        languages=SCORED_LANGUAGES,
    )
    view = replace(view, compare=view.compare[:MOST_COMPARED])
    if came:
        _tell_unread(unread(asked, view))
    anew = came or address.turned(KEYS, page)
    for key, value in _widgets(view, whole).items():
        # Set each time: in another language, Streamlit takes it for another widget.
        st.session_state[key] = value if anew else st.session_state.get(key, value)
    return view


def _widgets(view: Filters, whole: Period) -> dict[str, Any]:
    """What each widget holds at this view."""
    dates = period_of(view, whole)
    return {
        "reform": view.reform or "",
        "compare": list(view.compare),
        "sources": list(view.sources),
        "languages": list(view.languages),
        "preset": view.preset,
        "first": dates.first,
        "last": dates.last,
        "by": view.by,
        "campaigns": view.campaigns,
        "before": view.before,
    }


def _row(known: Known, offers: Collection[Offer]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _main(known, offers)
        if {"sources", "languages", "campaigns", "compare"} & set(offers):
            with st.popover(_("More filters"), icon=":material/tune:"):
                _more(known, offers)


def _main(known: Known, offers: Collection[Offer]) -> None:
    if "reform" in offers:
        every = {"": _("All comments")} | {r: known.title(r) for r in known.reforms}
        _select(_("Reform"), every, key="reform", width=260)
    if "period" in offers:
        presets = {preset: _(name) for preset, (name, _days) in PRESETS.items()}
        _select(_("Period"), presets, key="preset", width=190)
    if "by" in offers:
        steps = {step: _(words.STEPS[step]) for step in STEPS}
        _select(_("By"), steps, key="by", width=110)


def _more(known: Known, offers: Collection[Offer]) -> None:
    if "sources" in offers:
        names = {source.id: called(source) for source in known.sources}
        _several(_("Sources"), names, key="sources", none=_("All sources"))
    if "languages" in offers:
        languages = {str(code): words.language(code) for code in SCORED_LANGUAGES}
        _several(_("Languages"), languages, key="languages", none=_("All languages"))
    if "compare" in offers:
        titles = {reform: known.title(reform) for reform in known.reforms}
        none = _("No other reform")
        _several(
            _("Compare with"), titles, key="compare", none=none, most=MOST_COMPARED
        )
        _select(_("Compare with an earlier time"), _all(BEFORE), key="before")
    if "campaigns" in offers:
        st.toggle(
            _("Count coordinated campaigns"),
            key="campaigns",
            help=_("Near-identical comments by many authors in a short time."),
        )


def _all(messages: Mapping[str, str]) -> dict[str, str]:
    return {key: _(message) for key, message in messages.items()}


def _select(
    label: str,
    named: Mapping[Any, str],
    *,
    key: str,
    width: int | str = "stretch",
) -> None:
    st.selectbox(
        label,
        list(named),
        key=key,
        format_func=lambda value: named.get(value, value),
        width=width,  # type: ignore[arg-type]
    )


def _several(
    label: str,
    named: Mapping[str, str],
    *,
    key: str,
    none: str,
    most: int | None = None,
) -> None:
    st.multiselect(
        label,
        list(named),
        key=key,
        format_func=lambda value: named.get(value, value),
        placeholder=none,
        max_selections=most,
    )


def _dates(whole: Period) -> None:
    with st.container(horizontal=True):
        for key, label in (("first", _("From")), ("last", _("To"))):
            st.date_input(
                label,
                key=key,
                min_value=whole.first,
                max_value=whole.last,
                format="DD.MM.YYYY",
                width=170,
            )


def _chosen(view: Filters, offers: Collection[Offer]) -> Filters:
    """``view`` as the widgets shown have it."""
    state = st.session_state
    held: dict[Offer, dict[str, Any]] = {
        "reform": {"reform": state["reform"] or None},
        "period": _period(view),
        "by": {"by": state["by"]},
        "sources": {"sources": tuple(state["sources"])},
        "languages": {"languages": tuple(state["languages"])},
        "campaigns": {"campaigns": state["campaigns"]},
        "compare": {"compare": tuple(state["compare"]), "before": state["before"]},
    }
    now = {key: value for offer in offers for key, value in held[offer].items()}
    changed = replace(view, **now)
    beside = tuple(each for each in changed.compare if each != changed.reform)
    return replace(changed, compare=beside)


def _period(view: Filters) -> dict[str, Any]:
    state = st.session_state
    if state["preset"] != CUSTOM:
        return {"preset": state["preset"], "first": None, "last": None}
    return {
        "preset": CUSTOM,
        "first": state.get("first", view.first),
        "last": state.get("last", view.last),
    }


def view() -> Filters:
    """The view that all pages share, with what the page shown does not offer."""
    shared: Filters = st.session_state[VIEW]
    return shared


def told(chosen: Filters, known: Known) -> list[str]:
    """In words, as they stand, what lies folded away: sources, languages, campaigns."""
    names = {source.id: called(source) for source in known.sources}
    parts = [
        ", ".join(names[source] for source in chosen.sources),
        ", ".join(words.language(language) for language in chosen.languages),
        "" if chosen.campaigns else _("without coordinated campaigns"),
    ]
    return [part for part in parts if part]


def _tell(chosen: Filters, known: Known) -> None:
    """No filter works unseen."""
    if parts := told(chosen, known):
        said = " · ".join(map(words.plain, parts))
        st.caption(_("Chosen: {filters}", filters=said))


def _tell_unread(values: Collection[str]) -> None:
    if values:
        said = _(
            "The address asks for what is not here; it was left out: {values}.",
            values=", ".join(words.plain(value[:LONGEST]) for value in values),
        )
        st.info(said, icon=":material/link_off:")
