"""What is watched: counts, lags, waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.coverage import Reason
from listener.collecting import Collected
from listener.watching import Watch
from store.arrivals import Saved

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KUN = "telegram:kun"


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


def watching() -> tuple[Watch, Clock]:
    clock = Clock()
    return Watch([KUN], every=MINUTE, clock=clock), clock


def value(watch: Watch, name: str, **labels: str) -> float | None:
    watch.metrics()
    return watch.registry.get_sample_value(name, {"source": KUN, **labels})


def blind(
    reason: Reason = Reason.NETWORK, retry_after: float | None = None
) -> Collected:
    return Collected(KUN, reason=reason, error="a sentence", retry_after=retry_after)


def test_what_is_stored_adds_up() -> None:
    watch, _ = watching()
    done = Collected(KUN, posts=Saved(3, 2), comments=Saved(9, 5, 1), erased=1)

    watch.collected(done)
    watch.collected(done)

    comments = "kayfiyat_comments_total"
    assert value(watch, "kayfiyat_posts_total") == 4
    assert value(watch, comments, what="added") == 10
    assert value(watch, comments, what="changed") == 2
    assert value(watch, comments, what="erased") == 2


def test_the_lag_is_the_time_since_the_source_was_seen() -> None:
    watch, clock = watching()
    watch.collected(Collected(KUN))
    clock.now += MINUTE
    watch.collected(blind())
    clock.now += MINUTE

    assert value(watch, "kayfiyat_lag_seconds") == 120


def test_blind_time_is_counted_once_by_its_reason() -> None:
    watch, clock = watching()
    watch.collected(Collected(KUN))
    for _ in range(3):
        clock.now += MINUTE
        watch.collected(blind())

    blind_time = "kayfiyat_blind_seconds_total"
    assert value(watch, blind_time, reason="network") == 180
    assert value(watch, "kayfiyat_errors_total", reason="network") == 3


def test_a_flood_wait_runs_down() -> None:
    watch, clock = watching()
    watch.collected(blind(Reason.FLOOD_WAIT, retry_after=90))
    clock.now += MINUTE
    rest = value(watch, "kayfiyat_flood_wait_seconds")
    clock.now += MINUTE

    assert rest == 30
    assert value(watch, "kayfiyat_flood_wait_seconds") == 0
    assert value(watch, "kayfiyat_flood_waits_total") == 1


def test_it_is_well_as_long_as_any_source_is_seen() -> None:
    watch, clock = watching()
    watch.collected(Collected("telegram:uza"))
    clock.now += 3 * MINUTE
    well, _ = watch.health()
    clock.now += MINUTE
    unwell, told = watch.health()

    assert (well, unwell) == (True, False)
    assert told["sources"][KUN]["lag_seconds"] == 240


def test_health_says_why_a_source_is_blind_and_until_when_it_waits() -> None:
    watch, _ = watching()
    watch.collected(blind(Reason.FLOOD_WAIT, retry_after=60))

    _, told = watch.health()

    kun = told["sources"][KUN]
    assert kun["blind"] == "flood wait"
    assert kun["waits_until"] == NOON + MINUTE
