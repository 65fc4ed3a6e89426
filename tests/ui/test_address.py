"""Who asks: the address, or what is shown."""

from __future__ import annotations

import pytest

from ui.address import Query, by_address

KEPT = ("mood", {"by": ["month"]})


@pytest.mark.parametrize(
    "asked, kept, page, came",
    [
        ({}, None, "mood", True),
        ({"by": ["day"]}, None, "mood", True),
        ({"by": ["month"]}, KEPT, "mood", False),
        ({"by": ["day"]}, KEPT, "mood", True),
        ({"by": ["day"]}, KEPT, "coverage", True),
        ({}, KEPT, "coverage", False),
        ({}, KEPT, "mood", True),
    ],
    ids=[
        "a new session asks for the plain view",
        "a link asks for its view",
        "what we wrote ourselves asks for nothing",
        "the back button asks for the view before",
        "and so on another page",
        "going to another page keeps the view",
        "the plain address asks for the plain view",
    ],
)
def test_the_address_asks_when_the_reader_came_by_it(
    asked: Query, kept: tuple[str, Query] | None, page: str, *, came: bool
) -> None:
    assert by_address(asked, kept, page) is came
