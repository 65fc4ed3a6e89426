"""What is watched: counts, lags, waits, and how Prometheus reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from domain.coverage import Reason
from domain.sources import Kind, Source
from listener.collecting import Collected
from listener.metrics import Metrics
from listener.watching import Watch
from store.arrivals import Saved

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KUN = Source(Kind.TELEGRAM, "kun")


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(clock: Clock) -> Watch:
    return Watch([KUN], clock=clock)


def value(watch: Watch, name: str, **labels: str) -> float:
    wanted = {"source": KUN.id} | labels
    text = Metrics(watch).text().decode()
    found = [
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == f"kayfiyat_{name}" and sample.labels == wanted
    ]
    assert len(found) == 1, name
    return found[0]


def blind(
    reason: Reason = Reason.NETWORK, retry_after: float | None = None
) -> Collected:
    return Collected(KUN.id, reason=reason, error="why", retry_after=retry_after)


def test_what_is_stored_adds_up(watch: Watch) -> None:
    done = Collected(KUN.id, posts=Saved(3, 2), comments=Saved(9, 5, 1), erased=1)

    watch.collected(done)
    watch.collected(done)

    names = ("posts", "comments", "comments_changed", "comments_erased", "passes")
    assert [value(watch, f"{name}_total") for name in names] == [4, 10, 2, 2, 2]


def test_the_lag_is_the_time_since_the_source_was_seen(
    watch: Watch, clock: Clock
) -> None:
    watch.collected(Collected(KUN.id))
    clock.now += MINUTE
    watch.collected(blind())
    clock.now += MINUTE

    assert value(watch, "lag_seconds") == 120


def test_what_was_seen_before_this_process_counts_for_the_lag(clock: Clock) -> None:
    watch = Watch([KUN], clock=clock, seen={KUN.id: NOON - MINUTE})

    assert value(watch, "lag_seconds") == 60


def test_blind_time_is_counted_once_by_its_reason(watch: Watch, clock: Clock) -> None:
    for _ in range(3):
        watch.collected(blind())
        clock.now += MINUTE
    watch.collected(Collected(KUN.id))
    clock.now += MINUTE

    assert value(watch, "blind_seconds_total", reason="network") == 180
    assert value(watch, "errors_total", reason="network") == 3
    assert value(watch, "errors_total", reason="flood wait") == 0


def test_a_flood_wait_runs_down(watch: Watch, clock: Clock) -> None:
    watch.collected(blind(Reason.FLOOD_WAIT, retry_after=90))
    clock.now += MINUTE
    rest = value(watch, "flood_wait_seconds")
    clock.now += MINUTE

    assert rest == 30
    assert value(watch, "flood_wait_seconds") == 0
    assert value(watch, "flood_waits_total") == 1


def test_a_fault_that_is_no_hosts_is_ours(watch: Watch) -> None:
    watch.collected(Collected(KUN.id, error="MongoDB does not answer"))

    assert value(watch, "errors_total", reason="ours") == 1


def test_to_be_told_to_stop_is_no_failure(watch: Watch) -> None:
    watch.collected(blind(Reason.STOPPED))

    assert value(watch, "errors_total", reason="network") == 0


def test_what_waits_to_be_written_is_shown(watch: Watch) -> None:
    watch.holds(KUN.id, 300)

    assert value(watch, "queue") == 300


def test_of_sources_that_nobody_named_nothing_is_kept(watch: Watch) -> None:
    watch.collected(Collected("telegram:other"))

    assert "other" not in Metrics(watch).text().decode()


def test_a_pass_is_timed(watch: Watch, clock: Clock) -> None:
    watch.began(KUN.id)
    clock.now += MINUTE
    watch.collected(Collected(KUN.id))

    assert value(watch, "pass_duration_seconds_sum") == 60


def test_after_a_pass_that_broke_off_nothing_waits_to_be_written(watch: Watch) -> None:
    watch.holds(KUN.id, 400)
    watch.collected(Collected(KUN.id, error="MongoDB does not answer"))

    assert value(watch, "queue") == 0


def test_a_clock_that_is_set_back_takes_nothing_away(
    watch: Watch, clock: Clock
) -> None:
    watch.collected(blind())
    watch.began(KUN.id)
    clock.now -= 60 * MINUTE
    watch.collected(blind())

    assert value(watch, "blind_seconds_total", reason="network") == 0
    assert value(watch, "pass_duration_seconds_sum") == 0


def test_nothing_is_put_into_the_global_registry(watch: Watch) -> None:
    Metrics(watch)
    Metrics(watch)

    names = [family.name for family in REGISTRY.collect()]
    assert not [name for name in names if name.startswith("kayfiyat")]
