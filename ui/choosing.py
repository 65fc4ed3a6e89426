"""The row of filters; the address says the same, so that a view can be sent."""

from __future__ import annotations

from datetime import date

import streamlit as st

from domain.attitudes import SCORED_LANGUAGES
from domain.periods import Period
from ui import words
from ui.filters import (
    CUSTOM,
    PRESETS,
    STEPS,
    Filters,
    from_query,
    period_of,
    to_query,
)
from ui.filters import known as only_known
from ui.queries import Known
from ui.table import called

EVERY = "All comments"


def filters(known: Known, whole: Period) -> Filters:
    """Show the filters; the view that they stand at now, as the address has it too."""
    _seed(known, whole)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _main(known)
        with st.popover("More filters", icon=":material/tune:"):
            _more(known)
    if st.session_state["preset"] == CUSTOM:
        _dates(whole)
    chosen = _chosen()
    _keep_in_address(chosen)
    _tell(chosen, known)
    return chosen


def _seed(known: Known, whole: Period) -> None:
    """Put the address's view where the widgets look; what they hold goes first."""
    asked = only_known(
        from_query({key: st.query_params.get_all(key) for key in st.query_params}),
        reforms=known.reforms,
        sources=[source.id for source in known.sources],
        languages=SCORED_LANGUAGES,
    )
    dates = period_of(asked, whole)
    for key, value in {
        "reform": asked.reform or "",
        "sources": list(asked.sources),
        "languages": list(asked.languages),
        "preset": asked.preset,
        "first": dates.first,
        "last": dates.last,
        "by": asked.by,
        "campaigns": asked.campaigns,
    }.items():
        st.session_state.setdefault(key, value)


def _main(known: Known) -> None:
    st.selectbox(
        "Reform",
        ["", *known.reforms],
        key="reform",
        format_func=lambda reform: known.title(reform) if reform else EVERY,
        width=260,
    )
    st.selectbox(
        "Period",
        list(PRESETS),
        key="preset",
        format_func=lambda preset: PRESETS[preset][0],
        width=170,
    )
    st.selectbox(
        "By", STEPS, key="by", format_func=lambda step: step.title(), width=110
    )


def _more(known: Known) -> None:
    names = {source.id: called(source) for source in known.sources}
    st.multiselect(
        "Sources",
        list(names),
        key="sources",
        format_func=lambda source: names.get(source, source),
        placeholder="All sources",
    )
    st.multiselect(
        "Languages",
        SCORED_LANGUAGES,
        key="languages",
        format_func=lambda language: words.LANGUAGES[language],
        placeholder="All languages",
    )
    st.toggle(
        "Count coordinated campaigns",
        key="campaigns",
        help="Near-identical comments by many authors in a short time.",
    )


def _dates(whole: Period) -> None:
    with st.container(horizontal=True):
        for key, label in (("first", "From"), ("last", "To")):
            st.date_input(
                label,
                key=key,
                min_value=whole.first,
                max_value=whole.last,
                format="DD.MM.YYYY",
                width=170,
            )


def _chosen() -> Filters:
    state = st.session_state
    own = state["preset"] == CUSTOM
    first: date | None = state["first"] if own else None
    last: date | None = state["last"] if own else None
    return Filters(
        reform=state["reform"] or None,
        sources=tuple(state["sources"]),
        languages=tuple(state["languages"]),
        preset=state["preset"],
        first=first,
        last=last,
        by=state["by"],
        campaigns=state["campaigns"],
    )


def _keep_in_address(chosen: Filters) -> None:
    wanted = to_query(chosen)
    if {key: st.query_params.get_all(key) for key in st.query_params} != wanted:
        st.query_params.from_dict(wanted)


def _tell(chosen: Filters, known: Known) -> None:
    """What lies folded away is said in words: no filter works unseen."""
    names = {source.id: called(source) for source in known.sources}
    told = [
        ", ".join(words.plain(names[source]) for source in chosen.sources),
        ", ".join(words.LANGUAGES[language] for language in chosen.languages),
        "" if chosen.campaigns else "without coordinated campaigns",
    ]
    if any(told):
        st.caption("Chosen: " + " · ".join(part for part in told if part))
