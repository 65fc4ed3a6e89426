"""Uses in columns: a busy day has millions, and a tuple of objects takes four times."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from typing import overload

from domain.campaigns import Use

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NOBODY = -1
_AT_ONCE = 10_000

Row = tuple[str, str, str, str | None, int, bytes | None, str | None]
"""What a use has, in its order, but the time in microseconds since 1970."""


class _Names:
    """Texts that many uses have, by number; ``NOBODY`` is none."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.said = array("i")
        self._numbers: dict[str | None, int] = {None: NOBODY}

    def add(self, texts: Sequence[str | None]) -> None:
        numbers = self._numbers
        for text in texts:
            if text is not None and text not in numbers:
                numbers[text] = len(self.texts)
                self.texts.append(text)
        self.said.extend([numbers[text] for text in texts])

    def __getitem__(self, use: int) -> str | None:
        number = self.said[use]
        return None if number == NOBODY else self.texts[number]


class Uses(Sequence[Use]):
    """Reads like a list of uses; each is made when it is asked for.

    ``at`` are microseconds since 1970. ``worded`` has a byte for each, 1 if it has a
    print; ``prints`` ``width`` bytes for each, zeros if it has none.
    """

    def __init__(self) -> None:
        self._ids, self._ends = bytearray(), array("q")
        self.at = array("q")
        self.prints, self.worded = bytearray(), bytearray()
        self.width = 0
        self._sources, self._days = _Names(), _Names()
        self._authors, self._campaigns = _Names(), _Names()

    @classmethod
    def of(cls, uses: Iterable[Use]) -> Uses:
        made = cls()
        rows = (_row(use) for use in uses)
        while some := list(islice(rows, _AT_ONCE)):
            made.add(some)
        return made

    def add(self, rows: Sequence[Row]) -> None:
        """Let some more be there. A print of another length is none."""
        if not rows:
            return
        ids, sources, days, authors, at, prints, campaigns = zip(*rows, strict=True)
        spelt = [id_.encode() for id_ in ids]
        ends = accumulate(map(len, spelt), initial=len(self._ids))
        self._ends.extend(islice(ends, 1, None))
        self._ids += b"".join(spelt)
        self.at.extend(at)
        self._print(prints)
        named = (self._sources, self._days, self._authors, self._campaigns)
        for names, texts in zip(
            named, (sources, days, authors, campaigns), strict=True
        ):
            names.add(texts)

    @property
    def authors(self) -> array[int]:
        """Equal numbers are the same author; ``NOBODY`` is none."""
        return self._authors.said

    @property
    def campaigns(self) -> set[str]:
        """Those that any is known to belong to."""
        return set(self._campaigns.texts)

    def known(self) -> list[int]:
        """The places of those that are known to belong to a campaign."""
        said = enumerate(self._campaigns.said)
        return [place for place, number in said if number != NOBODY]

    def __len__(self) -> int:
        return len(self.at)

    @overload
    def __getitem__(self, place: int) -> Use: ...
    @overload
    def __getitem__(self, place: slice) -> list[Use]: ...
    def __getitem__(self, place: int | slice) -> Use | list[Use]:
        places = range(len(self))[place]
        if isinstance(places, range):
            return [self._use(each) for each in places]
        return self._use(places)

    def __iter__(self) -> Iterator[Use]:
        return map(self._use, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def _print(self, prints: Sequence[bytes | None]) -> None:
        self.width = self.width or next((len(p) for p in prints if p), 0)
        if self.width and not len(self.prints):
            self.prints += bytes(self.width * len(self.worded))
        fits = [print_ is not None and len(print_) == self.width for print_ in prints]
        none = bytes(self.width)
        self.prints += b"".join(
            print_ if fit and print_ else none
            for print_, fit in zip(prints, fits, strict=True)
        )
        self.worded += bytes(fits)

    def _use(self, place: int) -> Use:
        begin = self._ends[place - 1] if place else 0
        print_ = slice(place * self.width, (place + 1) * self.width)
        return Use(
            self._ids[begin : self._ends[place]].decode(),
            self._sources[place] or "",
            self._days[place] or "",
            self._authors[place],
            EPOCH + int(self.at[place]) * MICROSECOND,
            bytes(self.prints[print_]) if self.worded[place] else None,
            self._campaigns[place],
        )


def _row(use: Use) -> Row:
    at = (use.at - EPOCH) // MICROSECOND
    return (*use[:4], at, *use[5:])
