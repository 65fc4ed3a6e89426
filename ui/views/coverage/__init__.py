"""Coverage: what we saw and did not see, by source and hour, and why."""

from __future__ import annotations

import streamlit as st

from domain.coverage import Ledger
from mood.coverage import Blind
from mood.estimates import Estimate
from shown.speech import _, later, n_
from ui import exports, queries, shell, states, tables
from ui.drawn import draw
from ui.filters import Filters
from ui.row import row
from ui.shell import Here
from ui.table import called
from ui.tables import sources_table
from ui.views.coverage import asked, complete, heat, told, unseen

TITLE = later("Coverage")

SHORT = 31
"""To so many days the comments are summed by day, else by week as elsewhere."""


def show() -> None:
    """Where we were blind; silence is not calm."""
    shell.page(
        _(TITLE),
        _(
            "What we saw and what we did not see, by source, and why. Where we were "
            "blind, no mood is shown: silence is not calm."
        ),
        _body,
        offers=("period", "sources"),
    )


def _body(here: Here) -> None:
    asked_of = here.address, here.period, here.filters.sources
    blind, seen = queries.blind(*asked_of), queries.hours_seen(*asked_of)
    estimates = _estimates(here)
    facts = _facts(here)
    st.markdown(told.headline(seen, blind))
    row(told.figures(seen, estimates, facts))
    _heat(here)
    st.subheader(_("Sources"), anchor=False)
    sources_table(here)
    _stretches(here, blind)
    _reasons(here)
    _complete(here, facts)
    _not_scored(here, estimates)


def _estimates(here: Here) -> list[Estimate]:
    by = "day" if here.period.days <= SHORT else "week"
    chosen = Filters(sources=here.filters.sources, by=by)  # type: ignore[arg-type]
    return queries.estimates(here.address, here.period, chosen, k=here.k)


def _facts(here: Here) -> list[complete.Fact]:
    stored = asked.collected(here.address, here.period)
    late = asked.lags(here.address, here.today - asked.RECENT)
    return [
        complete.fact(source, stored.get(source.id), late.get(source.id, []))
        for source in here.known.sources
        if not here.filters.sources or source.id in here.filters.sources
    ]


def _heat(here: Here) -> None:
    names = _followed(here)
    if not names:
        return
    table = heat.heat_frame(here.known.ledgers, names, here.period, now=here.now)
    if table.empty:
        return
    chart = heat.heat_chart(table, here.period)
    title = _("Seen and not seen, by source")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        kept = heat.kept_frame(table)
        exports.menu(here, "coverage-seen", table=kept, chart=chart, title=title)
    st.caption(
        _(
            "Pale: seen. Grey: not seen, the stronger the more of the time; point at "
            "it for the reason. Blank: not yet followed. The least seen stands first."
        )
    )
    draw(chart, title)


def _followed(here: Here) -> dict[str, str]:
    """The sources of the choice that have a ledger, by name."""
    return {
        source.id: called(source)
        for source in here.known.sources
        if here.known.ledgers.get(source.id)
        and (not here.filters.sources or source.id in here.filters.sources)
    }


def _ledgers(here: Here) -> list[Ledger]:
    return [here.known.ledgers[source] for source in _followed(here)]


def _stretches(here: Here, blind: list[Blind]) -> None:
    if not blind:
        states.empty(*told.nothing_missed(_ledgers(here), here.period, now=here.now))
        return
    table = unseen.blind_table(blind)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = n_("{n} blind stretch", "{n} blind stretches", len(blind))
        st.subheader(title, anchor=False)
        exports.menu(here, "coverage", table=table)
    columns = {
        "start": tables.moment_column(_("From (Tashkent)")),
        "end": tables.moment_column(_("To (Tashkent)")),
        "lasted": tables.words_column(_("Lasted"), width="small"),
        "share": tables.share_column(_("Sources not seen")),
        "why": tables.words_column(_("Why")),
    }
    tables.show(table, columns, _("Blind stretches, the heaviest first"))


def _reasons(here: Here) -> None:
    table = unseen.reasons_table(_ledgers(here), here.period, now=here.now)
    if table.empty:
        return
    st.subheader(_("Why we did not see"), anchor=False)
    columns = {
        "why": tables.words_column(_("Why")),
        "hours": tables.count_column(_("Hours of sources")),
        "share": tables.share_column(_("Of what was not seen")),
        "sources": tables.count_column(_("Sources")),
    }
    tables.show(table, columns, _("Reasons, the weightiest first"))


def _complete(here: Here, facts: list[complete.Fact]) -> None:
    title = _("How soon and how completely comments are stored")
    table = complete.facts_frame(facts)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        exports.menu(here, "coverage-stored", table=complete.kept_frame(facts))
    st.markdown(told.lag(facts))
    st.markdown(told.collected(facts))
    columns = {
        "source": tables.words_column(_("Source")),
        "half": tables.words_column(_("Half stored within")),
        "most": tables.words_column(_("Nine in ten within")),
        "server": tables.count_column(_("Comments the servers count")),
        "stored": tables.share_column(_("Of these stored")),
        "history": tables.share_column(_("History read")),
        "until": tables.words_column(_("History read by")),
    }
    tables.show(table, columns, title)


def _not_scored(here: Here, estimates: list[Estimate]) -> None:
    title = _("Not scored, by language")
    table = unseen.not_scored_table(estimates, k=here.k)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        if not table.empty:
            exports.menu(here, "coverage-not-scored", table=table)
    if table.empty:
        st.markdown(_("Every comment of this time could be scored."))
        return
    st.caption(
        _(
            "Comments in languages that the scorer does not know, and those of which "
            "it is not sure. They are left out, not counted as neutral."
        )
    )
    columns = {
        "language": tables.words_column(_("Language")),
        "comments": tables.words_column(_("Comments"), width="small"),
        "share": tables.share_column(_("Of all comments")),
    }
    tables.show(table, columns, title)
