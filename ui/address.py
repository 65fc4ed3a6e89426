"""The address in the browser: read, and kept in step with what is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import streamlit as st

Query = Mapping[str, Sequence[str]]

KEPT = "_kept_in_address"
PAGE = "_page_of_address"


def asked(keys: Collection[str]) -> dict[str, list[str]]:
    """What stands in the address under ``keys``."""
    return {key: st.query_params.get_all(key) for key in keys if key in st.query_params}


def keep(wanted: Query, *, keys: Collection[str], page: str = "") -> None:
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
    kept[frozenset(keys)] = (page, {k: list(v) for k, v in wanted.items() if v})
    if page:
        st.session_state[PAGE] = page


def came(keys: Collection[str], page: str) -> bool:
    """Whether the reader came by the address, as with a link or the back button.

    Going to another page of the app empties the address: that asks for nothing.
    """
    kept = st.session_state.get(KEPT, {})
    return by_address(asked(keys), kept.get(frozenset(keys)), page)


def turned(page: str) -> bool:
    """Whether the page before was another."""
    return bool(st.session_state.get(PAGE, page) != page)


def by_address(asked: Query, kept: tuple[str, Query] | None, page: str) -> bool:
    """The same, of what the address asks and what was last kept in it. Pure."""
    if kept is None:
        return True
    last_page, last = kept
    return asked != last and (bool(asked) or page == last_page)
