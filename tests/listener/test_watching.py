"""What is kept of the listening, and how Prometheus reads it."""

from __future__ import annotations

from dataclasses import dataclass
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

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
KUN = Source(Kind.TELEGRAM_WEB, "kun")
UZA = Source(Kind.TELEGRAM, "uza")

FLOODED = Collected(KUN.id, reason=Reason.FLOOD_WAIT, error="wait", retry_after=90.0)
CUT = Collected(KUN.id, reason=Reason.NETWORK, error="cut")


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(clock: Clock) -> Watch:
    return Watch([KUN, UZA], clock=clock)


def shown(watch: Watch) -> dict[tuple[str, ...], float]:
    """Each sample of ours by its name, source (or kind) and reason."""
    families = text_string_to_metric_families(Metrics(watch).text().decode())
    return {
        (sample.name, *_labels(sample.labels)): sample.value
        for family in families
        for sample in family.samples
        if sample.name.startswith("kayfiyat_")
    }


def _labels(named: dict[str, str]) -> list[str]:
    return [named[name] for name in ("kind", "source", "reason") if name in named]


def test_what_passes_bring_is_summed_by_source(watch: Watch) -> None:
    watch.collected(Collected(KUN.id, Saved(5, 3, 1), Saved(40, 30, 4), erased=2))
    watch.collected(Collected(KUN.id, Saved(1, 1, 0), Saved(7, 5, 1)))
    watch.collected(Collected(UZA.id, comments=Saved(9, 9, 0)))

    samples = shown(watch)

    assert samples["kayfiyat_comments_total", KUN.id] == 35
    assert samples["kayfiyat_comments_total", UZA.id] == 9
    assert samples["kayfiyat_comments_changed_total", KUN.id] == 5
    assert samples["kayfiyat_comments_erased_total", KUN.id] == 2
    assert samples["kayfiyat_posts_total", KUN.id] == 4
    assert samples["kayfiyat_passes_total", KUN.id] == 2


def test_the_lag_grows_until_the_source_is_seen_again(
    watch: Watch, clock: Clock
) -> None:
    watch.collected(Collected(KUN.id))
    clock.goes_on(40)
    lagging = shown(watch)["kayfiyat_lag_seconds", KUN.id]
    watch.began(KUN.id)
    clock.goes_on(10)
    watch.collected(Collected(KUN.id))

    assert lagging == 40
    # A comment that was written while the pass ran may not be in it.
    assert shown(watch)["kayfiyat_lag_seconds", KUN.id] == 10


def test_the_lag_goes_back_to_before_this_process(clock: Clock) -> None:
    watch = Watch([KUN, UZA], clock=clock, seen={KUN.id: NOON - timedelta(hours=1)})
    clock.goes_on(5)

    samples = shown(watch)

    assert samples["kayfiyat_lag_seconds", KUN.id] == 3605
    assert samples["kayfiyat_lag_seconds", UZA.id] == 5, "never seen: since we listen"


def test_a_flood_wait_is_shown_with_what_is_left_of_it(
    watch: Watch, clock: Clock
) -> None:
    before = shown(watch)["kayfiyat_flood_wait_seconds", KUN.id]
    watch.collected(FLOODED)
    clock.goes_on(60)
    samples = shown(watch)
    clock.goes_on(60)

    assert before == 0
    assert samples["kayfiyat_flood_wait_seconds", KUN.id] == 30
    assert samples["kayfiyat_flood_wait_seconds", UZA.id] == 0
    assert samples["kayfiyat_flood_waits_total", KUN.id] == 1
    assert shown(watch)["kayfiyat_flood_wait_seconds", KUN.id] == 0


