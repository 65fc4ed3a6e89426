"""Sources and events: what we listen to, what happened when, and files brought."""

from __future__ import annotations

import streamlit as st

from shown.speech import _, later
from ui import roles, shell
from ui.shell import Here
from ui.views.sources import asked, bringing, dating, listing, trying

TITLE = later("Sources and events")


def show() -> None:
    """See, try, add and pause sources; date events; bring a file."""
    shell.page(
        _(TITLE),
        _(
            "Whom we listen to, how well, and what happened when. Here sources are "
            "tried, added and paused, events are dated, and exports are brought."
        ),
        _body,
        offers=(),
        empty_too=True,
    )


def _body(here: Here) -> None:
    chosen = asked.choices(here.address)
    stored = asked.stored(here.address)
    listing.show(here, chosen, stored)
    if roles.may_write():
        trying.show(here)
        dating.show(here)
        bringing.show(here)
    else:
        dating.show_list(here)
        st.caption(_("You may read; to change sources and events is for analysts."))
