"""A reform: a named change in the life of the country, with its terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Reform:
    """An entry of the catalogue.

    ``terms`` maps ``uz-Latn``, ``uz-Cyrl``, ``ru`` and ``en`` to terms as people
    write them; a star stands for any ending. ``titles`` maps the same keys to
    the reform's name. ``dates`` are the days on which it took effect. ``areas``
    name priority areas of the national strategies. ``checked``: a page among
    ``sources`` confirms the dates and acts.
    """

    id: str
    titles: Mapping[str, str]
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: tuple[date, ...] = ()
    acts: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    checked: bool = False
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """How many voices spoke of a reform in one place in one month, ``2026-03``."""

    month: str
    source: str
    language: str
    campaign: bool
    voices: int


def readable(reform: str) -> str:
    """A reform's id as a title, where it has no other: ``land_code``, Land code."""
    title = reform.replace("_", " ").replace("-", " ").strip()
    return title[:1].upper() + title[1:]