def test_blind_time_counts_from_failure_to_sight_by_reason(
    watch: Watch, clock: Clock
) -> None:
    watch.collected(CUT)
    clock.goes_on(10)
    still_blind = shown(watch)["kayfiyat_blind_seconds_total", KUN.id, "network"]
    watch.collected(FLOODED)
    clock.goes_on(90)
    watch.collected(Collected(KUN.id))
    clock.goes_on(500)

    samples = shown(watch)

    assert still_blind == 10
    assert samples["kayfiyat_blind_seconds_total", KUN.id, "network"] == 10
    assert samples["kayfiyat_blind_seconds_total", KUN.id, "flood wait"] == 90
    assert samples["kayfiyat_blind_seconds_total", UZA.id, "network"] == 0


def test_errors_are_counted_by_reason_and_ours_apart(watch: Watch) -> None:
    watch.collected(CUT)
    watch.collected(CUT)
    watch.collected(Collected(KUN.id, error="MongoDB does not answer"))

    samples = shown(watch)

    assert samples["kayfiyat_errors_total", KUN.id, "network"] == 2
    assert samples["kayfiyat_errors_total", KUN.id, "ours"] == 1


def test_to_be_stopped_is_no_error_and_what_was_saved_counts(
    watch: Watch, clock: Clock
) -> None:
    watch.collected(
        Collected(KUN.id, comments=Saved(3, 3, 0), reason=Reason.STOPPED, error="told")
    )
    clock.goes_on(10)

    samples = shown(watch)

    assert samples["kayfiyat_comments_total", KUN.id] == 3
    errors = [n for key, n in samples.items() if key[0] == "kayfiyat_errors_total"]
    assert sum(errors) == 0


def test_passes_are_timed(watch: Watch, clock: Clock) -> None:
    for seconds in (2, 3):
        watch.began(KUN.id)
        clock.goes_on(seconds)
        watch.collected(Collected(KUN.id))

    samples = shown(watch)

    assert samples["kayfiyat_pass_duration_seconds_count", KUN.id] == 2
    assert samples["kayfiyat_pass_duration_seconds_sum", KUN.id] == 5


def test_what_is_in_hand_and_what_is_asked_is_shown(watch: Watch) -> None:
    watch.holds(KUN.id, 400)
    watch.holds(KUN.id, 120)
    watch.asks(Kind.TELEGRAM)
    watch.asks(Kind.TELEGRAM)

    samples = shown(watch)

    assert samples["kayfiyat_queue", KUN.id] == 120
    assert samples["kayfiyat_requests_total", "telegram"] == 2


def test_after_a_pass_that_broke_off_nothing_is_in_hand(watch: Watch) -> None:
    watch.holds(KUN.id, 400)
    watch.collected(Collected(KUN.id, error="MongoDB does not answer"))

    assert shown(watch)["kayfiyat_queue", KUN.id] == 0


def test_sources_that_are_not_in_the_settings_make_no_label(watch: Watch) -> None:
    before = set(shown(watch))
    for n in range(20):
        watch.began(f"telegram:other{n}")
        watch.rests(f"telegram:other{n}", 5)
        watch.holds(f"telegram:other{n}", 5)
        watch.collected(Collected(f"telegram:other{n}", reason=Reason.BLOCKED))

    assert set(shown(watch)) == before


def test_a_clock_that_is_set_back_takes_nothing_away(
    watch: Watch, clock: Clock
) -> None:
    watch.began(KUN.id)
    watch.collected(CUT)
    watch.began(KUN.id)
    clock.goes_on(-3600)
    watch.collected(CUT)

    samples = shown(watch)

    assert samples["kayfiyat_blind_seconds_total", KUN.id, "network"] == 0
    assert samples["kayfiyat_pass_duration_seconds_sum", KUN.id] == 0


def test_nothing_is_put_into_the_global_registry(watch: Watch) -> None:
    Metrics(watch)
    Metrics(watch)

    names = {family.name for family in REGISTRY.collect()}

    assert not [name for name in names if name.startswith("kayfiyat")]


def test_the_memory_of_the_process_is_shown_too(watch: Watch) -> None:
    assert "process_resident_memory_bytes" in Metrics(watch).text().decode()
