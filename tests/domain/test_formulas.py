"""No word is run by a spreadsheet."""

from __future__ import annotations

import pytest

from domain.formulas import harmless


@pytest.mark.parametrize("word", ["=1+1", "+1", "-1", "@x", " =1", "\ufeff=1", "＝1"])
def test_a_formula_becomes_a_word(word: str) -> None:
    assert harmless(word) == f"'{word}"


@pytest.mark.parametrize("end", [";", "; ", "\t", "\r\n"])
def test_a_formula_behind_what_may_end_a_cell_becomes_a_word(end: str) -> None:
    assert harmless(f"hello{end}=1") == f"hello{end}'=1"


@pytest.mark.parametrize("cell", [-1.5, None, "a - b", "so;good", ""])
def test_all_else_stays_as_it_is(cell: object) -> None:
    assert harmless(cell) == cell
