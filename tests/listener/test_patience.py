"""When the trouble met at a place is its own, and when it is the source's."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.coverage import Reason
from domain.errors import SourceError
from listener.patience import TRIES, is_its_own


def trouble(reason: Reason, **fields: float) -> SourceError:
    return SourceError("trouble", reason=reason, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", [Reason.NETWORK, Reason.BLOCKED])
def test_what_may_pass_is_its_own_when_it_stays(reason: Reason) -> None:
    failures: Counter[str] = Counter()

    said = [is_its_own(failures, "place", trouble(reason)) for _ in range(TRIES)]

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
    assert is_its_own(Counter(), "place", error)


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

    assert not is_its_own(failures, "place", error)
