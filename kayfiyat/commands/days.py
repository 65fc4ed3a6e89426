"""Days as they are typed, and the period that is meant by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import InputError
from domain.periods import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """The days asked for; what was not said is filled in from what there is."""

    first: date | None
    last: date | None
    today: date

    def within(self, span: Period | None) -> Period | None:
        """The period to show; None if there is nothing and nothing was asked."""
        if span is None and (self.first is None or self.last is None):
            return None
        first = self.first or (span.first if span else self.today)
        last = self.last or (span.last if span else self.today)
        if first > last:
            raise InputError(f"--from {first} is after --to {last}; exchange them")
        return Period(first, last)


def day_asked(text: str | None, option: str) -> date | None:
    """The day that was typed; raises InputError with the mend."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise InputError(
            f"{option} {text!r} is not a day; write it like 2026-01-31"
        ) from None
