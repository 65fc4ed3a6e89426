"""A pass over all that is stored, beside what the scorer's process has to do."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Generic, Protocol, TypeVar

A_WHILE = 1.0

Told = TypeVar("Told")
Told_co = TypeVar("Told_co", covariant=True)


class Pass(Protocol[Told_co]):
    """May be broken off anywhere: then it begins anew."""

    def is_due(self) -> bool: ...

    def step(self) -> Told_co | None:
        """What was done; None at the end."""


class InPassing(Generic[Told]):
    """Steps for a process that has other things to do; nothing if no pass is due.

    The rules of a process stay the same: what has ended once has ended.
    """

    def __init__(
        self, begin: Callable[[], Pass[Told]], say: Callable[[Told], None]
    ) -> None:
        self._begin, self._say = begin, say
        self._pass: Pass[Told] | None = None
        self._ended = False

    def is_left(self) -> bool:
        """Whether stored words wait for it, of this process or of another."""
        return not self._ended and self._begin().is_due()

    def some(self) -> None:
        """Steps for about a second: comments that wait to be scored come first."""
        until = monotonic() + A_WHILE
        while self.step() and monotonic() < until:
            pass

    def step(self) -> bool:
        """Whether there was anything to do. What MongoDB refuses begins it anew."""
        if self._ended:
            return False
        going = self._pass or self._begin()
        if self._pass is None and not going.is_due():
            self._ended = True
            return False
        self._pass = None  # if the step raises
        told = going.step()
        self._pass, self._ended = going, told is None
        if told is not None:
            self._say(told)
        return told is not None
