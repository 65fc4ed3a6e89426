"""What makes a page hard to get wrong: some doors of Streamlit have one keeper."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ui
from ui.contents import CONTENTS, name

UI = Path(ui.__file__).parent

KEEPERS = {
    "cache_data": {"queries.py"},  # with limits, and no words in what is kept
    "cache_resource": {"queries.py"},
    "fragment": {"tongue.py"},  # run alone, it must know its language
    "altair_chart": {"drawn.py"},  # in the reader's language, described in words
    "dataframe": {"tables.py"},
    "download_button": {"exports.py"},  # made when asked for, safe to open
    "query_params": {"address.py", "tongue.py"},
    # Comments become text nodes; a letter stands in a sandbox.
    "components": {"showing.py", "framing.py"},
    "html": {"tongue.py"},  # comments are text
}


def used(module: Path) -> Iterator[str]:
    """What a module takes from Streamlit."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "st":
            yield node.attr


@pytest.mark.parametrize("door", KEEPERS)
def test_a_door_of_streamlit_has_one_keeper(door: str) -> None:
    users = {path.name for path in UI.rglob("*.py") if door in set(used(path))}

    assert users <= KEEPERS[door]


def test_nothing_is_shown_as_html() -> None:
    asking = [
        path.name
        for path in UI.rglob("*.py")
        if "unsafe_allow_html" in path.read_text(encoding="utf-8")
    ]

    assert asking == []


@pytest.mark.parametrize("page", CONTENTS, ids=name)
def test_every_page_has_a_title_and_a_show(page: object) -> None:
    assert isinstance(getattr(page, "TITLE", None), str)
    assert callable(getattr(page, "show", None))


def test_every_page_that_is_written_is_in_the_table() -> None:
    written = {
        path.stem
        for path in (UI / "views").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert {name(page) for page in CONTENTS} == written - {"__init__"}
