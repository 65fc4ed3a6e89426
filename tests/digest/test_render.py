"""The letter as HTML and as text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest import render
from digest.letter import Letter
from digest.stretches import Unseen
from mood.coverage import Blind
from tests.digest.letters import WEEK, estimate, letter, reform, weeks

LINES = ("What moved", "What did not", "How complete")
FOREIGN = ("<script", "<svg", "<img", "http", "data:", "@import", "url(")
NIGHT = Blind(WEEK.start_at, WEEK.start_at + timedelta(hours=8), ("network",), 1.0)
FULL = letter(
    [*range(-30, 20, 5), -4, -12],
    reforms=(reform("Gas", -40, -10), reform("Land", 3, 5), reform("Visas", None, 9)),
    unseen=Unseen((NIGHT,), ("not public",)),
)
LETTERS: dict[str, Letter] = {
    "full": FULL,
    "first week": letter([None, -12]),
    "too little": letter(weeks=(*weeks(-4), estimate(None, voices=3)), change=None),
    "nothing": letter(
        weeks=(*weeks(None), estimate(None, voices=0, comments=0, scored=0)),
        change=None,
        languages=(),
        sources=0,
    ),
}


def words(markup: str) -> str:
    body: Any = LexborHTMLParser(markup).body
    return " ".join(body.text(separator=" ").split())


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_opens_with_its_three_lines_in_both_forms(name: str) -> None:
    for shown in (words(render.html(LETTERS[name])), render.text(LETTERS[name])):
        at = [shown.index(line) for line in LINES]
        assert at == sorted(at)


def test_the_numbers_stand_in_the_letter_with_signs_and_intervals() -> None:
    for shown in (words(render.html(FULL)), render.text(FULL)):
        assert "−12" in shown
        assert "−18 to −6" in shown
        assert "+30 points on the week before" in shown
        assert "Mon 9 Mar 00:00 to Mon 9 Mar 08:00: all sources (network)" in shown


@pytest.mark.parametrize("synthetic", [True, False])
def test_a_synthetic_world_is_called_so_and_a_real_one_is_not(synthetic: bool) -> None:
    made = letter(synthetic=synthetic)

    assert ("SYNTHETIC" in render.html(made)) == synthetic
    assert ("SYNTHETIC" in render.text(made)) == synthetic


def test_titles_cannot_become_markup() -> None:
    sly = letter(reforms=(reform("<script>alert(1)</script> & co", 0, 40),))

    assert "<script>" not in render.html(sly)
    assert "<script>alert(1)</script> & co" in render.text(sly)


def test_a_letter_of_many_reforms_is_not_clipped_by_mail_clients() -> None:
    many = letter(
        range(-50, 46, 8), reforms=tuple(reform(f"Reform {n}", 0, n) for n in range(25))
    )

    assert len(render.html(many).encode()) < 90_000


def test_mail_clients_need_fetch_or_run_nothing() -> None:
    shown = render.html(FULL)

    assert not any(mark in shown for mark in FOREIGN)


def test_a_week_that_was_not_seen_is_a_gap_among_the_others() -> None:
    made = letter(weeks=(*weeks(-4), estimate(None, coverage=0.1), *weeks(-9)))

    for shown in (words(render.html(made)), render.text(made)):
        assert "not seen" in shown


def test_the_text_has_no_long_runs_of_empty_lines() -> None:
    assert "\n\n\n\n" not in render.text(FULL)
