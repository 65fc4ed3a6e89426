"""Subscribers: who asked for the letter, and proved that the address is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """How far a subscription is."""

    ASKED = "asked"  # the signed link has not been followed yet
    CONFIRMED = "confirmed"
    SUSPENDED = "suspended"  # their server says that the address is not there


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a reader wants.

    ``language`` is a tag such as ``uz-Cyrl``. ``reforms`` are ids; none means all.
    ``alerts``: to hear within a day when the mood on one of them moves.
    """

    language: str
    reforms: tuple[str, ...] = ()
    alerts: bool = False


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader. ``id`` is a keyed hash of the address; ``sealed`` is it encrypted."""

    id: str
    sealed: bytes
    wishes: Wishes
    standing: Standing
    asked_at: datetime
    confirmed_at: datetime | None = None
