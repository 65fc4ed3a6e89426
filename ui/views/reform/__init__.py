"""Reform: one of them: its line, its words, where it is spoken of, its dates."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from domain.attitudes import Attitude
from domain.terms import Terms
from mood.where import Part, places
from shown import sentences, words
from shown.speech import _, later, spoken
from ui import choosing, exports, queries, shell, states, tables
from ui.drawn import draw
from ui.figures import latest
from ui.filters import Filters
from ui.shell import Here
from ui.table import called
from ui.views.mood import changing, showing
from ui.views.reform import asked, lines, links, numbers
from ui.views.reform.bars import words_chart

TITLE = later("Reform")

LEADING = 5
"""Words of each side that stand in the sentence."""


def show() -> None:
    """One reform, chosen in the address."""
    shell.page(
        _("One reform"),
        _("How people take this reform, what either side says, where, and since when."),
        _body,
        offers=("reform", "period", "by", "sources", "languages", "campaigns"),
    )


def _body(here: Here) -> None:
    reform = here.filters.reform
    if reform is None:
        _choose(here)
        return
    st.subheader(words.plain(here.known.title(reform)), anchor=False)
    _areas(here, reform)
    estimates = queries.estimates(here.address, here.period, here.filters, k=here.k)
    by = here.filters.by
    earlier, last = latest(estimates, by=by, today=here.today)
    told_moved = sentences.moved(earlier, last, by=by, k=here.k)
    if any(estimate.mood is not None for estimate in estimates):
        changes = lines.changes_of(here)
        st.markdown(f"{told_moved} {changing.found(changes, here.period)}")
        lines.line(here, estimates, changes)
        showing.changes_list(here, changes, "reform-changes")
    else:
        st.markdown(told_moved)
        states.no_mood(here.known, estimates, here.filters, here.k)
    _words(here, reform)
    _places(here, reform)
    _dates(here, reform)


def _choose(here: Here) -> None:
    states.empty(
        _("Which reform?"),
        _("Choose one above, or here.")
        if here.known.reforms
        else _("No scored comment speaks of a reform yet."),
    )
    titles = {r: here.known.title(r) for r in here.known.reforms}
    links.to_reforms(titles, show, choosing.view())


def _areas(here: Here, reform: str) -> None:
    """The priority areas that it belongs to, each with its strategy."""
    areas = asked.areas(here.address, spoken().writing).get(reform, ())
    lines = [
        f"{words.plain(area.strategy)}: {words.plain(area.title)}"
        if area.strategy
        else words.plain(area.title)
        for area in areas
    ]
    if lines:
        st.caption("  \n".join(lines))


def _words(here: Here, reform: str) -> None:
    title = _("Words that set the sides apart")
    terms = asked.terms(here.address, reform, k=here.k)
    if terms is None or not terms.words:
        st.subheader(title, anchor=False)
        st.markdown(_why_no_words(terms, here.k))
        return
    bars = numbers.bars_frame(terms, k=here.k)
    chart = words_chart(bars)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        table = numbers.terms_frame(terms, k=here.k)
        exports.menu(
            _of_words(here, terms),
            "reform-words",
            table=table,
            chart=chart,
            title=title,
        )
    st.markdown(_leading(terms))
    st.caption(_of_what(terms, here.k))
    draw(chart, title)
    with st.expander(_("All words in figures")):
        _word_tables(terms, here.k)


def _of_words(here: Here, terms: Terms) -> Here:
    """Words have days of their own, and of the filters the reform alone."""
    filters = Filters(reform=here.filters.reform, campaigns=False)
    return replace(here, period=asked.days_of(terms), filters=filters)


def _leading(terms: Terms) -> str:
    """The most telling words of either side in a sentence."""
    sides = {
        side: ", ".join(
            words.plain(term.word)
            for term in [t for t in terms.words if t.side is side][:LEADING]
        )
        for side in (Attitude.AGAINST, Attitude.IN_FAVOUR)
    }
    parts = {
        Attitude.AGAINST: _("Those against say: **{words}**."),
        Attitude.IN_FAVOUR: _("Those in favour say: **{words}**."),
    }
    said = [parts[side].format(words=named) for side, named in sides.items() if named]
    return " ".join(said)


def _of_what(terms: Terms, k: int) -> str:
    return _(
        "In the latest {comments} scored comments, {days}; campaigns are left out, and "
        "filters do not apply. Bars: people who used the word, at the least; each word "
        "was used by {k} or more on its side. Uzbek in both scripts is counted as one. "
        "The sides are the scorer's, who judges by words too.",
        comments=words.people(terms.comments, k),
        days=words.days(asked.days_of(terms)),
        k=k,
    )


def _why_no_words(terms: Terms | None, k: int) -> str:
    if terms is None:
        return _("They have not been counted yet, or its comments have no words left.")
    return _(
        "In the latest {comments} scored comments no word of at least {k} people is "
        "said more on one side than chance explains.",
        comments=words.people(terms.comments, k),
        k=k,
    )


def _word_tables(terms: Terms, k: int) -> None:
    headings = {
        Attitude.AGAINST: _("Words of those against"),
        Attitude.IN_FAVOUR: _("Words of those in favour"),
    }
    columns = {
        "word": tables.words_column(_("Word")),
        "against": tables.words_column(_("People against"), width="small"),
        "in_favour": tables.words_column(_("People in favour"), width="small"),
    }
    with st.grid(2, min_column_width=300):
        for side, heading in headings.items():
            with st.container():
                st.markdown(f"**{heading}**")
                shown = numbers.words_frame(terms, side, k=k)
                tables.show(shown, columns, heading)


def _places(here: Here, reform: str) -> None:
    """In which sources and languages it is spoken of."""
    found = asked.spoken(here.address, here.period, reform)
    if not found:
        return
    st.subheader(_("Where it is spoken of"), anchor=False)
    sources = {source.id: called(source) for source in here.known.sources}
    languages = {code: words.language(code) for code in words.LANGUAGES}
    parts: tuple[tuple[Part, dict[str, str], str, str], ...] = (
        ("source", sources, _("Voices by source"), _("Source")),
        ("language", languages, _("Voices by language"), _("Language")),
    )
    chosen = numbers.choice(here.filters)
    counted = {part: places(found, part, chosen, k=here.k) for part, *_rest in parts}
    if not all(counted.values()):
        st.markdown(_("Too few voices in any one month to tell where."))
        return
    st.caption(
        _(
            "By whole months, in rounded numbers. What has too few voices in a month "
            "to be told apart stands with others, or is left out."
        )
    )
    with st.grid(2, min_column_width=300):
        for part, names, heading, name in parts:
            with st.container():
                st.markdown(f"**{heading}**")
                table = numbers.places_frame(counted[part], names, k=here.k)
                columns = {
                    "name": tables.words_column(name),
                    "voices": tables.words_column(_("Voices"), width="small"),
                    "share": tables.share_column(_("Share of voices")),
                }
                tables.show(table, columns, heading)


def _dates(here: Here, reform: str) -> None:
    title = _("Dated acts and events")
    dates = numbers.dates_frame(e for e in here.known.events if e.reform == reform)
    st.subheader(title, anchor=False)
    if dates.empty:
        st.markdown(_("No dated act or event of this reform is known."))
        return
    columns = {
        "day": st.column_config.DateColumn(_("Day"), format="DD.MM.YYYY"),
        "title": tables.words_column(_("Act or event"), width="large"),
        "link": st.column_config.LinkColumn(_("Link")),
    }
    tables.show(dates, columns, title)
