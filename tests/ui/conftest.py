"""Pages opened without a browser, on a real MongoDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from pymongo.database import Database
from streamlit import config
from streamlit.testing.v1 import AppTest

from domain.periods import Period
from tests.ui import made_up
from ui.launch import SCRIPT

Open = Callable[..., AppTest]

VIEW = """
from ui import tongue
from ui.views import {name}
tongue.listen()
{name}.show()
"""


@pytest.fixture
def served_from(
    uri_and_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[None]:
    """The pages read the database of the test, and forget it afterwards."""
    uri, name = uri_and_db
    monkeypatch.setenv("MONGODB_URI", uri)
    monkeypatch.setenv("MONGODB_DB", name)
    monkeypatch.chdir(tmp_path)
    config.set_option("server.address", "127.0.0.1")
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def open_page(served_from: None) -> Open:
    """Opens the app at its first page, with the query given."""
    return lambda **query: _run(
        AppTest.from_file(str(SCRIPT), default_timeout=60), query
    )


@pytest.fixture
def open_view(served_from: None) -> Open:
    """Opens one page by its name, with the query given, without the menu."""
    return lambda name, **query: _run(
        AppTest.from_string(VIEW.format(name=name), default_timeout=60), query
    )


@pytest.fixture
def quarter(uri_and_db: tuple[str, str], database: Database[dict[str, Any]]) -> Period:
    """Ninety days until today, five of them blacked out."""
    period = made_up.period_before(made_up.today(), 90)
    off = period.first + timedelta(days=40)
    made_up.fill(
        uri_and_db, database, period, blackout=Period(off, off + timedelta(days=4))
    )
    return period


def said(page: AppTest) -> str:
    """All words of a page."""
    parts = [page.title, page.subheader, page.markdown, page.caption]
    parts += [page.warning, page.error]
    return "\n".join(element.value for part in parts for element in part)


def _run(page: AppTest, query: dict[str, str | list[str]]) -> AppTest:
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()
