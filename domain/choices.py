"""Which sources are followed: those of the settings, and what analysts chose. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from domain.source_settings import SourceSettings
from domain.sources import Source


@dataclass(frozen=True, slots=True)
class Choice:
    """What analysts chose for one source: to pause it, to add it, or both.

    ``settings`` are those of an added one.
    """

    source: str
    paused: bool = False
    settings: Mapping[str, Any] | None = None


def followed(
    settings: Iterable[SourceSettings], choices: Iterable[Choice]
) -> list[Source]:
    """The sources to listen to: the settings win over what was added by that name."""
    chosen = {choice.source: choice for choice in choices}
    sources = {source.id: source for source in map(SourceSettings.as_source, settings)}
    for id_, choice in chosen.items():
        added = _added(choice)
        if added and added.id == id_:
            sources.setdefault(id_, added)
    return [s for id_, s in sources.items() if not _paused(chosen.get(id_))]


def _added(choice: Choice) -> Source | None:
    """None if none was, or if a newer program wrote what we do not understand."""
    if choice.settings is None:
        return None
    try:
        return SourceSettings.model_validate(dict(choice.settings)).as_source()
    except ValidationError:
        return None


def _paused(choice: Choice | None) -> bool:
    return choice is not None and choice.paused
