"""What a page says where it may show no mood."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from mood.estimates import Estimate
from tests.ui.conftest import said
from tests.ui.estimated import estimate
from ui.filters import Filters
from ui.queries import Known

KNOWN = Known(None, (), {}, (), {}, (), 0, False)

NO_MOOD = """
import streamlit as st
from ui import states, tongue
tongue.listen()
states.no_mood(*st.session_state.given, k=5)
"""


def none(voices: int = 0, *, withheld: int = 0, comments: int = 9) -> Estimate:
    scored = voices + withheld
    return estimate(
        None, voices=voices, withheld=withheld, comments=comments, scored=scored
    )


@pytest.mark.parametrize(
    "days, heading, sentence",
    [
        ([none(3)], "Too few voices for a mood", "No day has 5 voices"),
        (
            [none(withheld=4), none(withheld=4)],
            "Too few voices for a mood",
            "No day has 5 voices",
        ),
        ([none(withheld=7)], "Too few voices for a mood", "The choice is so narrow"),
        ([none()], "No comment could be scored", "that the scorer does not know"),
        ([none(comments=0)], "Nobody spoke", "No scored comment in this time"),
    ],
)
def test_only_where_nobody_spoke_the_page_says_so(
    days: list[Estimate], heading: str, sentence: str
) -> None:
    page = AppTest.from_string(NO_MOOD, default_timeout=30)
    page.session_state["given"] = KNOWN, days, Filters(by="day")
    page.run()

    assert not page.exception
    assert page.subheader[0].value == heading
    assert sentence in said(page)
