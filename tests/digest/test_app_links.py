"""The letter's link opens the letter's view in the app."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from digest.app_links import mood_view
from digest.pictures import shown
from shown.speech import TONGUES
from tests.digest.kinds import FULL
from tests.ui.browsing import PAGES, path
from ui.filters import Filters, from_query

APP = "https://kayfiyat.example.uz"


@pytest.mark.parametrize("tag", TONGUES)
@pytest.mark.parametrize("reform", [None, "gas", 'a&b="c'])
def test_the_app_reads_the_link_as_the_letters_own_view(
    tag: str, reform: str | None
) -> None:
    period = shown(FULL)

    link = urlsplit(mood_view(APP, period, tag=tag, reform=reform))

    query = parse_qs(link.query)
    assert query["lang"] == [tag]
    assert from_query(query) == Filters(
        reform=reform,
        preset="custom",
        first=period.first,
        last=period.last,
        by="week",
    )


def test_the_link_opens_the_mood_page() -> None:
    assert PAGES[0] == "mood"
    assert urlsplit(mood_view(APP + "/", shown(FULL), tag="ru")).path == path("mood")


def test_without_an_app_there_is_no_link() -> None:
    assert mood_view("", shown(FULL), tag="ru") == ""
