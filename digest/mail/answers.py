"""What a mail server's answer means for a letter. Pure.

Told by the code (RFC 5321, 4.2), the enhanced status (RFC 3463) and the stage. What
the server says in words is never repeated: servers echo addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Sent:
    """The server has taken the letter."""

    reply: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; the same may be sent again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such receiver any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """This message is refused for ever; its receiver is not."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ours:
    """The trouble is with us, and nothing is wrong with the reader.

    ``every``: no letter at all can leave until it is mended. Otherwise it is this
    receiver's server that does not trust us, and other letters may go on.
    """

    reason: str
    every: bool = True


@dataclass(frozen=True, slots=True)
class Doubt:
    """The letter was handed over, and the answer did not come: sent, or not."""

    reason: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """It was not handed over, since the caller would not have it any more."""


Outcome = Sent | Later | Gone | Refused | Ours | Doubt | Withheld


class Stage(StrEnum):
    """How far a letter was, in words for a reason."""

    CONNECT = "connecting"
    TLS = "starting TLS"
    LOGIN = "signing in"
    SENDER = "MAIL FROM"
    RECEIVER = "RCPT TO"
    DATA = "DATA"
    END = "the end of the letter"  # the final dot is sent


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer, with its status such as (5, 1, 1).

    ``relay``: it speaks of relaying.
    """

    code: int
    status: tuple[int, int, int] | None = None
    relay: bool = False

    def __str__(self) -> str:
        if self.code < 200:
            return "an answer that is none of SMTP's"
        if self.status is None:
            return str(self.code)
        return f"{self.code} {'.'.join(map(str, self.status))}"


_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?!\S)")


def answer(code: int, words: str) -> Answer:
    """Read an answer. A status of another class than the code's is none (RFC 2034)."""
    found = _STATUS.match(words)
    status = None
    if found and int(found[1]) == code // 100:
        status = (int(found[1]), int(found[2]), int(found[3]))
    return Answer(code, status, relay="relay" in words.lower())


_OF_US = {Stage.CONNECT, Stage.TLS, Stage.LOGIN, Stage.SENDER}
"""Stages at which the server does not know yet whom the letter is for."""

_SIGN_IN = {530, 534, 535, 538}  # RFC 4954, 6

_SIGNING_IN = "; see mail.user and its password"

_UNCERTAIN = {(2, 2), (3, 2)}
"""Mailbox full; system not accepting now. 5xx too often says so of what passes."""

_TOO_LARGE = {(2, 3), (3, 4)}

_GONE_BY_POLICY = {(7, 13), (7, 17), (7, 18)}
"""Account disabled; mailbox or domain has a new owner (RFC 7293)."""

_ABOUT_OUR_NAME = {(1, 7), (1, 8), *((7, number) for number in range(20, 30))}
"""Sender's address; DKIM, SPF, reverse DNS (RFC 7372), sender's null MX (RFC 7505)."""

_NO_MAILBOX = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1), *_GONE_BY_POLICY}


def judged(stage: Stage, said: Answer) -> Outcome:
    """What an answer means that is not the one hoped for; or Sent, at the end."""
    reason = f"{said} at {stage}"
    kind = said.code // 100
    if kind == 2 and stage is Stage.END:
        return Sent(str(said))
    if kind == 5:
        return _for_ever(stage, said, reason)
    if kind == 4 and stage is Stage.LOGIN:  # to sign in for each letter locks us out
        return Ours(reason)
    if kind == 4:
        return Later(reason)
    # No answer that SMTP knows: whatever speaks there, the letter may have been taken.
    return Doubt(reason) if stage is Stage.END else Later(reason)


def lost(stage: Stage, why: str) -> Outcome:
    """What it means that the connection broke, or that no answer came in time.

    A server that cannot be reached is nobody's fault among the readers: to ask it
    once for each of them helps no one.
    """
    if stage is Stage.CONNECT:
        return Ours(f"{why} at {stage}; see mail.host and mail.port")
    reason = f"{why} at {stage}"
    return Doubt(reason) if stage is Stage.END else Later(reason)


def _for_ever(stage: Stage, said: Answer, reason: str) -> Outcome:
    detail = said.status[1:] if said.status else None
    if detail in _TOO_LARGE:
        return Refused(reason)
    if stage in _OF_US or said.code in _SIGN_IN:
        return Ours(reason + (_SIGNING_IN if said.code in _SIGN_IN else ""))
    if detail in _ABOUT_OUR_NAME:
        return Ours(reason, every=False)
    if detail in _UNCERTAIN:
        return Later(reason)
    if stage is Stage.RECEIVER:
        return _of_receiver(said, reason)
    return Gone(reason) if detail in _NO_MAILBOX else Refused(reason)


def _of_receiver(said: Answer, reason: str) -> Outcome:
    """What a 5xx at RCPT says: of the receiver, unless it speaks of us."""
    if said.status and said.status[1:] in _NO_MAILBOX:
        return Gone(reason)
    if said.relay or _is_policy(said):
        return Ours(reason, every=False)
    # RFC 5321, 4.5.3.1.10: 552 here is what 452 should have been.
    return Later(reason) if said.code == 552 else Gone(reason)


def _is_policy(said: Answer) -> bool:
    """Whether it is about trust or our grammar; 554 says so if it says nothing more."""
    if said.status:
        return said.status[1] in {5, 7}
    return said.code in {500, 502, 503, 504, 554, 555}
