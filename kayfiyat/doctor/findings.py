"""What a check found: a state, a sentence, and the mend. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.errors import KayfiyatError

HIDDEN = "…"

LEAST_SECRET = 4
"""Characters: a shorter one would be found in every other word."""

_ADDRESS = re.compile(
    # From the beginning of a word alone: from each letter, it takes n² steps.
    r"(?<![^\s'\"<>(),;:/])[^\s'\"<>(),;:/@]+@[^\s'\"<>(),;/]+"
)
_GIVEN = re.compile(r" \(given: .*\)$", re.DOTALL)


class State(StrEnum):
    """How it stands with what was looked at."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence on what ``check`` names, and how to mend it."""

    state: State
    said: str
    mend: str = ""
    check: str = ""


def ok(said: str) -> Finding:
    return Finding(State.OK, said)


def warning(said: str, mend: str) -> Finding:
    return Finding(State.WARNING, said, mend)


def wrong(said: str, mend: str) -> Finding:
    return Finding(State.WRONG, said, mend)


def of_error(error: KayfiyatError) -> Finding:
    """Our errors are sentences that end in their mend.

    What was given is left out: it may be a whole section, with its keys.
    """
    said, between, mend = _GIVEN.sub("", str(error)).rpartition("; ")
    return wrong(said, mend) if between else wrong(mend, "mend that, then look again")


def of_surprise(error: Exception) -> Finding:
    """Of an error that no check foresaw; its words may tell anything."""
    why = getattr(error, "strerror", None)
    kind = type(error).__name__ + (f", {why}" if why else "")
    return wrong(f"could not be looked at ({kind})", "repeat with --debug to see why")


def exit_status(findings: Iterable[Finding]) -> int:
    """2 if anything is wrong; warnings leave it at 0."""
    return 2 if any(each.state is State.WRONG for each in findings) else 0


def counted(findings: Iterable[Finding]) -> str:
    """How many there are of each state, the worst first."""
    of = Counter(each.state for each in findings)
    warnings = (
        "1 warning" if of[State.WARNING] == 1 else f"{of[State.WARNING]} warnings"
    )
    return f"{of[State.WRONG]} wrong, {warnings}, {of[State.OK]} ok."


def scrubbed(finding: Finding, secrets: Collection[str]) -> Finding:
    """Without secrets and e-mail addresses, whatever an error's words held."""
    said, mend = (_scrubbed(text, secrets) for text in (finding.said, finding.mend))
    return replace(finding, said=said, mend=mend)


def _scrubbed(text: str, secrets: Collection[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= LEAST_SECRET:
            text = text.replace(secret, HIDDEN)
    return _ADDRESS.sub(HIDDEN, text)
