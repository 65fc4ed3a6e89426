"""Deliveries: one message to one receiver, claimed by one process and sent once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

OPERATOR = "operator"
"""The receiver that stands for the addresses and the webhook of the settings."""


class Message(StrEnum):
    """What is delivered."""

    LETTER = "letter"  # the week's; about: week
    CONFIRM = "confirm"  # asks whether the reader asked for letters
    KNOWN = "known"  # tells a reader who asks again how to change or end it
    ALERT = "alert"  # about: topic, day
    HOOK = "hook"  # an alert for a program, by HTTP


class State(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    SENT = "sent"
    REFUSED = "refused"  # for ever, by the receiver's server
    DROPPED = "dropped"  # overtaken: its reader has gone, or the next letter is due


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to one receiver.

    ``id`` says what and to whom, so that it is put once; the Message-ID is made of
    it. ``to`` is a subscriber's id, or OPERATOR. ``handed_at``: a process before us
    had begun to hand it to a server and did not note the end, so it may have been
    sent already: the only doubt there is.
    """

    id: str
    message: Message
    to: str
    about: Mapping[str, str] = field(default_factory=dict)
    tries: int = 0
    handed_at: datetime | None = None


def letters_begin(week: date) -> str:
    """How the ids of all copies of a week's letter begin; its reader's follows."""
    return f"letter|{week.isoformat()}|"


FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
GIVE_UP = timedelta(days=4)
"""RFC 5321, 4.5.4.1: for at least four to five days a sender tries again."""


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries, from 1; each four times longer."""
    growth: int = 4 ** min(max(tries - 1, 0), 10)
    return min(LONGEST_PAUSE, FIRST_PAUSE * growth)


def is_given_up(tries: int) -> bool:
    """Whether after so many failed tries there is no further one."""
    waited = sum(map(pause_after, range(1, tries)), timedelta())
    return waited >= GIVE_UP
