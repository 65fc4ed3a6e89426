"""The folder of the demo world, and what it tells of that world."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kayfiyat.demo_place import LENGTH, DemoPlace

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_the_worlds_events_are_told_in_every_writing(tmp_path: Path) -> None:
    place = DemoPlace(tmp_path)
    place.write_settings(today=NOW.date(), port=8000)

    events = place.events(NOW)

    assert len(events) > 10
    assert min(e.day for e in events) > (NOW - LENGTH).date()
    assert all(set(e.titles) == {"uz-Latn", "uz-Cyrl", "ru"} for e in events)
    dark = next(e for e in events if e.title.startswith("Power cuts"))
    assert dark.called("uz-Latn").endswith("svet oʻchdi")
    assert dark.called("uz-Cyrl").endswith("свет ўчди")
    assert dark.called("ru").startswith("В морозы")
