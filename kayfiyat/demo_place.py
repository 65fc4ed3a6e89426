"""The folder in which the demo world lives on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from domain.periods import day_of
from domain.settings import DEFAULT_CONFIG
from domain.transliterate import spelled, to_cyrillic
from kayfiyat.demo.settings import demo_settings_toml
from kayfiyat.demo.world import World
from store.events import Event

LENGTH = timedelta(days=548)
"""Eighteen months."""

SEED = 2026


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """The data folder of the demo: apart from real data, and marked as such."""

    data_dir: Path

    @property
    def config(self) -> Path:
        return self.data_dir / DEFAULT_CONFIG

    def write_settings(self, *, today: date, port: int) -> None:
        """Write the demo's settings for a server on ``port``.

        The world begins once: later starts go on with it, so that nothing is
        collected twice.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True)
        begun = self.data_dir / "world-begins"
        if not begun.exists():
            begun.write_text((today - LENGTH).isoformat(), encoding="ascii")
        base = f"http://127.0.0.1:{port}"
        text = demo_settings_toml(self.world(), base)
        self.config.write_text(text, encoding="utf-8")

    def world(self) -> World:
        begun = (self.data_dir / "world-begins").read_text(encoding="ascii")
        return World(start=date.fromisoformat(begun.strip()), seed=SEED)

    def expected_comments(self, at: datetime) -> int:
        """How many comments the world shows at ``at``."""
        world = self.world()
        world.grow(day_of(at))
        return sum(comment.at <= at for comment in world.comments)

    def events(self, at: datetime) -> list[Event]:
        """The dated turns that the world has seen at ``at``."""
        return [
            Event(
                event.on, event.titles["en"], event.reform, titles=_titles(event.titles)
            )
            for event in self.world().events
            if event.on <= day_of(at)
        ]


def _titles(by_language: Mapping[str, str]) -> dict[str, str]:
    """By writing: the world's people type Latin on any keyboard, a chart spells it."""
    uzbek = by_language["uz"]
    return {
        "uz-Latn": spelled(uzbek),
        "uz-Cyrl": to_cyrillic(uzbek),
        "ru": by_language["ru"],
    }
