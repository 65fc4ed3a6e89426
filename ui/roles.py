"""Who looks at the app, and what they may do. Every page asks before it shows a word.

Without sign-in the app answers this machine alone, and who sits at it is an analyst.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from domain.errors import KayfiyatError
from domain.settings import Settings, load
from domain.sign_in import Role, written_alike
from shown.speech import _
from ui import doorway, launch, states

HERE = "this machine"
"""Who writes where nobody signs in."""


def admitted() -> bool:
    """Whether the page may be shown; if not, the reader is told why, in a sentence.

    Who starts it by hand, past ``launch``, is held to the same address.
    """
    try:
        settings = load()
        launch.check(settings, address=st.get_option("server.address") or "")
    except KayfiyatError as error:
        states.failed(str(error))
        return False
    if not settings.auth.on:
        return True
    if not _signed_in():
        _ask_to_sign_in()
        return False
    if settings.auth.role(_claims()) is None:
        _turn_away()
        return False
    return True


def may_write() -> bool:
    """Whether controls that write are shown, and what they ask for is done."""
    return role(load()) is Role.ANALYST


def role(settings: Settings) -> Role | None:
    """What the person may do; None for a stranger."""
    if not settings.auth.on:
        return Role.ANALYST
    return settings.auth.role(_claims()) if _signed_in() else None


def who() -> str:
    """The person, as it is noted beside what they write."""
    if not load().auth.on:
        return HERE
    return written_alike(_claims().get("email")) or ""


def leave() -> None:
    """The way out, for those who signed in."""
    if load().auth.on and st.button(
        _("Sign out"), icon=":material/logout:", type="tertiary"
    ):
        st.logout()


def _signed_in() -> bool:
    # An attribute that is not there: no [auth] in Streamlit's secrets, so nobody is.
    return bool(getattr(st.user, "is_logged_in", False))


def _claims() -> Mapping[str, Any]:
    return st.user.to_dict()


def _ask_to_sign_in() -> None:
    st.title("Kayfiyat", anchor=False)
    st.markdown(_(doorway.INVITED))
    if st.button(_("Sign in"), type="primary", icon=":material/login:"):
        st.login()


def _turn_away() -> None:
    st.markdown(_(doorway.NOT_AMONG))
    leave()
