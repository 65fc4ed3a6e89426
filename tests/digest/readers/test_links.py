"""A link is signed for one reader and one purpose, and confirming ends after a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.readers.keys import Keys
from digest.readers.links import CONFIRM_WITHIN, Links, Purpose

NOON = datetime(2026, 3, 9, 7, tzinfo=UTC)
READER = "ab" * 32
SITE = "https://mood.example.uz/letters"


def links(at: datetime = NOON, secret: bytes = b"s" * 32) -> Links:
    return Links(Keys.of(secret), SITE, clock=lambda: at)


def link(purpose: Purpose, at: datetime = NOON) -> str:
    made: str = getattr(links(at), purpose)(READER)
    return made


def token(purpose: Purpose, at: datetime = NOON) -> str:
    return parse_qs(urlsplit(link(purpose, at)).query)["t"][0]


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_leads_to_its_page_and_names_its_reader(purpose: Purpose) -> None:
    assert link(purpose).startswith(f"{SITE}/{purpose}?t=")
    assert links().read(token(purpose), purpose) == READER


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_fits_into_a_line_of_mail_and_into_an_address_unquoted(
    purpose: Purpose,
) -> None:
    assert len(token(purpose)) < 120
    assert link(purpose).isascii()
    assert not set(token(purpose)) & set(" +/=&#%\"'<>")


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("other", Purpose)
def test_a_link_serves_one_purpose(purpose: Purpose, other: Purpose) -> None:
    read = links().read(token(purpose), other)

    assert read == (READER if purpose is other else None)


def test_confirming_ends_after_a_week_and_nothing_else_ends() -> None:
    late = links(NOON + CONFIRM_WITHIN + timedelta(seconds=2))
    years = links(NOON + timedelta(days=3_000))

    assert links(NOON + CONFIRM_WITHIN).read(token(Purpose.CONFIRM), Purpose.CONFIRM)
    assert late.read(token(Purpose.CONFIRM), Purpose.CONFIRM) is None
    assert years.read(token(Purpose.PREFERENCES), Purpose.PREFERENCES) == READER
    assert years.read(token(Purpose.UNSUBSCRIBE), Purpose.UNSUBSCRIBE) == READER


@pytest.mark.parametrize("purpose", Purpose)
def test_no_letter_of_a_link_can_be_changed(purpose: Purpose) -> None:
    good = token(purpose)
    # The last letter of base64 holds bits that nobody reads.
    changed = [
        good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :]
        for at in range(len(good) - 1)
    ]

    assert {links().read(each, purpose) for each in changed} == {None}


def test_a_link_needs_the_key() -> None:
    others = links(secret=b"x" * 32)

    assert others.read(token(Purpose.CONFIRM), Purpose.CONFIRM) is None


@given(st.text(), st.sampled_from(Purpose))
def test_what_we_did_not_sign_is_nobodys(text: str, purpose: Purpose) -> None:
    assert links().read(text, purpose) is None
