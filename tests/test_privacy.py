"""What docs/privacy.md says of the store is true of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.settings import PrivacySettings
from kayfiyat.scoring import YOUTUBE_DAYS
from store.audit_layout import NOTED_FOR
from store.layout import COLLECTIONS
from store.mail_layout import ENDED_FOR, UNCONFIRMED_FOR
from tests.listener.redaction_lines import HALVES, WRITINGS, harmless, lines

PAGE = (Path(__file__).parent.parent / "docs" / "privacy.md").read_text(
    encoding="utf-8"
)
DAY = 86_400


def collections() -> list[str]:
    """Those in the first column of the table of what is kept."""
    table = PAGE.partition("| collection |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines()[1:]]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def test_every_collection_is_explained_once() -> None:
    assert sorted(collections()) == sorted(COLLECTIONS)


@pytest.mark.parametrize(
    "said",
    [
        f"{PrivacySettings().text_days} days unless set otherwise",
        f"{YOUTUBE_DAYS} for YouTube",
        f"| {ENDED_FOR // DAY} days; ",
        f"unconfirmed: {UNCONFIRMED_FOR // DAY} days",
        f"exports and labels: {NOTED_FOR // DAY} days",
        f"labelled how much, for {NOTED_FOR // DAY} days",
        f"not been read anew for {YOUTUBE_DAYS} days",
        f"({PrivacySettings().k} at the least)",
    ],
)
def test_the_days_are_those_of_the_program(said: str) -> None:
    assert said in PAGE


def test_the_size_of_the_corpus_is_that_of_its_file() -> None:
    found = [each for half in HALVES for w in WRITINGS for each in lines(half, w)]
    personal = sum(len(each.personal) for each in found)
    words = sum(len(harmless(each)) for each in found)

    assert f"{len(found)} lines" in PAGE
    assert f"all {personal} marked identifiers" in PAGE
    assert f"none of {words:,} other words" in PAGE
