"""Text out of markup, and pages that are made to hold a reader up."""

from __future__ import annotations

import pytest

from domain.coverage import Reason
from domain.errors import SourceError
from listener.markup import plain, tree_of


@pytest.mark.parametrize(
    "unit",
    ["<div>", "<DIV a='b'>", "<div/>", "<div></x>", "<b><i>", "<h1><div>", "<ul><li>"],
)
def test_a_page_nested_to_hold_us_up_is_refused(unit: str) -> None:
    with pytest.raises(SourceError, match="nested too deeply") as caught:
        tree_of(unit * (2_000_000 // len(unit)))

    assert caught.value.reason is Reason.CHANGED_FORMAT


@pytest.mark.parametrize(
    "unit",
    [
        "<div><p>Gap<br></div>",
        "<p>Ochiq qolgan",
        "<li>Ochiq qolgan",
        "<table><tr><td>Jadval</td></tr></table>",
    ],
)
def test_a_long_page_is_read(unit: str) -> None:
    assert tree_of(unit * (2_000_000 // len(unit))).css("p, li, td")


def test_a_short_page_is_read_however_it_is_nested() -> None:
    (found,) = tree_of("<div>" * 10_000 + "<p>Gap</p>").css("p")

    assert found.text() == "Gap"


def test_control_characters_do_not_reach_a_terminal() -> None:
    assert plain("<b>Qi\x1b[31mzil\x07</b>") == "Qi[31mzil"
