"""Comments by language: no line tells of fewer than k people, nor does what is left."""

from __future__ import annotations

from digest.languages import by_language
from digest.letter import LanguageLine
from domain.cells import Cell
from tests.store.examples import cell


def of(language: str, voices: int, comments: int, scored: int | None = None) -> Cell:
    known = comments if scored is None else scored
    return cell(language=language, voices=voices, comments=comments, scored=known)


def test_each_language_has_a_line_the_largest_first() -> None:
    cells = [of("ru", 20, 30), of("uz", 50, 70), of("uz", 8, 9, 7)]

    assert by_language(cells, 5) == (
        LanguageLine("uz", 79, 2),
        LanguageLine("ru", 30, 0),
    )


def test_a_language_of_few_voices_is_told_among_others() -> None:
    cells = [of("uz", 50, 70), of("en", 2, 7), of("other", 0, 40, 0)]

    assert by_language(cells, 5) == (
        LanguageLine("uz", 70, 0),
        LanguageLine("other", 47, 40),
    )


def test_where_others_are_too_few_the_next_smallest_is_told_with_them() -> None:
    cells = [of("uz", 50, 70), of("ru", 9, 12), of("en", 2, 7)]

    assert by_language(cells, 5) == (
        LanguageLine("uz", 70, 0),
        LanguageLine("other", 19, 0),
    )


def test_of_a_silent_week_there_is_no_line() -> None:
    assert by_language([], 5) == ()
