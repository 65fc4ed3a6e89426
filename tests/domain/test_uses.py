"""Uses in columns read like a list of the uses they were made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.campaigns import Use
from domain.uses import Uses

AT = datetime(2026, 3, 9, 12, tzinfo=UTC)
NAMES = st.text(max_size=3)
USES = st.builds(
    Use,
    comment=st.text(),
    source=NAMES,
    day=NAMES,
    author=st.none() | NAMES,
    at=st.datetimes(timezones=st.just(UTC)),
    wording=st.none() | st.binary(min_size=4, max_size=4),
    campaign=st.none() | NAMES,
)


def use(number: int, wording: bytes | None) -> Use:
    at = AT + timedelta(microseconds=number)
    return Use(f"c{number}", "s", "2026-03-09", None, at, wording)


@given(st.lists(USES))
def test_what_was_told_is_read(told: list[Use]) -> None:
    uses = Uses.of(told)

    assert uses == told
    assert list(uses) == [uses[n] for n in range(len(told))] == uses[:]


def test_it_counts_from_the_end_and_ends() -> None:
    uses = Uses.of([use(1, b"abcd"), use(2, None)])

    assert uses[-1] == use(2, None)
    assert uses[:1] == [use(1, b"abcd")]
    with pytest.raises(IndexError):
        uses[2]


def test_each_has_its_place_in_every_column_whenever_the_first_print_comes() -> None:
    uses = Uses.of([use(1, None), use(2, None)])
    for row in (
        ("c3", "s", "d", "x", 3, b"abcd", "old"),
        ("c4", "s", "d", "x", 4, None, None),
    ):
        uses.add([row])

    assert bytes(uses.prints) == bytes(8) + b"abcd" + bytes(4)
    assert bytes(uses.worded) == b"\0\0\1\0"
    assert list(uses.authors) == [-1, -1, 0, 0]
    assert uses.known() == [2]
    assert uses.campaigns == {"old"}


def test_a_print_of_another_length_is_none() -> None:
    uses = Uses.of([use(1, b"abcd"), use(2, b"abc")])

    assert [each.wording for each in uses] == [b"abcd", None]
