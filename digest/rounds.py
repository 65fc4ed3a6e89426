"""What a round of sending did, and when it ends. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from digest.mail.answers import Ours, Outcome, Sent
from domain.deliveries import Message
from domain.errors import KayfiyatError

Which = Collection[Message]
"""The messages that a worker takes."""

HOOKS = frozenset({Message.HOOK})
MAIL = frozenset(Message) - HOOKS


@dataclass(slots=True)
class Round:
    """What one round of sending did, by the name of the outcome.

    ``halted`` says why no letter at all can leave, if so: then no more is tried.
    ``failed`` is what ended all of it before its time.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    halted: str | None = None
    failed: KayfiyatError | None = None

    @property
    def sent(self) -> int:
        return self.outcomes[Sent.__name__]

    def count(self, outcome: Outcome) -> None:
        self.outcomes[type(outcome).__name__] += 1
        if isinstance(outcome, Ours) and outcome.every:
            self.halted = outcome.reason

    def ends(self, which: Which) -> bool:
        """Whether whoever takes ``which`` is to take no more."""
        return self.failed is not None or (which is MAIL and self.halted is not None)
