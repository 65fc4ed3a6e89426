"""The address in the browser: read, and kept in step with what is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import streamlit as st

Query = Mapping[str, Sequence[str]]

Kept = tuple[int, Query]
"""What was last kept, and in which visit of a page."""

KEPT = "_kept_in_address"
VISIT = "_visit"
"""Where the session has the page that is shown, and how many were before it."""


def asked(keys: Collection[str]) -> dict[str, list[str]]:
    """What stands in the address under ``keys``."""
    return {key: st.query_params.get_all(key) for key in keys if key in st.query_params}


def keep(wanted: Query, *, keys: Collection[str], page: str) -> None:
    """Let ``wanted`` stand under ``keys``, of which it may leave some out.

    What stands under other keys belongs to others and stays.
    """
    rest = {key: st.query_params.get_all(key) for key in st.query_params}
    whole = {key: values for key, values in rest.items() if key not in keys} | {
        key: list(values) for key, values in wanted.items() if values
    }
    if whole != rest:
        st.query_params.from_dict(whole)
    kept = st.session_state.setdefault(KEPT, {})
    standing = {key: list(values) for key, values in wanted.items() if values}
    kept[frozenset(keys)] = (_visit(page), standing)


def came(keys: Collection[str], page: str) -> bool:
    """Whether the reader came by the address, as with a link or the back button.

    Going to another page of the app empties the address: that asks for nothing.
    """
    return by_address(asked(keys), _kept(keys), _visit(page))


def turned(keys: Collection[str], page: str) -> bool:
    """Whether another page was shown since ``keys`` were kept."""
    kept = _kept(keys)
    return kept is not None and kept[0] != _visit(page)


def anew(keys: Collection[str], page: str) -> Query | None:
    """What a page's own controls are to be set to; None if they stand right.

    When the reader comes back to the page, that is what they left it at: of widgets
    that are not shown Streamlit keeps nothing.
    """
    if came(keys, page):
        return asked(keys)
    kept = _kept(keys)
    return kept[1] if kept and turned(keys, page) else None


def by_address(asked: Query, kept: Kept | None, visit: int) -> bool:
    """Whether the address asks, after what was last kept in it. Pure."""
    if kept is None:
        return True
    last_visit, last = kept
    return asked != last and (bool(asked) or visit == last_visit)


def _kept(keys: Collection[str]) -> Kept | None:
    found: Kept | None = st.session_state.get(KEPT, {}).get(frozenset(keys))
    return found


def _visit(page: str) -> int:
    """One more whenever the page is another than before."""
    last, visits = st.session_state.get(VISIT, (page, 0))
    visit: int = visits + (page != last)
    st.session_state[VISIT] = (page, visit)
    return visit
