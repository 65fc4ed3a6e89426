"""Letters in the archive, for the tests of their page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pymongo.database import Database

from domain.letters import Edition
from shown.speech import TONGUES
from store.digests import Digests

MongoDB = Database[dict[str, Any]]

MONDAY = date(2026, 11, 16)

WRITTEN = datetime(2026, 11, 23, 3, tzinfo=UTC)

PNG = b"\x89PNG\r\n\x1a\n"


def edition(tag: str = "en", html: str = "") -> Edition:
    page = html or f"<!DOCTYPE html><html><body>{tag}<img src='cid:x'></body></html>"
    return Edition(f"[{tag}] **Mood** −9", page, f"text in {tag}", {"line@x": PNG})


def keep(
    database: MongoDB,
    week: date = MONDAY,
    editions: Mapping[str, Edition] | None = None,
    **more: Any,
) -> None:
    """Let the letter of ``week`` be written, in every language if none are given."""
    digests = Digests(database)
    assert digests.claim(week, by="a", now=WRITTEN)
    given: dict[str, Any] = {"public": False, "synthetic": True, "facts": "[]"} | more
    words = editions or {tag: edition(tag) for tag in TONGUES}
    assert digests.save(week, editions=words, by="a", now=WRITTEN, **given)
