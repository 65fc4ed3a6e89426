"""The two notes say what to do, in each language, and nothing of who asked."""

from __future__ import annotations

import pytest

from digest.notes import confirm, known
from digest.readers.keys import Keys
from digest.readers.links import Links
from shown.speech import TONGUES, spoken

LINKS = Links(Keys.of(b"k" * 32), "https://mood.example.uz")
ID = "ab" * 32


@pytest.mark.parametrize("tag", TONGUES)
def test_a_note_has_its_links_whole_in_text_and_html(tag: str) -> None:
    link, preferences, leave = (
        LINKS.confirm(ID),
        LINKS.preferences(ID),
        LINKS.unsubscribe(ID),
    )

    asks, says = confirm(link, tag), known(preferences, leave, tag)

    assert f"\n{link}\n" in asks.text
    assert f"\n{preferences}\n" in says.text
    assert f"\n{leave}\n" in says.text
    assert asks.html is not None
    assert says.html is not None
    assert f'<a href="{link}">' in asks.html
    assert f'<a href="{leave}">' in says.html
    assert f'<html lang="{tag}">' in says.html


@pytest.mark.parametrize("tag", TONGUES)
def test_lines_are_short_but_for_links(tag: str) -> None:
    lines = confirm(LINKS.confirm(ID), tag).text.splitlines()

    assert max(len(line) for line in lines if "://" not in line) <= 72


def test_each_language_has_words_of_its_own() -> None:
    subjects = {confirm("https://x/", tag).subject for tag in TONGUES}

    assert len(subjects) == len(TONGUES)


def test_who_asks_for_a_note_speaks_on_as_before() -> None:
    before = spoken()

    confirm("https://x/", "ru")

    assert spoken() == before


def test_a_link_is_no_markup() -> None:
    note = confirm("https://x/?t=1&lang=ru\"'><b>", "en")

    assert note.html is not None
    assert "<b>" not in note.html
