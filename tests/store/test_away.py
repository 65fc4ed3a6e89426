"""While MongoDB is away: one line when it goes, one when it is back."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from domain.errors import AwayError, StoreError
from store.away import Away, ridden_over


def failing(*errors: Exception) -> Callable[[], str]:
    """A step that fails in these ways, one after the other, and then is done."""
    left = list(errors)

    def step() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return step


def ridden(step: Callable[[], str], patience: float | None = None) -> str | None:
    return ridden_over(step, stop=threading.Event(), patience=patience, pause=0.0)


def test_a_step_is_repeated_until_mongodb_answers() -> None:
    step = failing(AwayError("no primary"), AwayError("no primary"))

    with capture_logs() as logs:
        assert ridden(step) == "done"

    assert [log["event"] for log in logs] == ["database away", "database back"]
    assert logs[0]["error"] == "no primary"


def test_nothing_is_said_where_nothing_happened() -> None:
    with capture_logs() as logs:
        assert ridden(failing()) == "done"

    assert logs == []


def test_what_does_not_pass_is_not_repeated() -> None:
    step = failing(StoreError("refused"))

    with pytest.raises(StoreError, match="refused"):
        ridden(step)

    assert step() == "done"


def test_patience_ends() -> None:
    with pytest.raises(AwayError):
        ridden(failing(*[AwayError("no primary")] * 5), patience=-1.0)


def test_who_is_told_to_stop_does_not_wait() -> None:
    stop = threading.Event()

    def step() -> str:
        stop.set()
        raise AwayError("no primary")

    assert ridden_over(step, stop=stop, pause=3_600.0) is None


def test_of_many_who_notice_the_first_is_heard() -> None:
    now = iter((10.0, 22.5))
    away = Away(clock=lambda: next(now))

    with capture_logs() as logs:
        for source in ("first", "second"):
            away.gone(AwayError(source))
        for _ in range(2):
            away.back()

    assert [log.get("error", log.get("seconds")) for log in logs] == ["first", 12.5]
