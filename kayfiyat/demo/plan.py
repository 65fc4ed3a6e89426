"""What is written of the demo world beforehand, read from ``world.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.attitudes import Attitude


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Writing(_Part):
    """A language in a script: its share of the public and its own tilt of mood."""

    share: float
    tilt: float


class Channel(_Part):
    """An invented channel; ``posts`` and ``comments`` are means a day and a post."""

    name: str
    title: str
    institution: str
    writing: str
    posts: float
    comments: float
    followers: int
    reforms: Mapping[str, int]

    @property
    def language(self) -> str:
        return self.writing[:2]


class Event(_Part):
    """A dated turn in the life of a reform, with its headline."""

    day: int
    step: float
    keep: float
    fade: float
    surge: float
    uz: str
    ru: str
    en: str


class Course(_Part):
    """How people take one reform over time."""

    id: str
    base: float
    winter: float
    undecided: float
    events: tuple[Event, ...]


class Blackout(_Part):
    """Days on which nobody can comment."""

    first_day: int
    days: int


class Campaign(_Part):
    """Accounts that post the same words at the same time."""

    day: int
    hour: int
    hours: int
    accounts: int
    reform: str
    attitude: Attitude
    channels: tuple[str, ...]
    words: str
    swaps: tuple[tuple[str, str], ...]


class Plan(_Part):
    """All that is decided before chance has its say."""

    days: int
    people: int
    loud: int
    known_by_handle: float
    deleted: float
    official_answers: float
    edited: float
    replies: float
    blackout: Blackout
    languages: Mapping[str, Writing]
    campaign: Campaign
    channels: tuple[Channel, ...]
    publics: Mapping[str, Mapping[str, float]]
    reforms: tuple[Course, ...]


@cache
def load_plan() -> Plan:
    return Plan.model_validate(data("world"))


def data(name: str) -> dict[str, Any]:
    """One of the data files that lie beside this module."""
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
