"""Mood: how people take it, since when, and how sure we are."""

from __future__ import annotations

import streamlit as st

from shown import sentences
from shown.speech import _, later, n_
from ui import queries, shell, states
from ui.figures import figures, hours_seen, latest, not_scored
from ui.row import row
from ui.shell import Here
from ui.views.mood import changing, comparing, rested, showing
from ui.views.mood.gathered import Gathered, gather
from ui.views.mood.numbers import numbers

TITLE = later("Mood")


def show() -> None:
    """What moved and what did not; the lines; what they rest on."""
    shell.page(
        _("Public mood"),
        _(
            "How people who comment in public take the reforms: the share in favour "
            "minus the share against, from −100 to +100, as an estimate with its 95% "
            "interval."
        ),
        _body,
        offers=(
            *("reform", "period", "by", "sources"),
            *("languages", "campaigns", "compare"),
        ),
    )


def _body(here: Here) -> None:
    found = gather(here)
    st.markdown(_headline(here, found))
    if not found.stated:
        _figures(here, found)
        states.no_mood(here.known, found.line.estimates, here.filters, here.k)
    elif found.compares:
        showing.comparison(here, found)
    else:
        _figures(here, found)
        showing.one_line(here, found)
    _completeness(here, found)
    if found.stated:
        numbers(here, found)


def _headline(here: Here, found: Gathered) -> str:
    """What moved beyond its interval and what did not."""
    by, line = here.filters.by, found.line
    if found.others:
        stands = comparing.stands(found.lines, by=by, today=here.today)
        parts = [comparing.moved(stands, by=by)]
    else:
        earlier, last = latest(line.estimates, by=by, today=here.today)
        parts = [sentences.moved(earlier, last, by=by, k=here.k)]
    if found.before:
        parts.append(comparing.on_before(line, found.before, here.period, by=by))
    if found.changes and found.stated:
        parts.append(changing.found(found.changes, here.period))
    return " ".join(parts)


def _figures(here: Here, found: Gathered) -> None:
    estimates = found.line.estimates
    told = figures(estimates, by=here.filters.by, today=here.today, k=here.k)
    row([*told, hours_seen(_seen(here)), not_scored(estimates)])


def _completeness(here: Here, found: Gathered) -> None:
    """How much the line asked about rests on."""
    estimates, by = found.line.estimates, here.filters.by
    st.subheader(_("How complete this is"), anchor=False)
    told = sentences.completeness(estimates, here.k, seen=_seen(here))
    st.markdown(" ".join(filter(None, [told, rested.stored(estimates)])))
    notes = [
        rested.not_scored(estimates, k=here.k),
        *rested.half_there(estimates, by=by),
        *rested.made(estimates, k=here.k),
        _waiting(here),
    ]
    st.caption(" ".join(filter(None, notes)))


def _seen(here: Here) -> float:
    return queries.hours_seen(here.address, here.period, here.filters.sources)


def _waiting(here: Here) -> str:
    if not here.known.waiting:
        return ""
    return n_(
        "{n} comment is still to be scored; the newest figures can change.",
        "{n} comments are still to be scored; the newest figures can change.",
        here.known.waiting,
    )
