"""When the trouble met at a place is its own, and when it is the source's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from domain.coverage import Reason
from domain.errors import SourceError
from listener.patience import MANY, TRIES, Visits, count_failure


def trouble(reason: Reason, **fields: float) -> SourceError:
    return SourceError("trouble", reason=reason, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", [Reason.NETWORK, Reason.BLOCKED])
def test_what_may_pass_is_its_own_when_it_stays(reason: Reason) -> None:
    failures: Counter[str] = Counter()

    said = [count_failure(failures, "place", trouble(reason)) for _ in range(TRIES)]

    assert said == [False] * (TRIES - 1) + [True]


@pytest.mark.parametrize(
    "error",
    [
        trouble(Reason.CHANGED_FORMAT),
        trouble(Reason.BLOCKED, permanent=True),
        trouble(Reason.NOT_PUBLIC, permanent=True),
    ],
)
def test_what_does_not_pass_is_its_own_at_once(error: SourceError) -> None:
    assert count_failure(Counter(), "place", error)


@pytest.mark.parametrize(
    "error",
    [
        trouble(Reason.FLOOD_WAIT, retry_after=60),
        trouble(Reason.BLOCKED, retry_after=300),
        trouble(Reason.QUOTA, retry_after=60),
        trouble(Reason.STOPPED),
    ],
)
def test_what_holds_for_the_whole_host_never_is(error: SourceError) -> None:
    failures = Counter({"place": TRIES})

    assert not count_failure(failures, "place", error)


class Basket:
    """Stands for a harvest of which nothing is looked at."""

    async def set_aside(self, places: Any) -> None: ...

    async def flush(self) -> None: ...


@dataclass(frozen=True)
class Place:
    id: str


GONE = trouble(Reason.CHANGED_FORMAT, permanent=True)
OLD, NEW = [Place(f"old{n}") for n in range(MANY)], [Place("new")]


async def passed(
    failures: Counter[str],
    places: Iterable[Place],
    *,
    again: bool = False,
    sound: Iterable[Place] = (),
) -> list[str]:
    """One pass in which all but ``sound`` are gone; which were asked for."""
    visits = Visits(failures, Basket(), again=again)  # type: ignore[arg-type]
    asked = visits.in_order(list(places))
    for place in asked:
        async with visits.to(place.id, place.id):
            if place not in list(sound):
                raise GONE
    visits.check()
    return [place.id for place in asked]


async def test_what_was_given_up_is_left_to_a_sweep_and_blinds_nobody() -> None:
    failures: Counter[str] = Counter()
    await passed(failures, [*OLD, *NEW], sound=NEW)

    quiet = await passed(failures, OLD)
    swept = await passed(failures, OLD, again=True)
    mended = await passed(failures, OLD, again=True, sound=OLD)

    assert quiet == []
    assert swept == mended == [place.id for place in OLD]
    assert await passed(failures, OLD, sound=OLD) == mended


async def test_where_all_are_broken_none_is_given_up_and_it_is_not_for_good() -> None:
    failures: Counter[str] = Counter()

    for _ in range(2):
        with pytest.raises(SourceError) as found:
            await passed(failures, OLD)
        assert not found.value.permanent
