"""What a Watch knows, as Prometheus reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.registry import Collector

from listener.watching import REASONS, Tally, Watch

Tallies = Mapping[str, Tally]

_COUNTERS: tuple[tuple[str, str, Callable[[Tally], int]], ...] = (
    ("comments", "Comments stored for the first time", lambda one: one.comments),
    ("comments_changed", "Comments stored again, changed", lambda one: one.changed),
    ("comments_erased", "Comments erased, gone at the source", lambda one: one.erased),
    ("posts", "Posts stored for the first time", lambda one: one.posts),
    ("passes", "Passes over the source, failed ones too", lambda one: one.passes),
    ("flood_waits", "Times that we were asked to wait", lambda one: one.flood_waits),
)

_BY_REASON: tuple[tuple[str, str, Callable[[Tally], Mapping[str, float]]], ...] = (
    ("errors", "Passes that failed", lambda one: one.errors),
    (
        "blind_seconds",
        "Time in which the source could not be seen, from its first failure on",
        lambda one: one.blind_seconds,
    ),
)


class Metrics(Collector):
    """Makes the metrics at the moment they are asked for."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        # One of its own: the global one would mix what several watches know.
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        """In Prometheus's text format, as UTF-8."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        now, tallies = self._watch.tallies()
        yield from _counters(tallies)
        yield from _counters_by_reason(tallies)
        lags = {name: tally.lag(now) for name, tally in tallies.items()}
        yield _gauge("lag_seconds", "Time since the source was last seen", lags)
        rests = {name: tally.flood_rest(now) for name, tally in tallies.items()}
        yield _gauge("flood_wait_seconds", "What is left of a flood wait", rests)
        in_hand = {name: tally.in_hand for name, tally in tallies.items()}
        yield _gauge("queue", "Comments in hand, not yet saved", in_hand)
        yield _durations(tallies)


def _counters(tallies: Tallies) -> Iterator[Metric]:
    for name, says, count in _COUNTERS:
        family = CounterMetricFamily(f"kayfiyat_{name}", says, labels=["source"])
        for source, tally in tallies.items():
            family.add_metric([source], count(tally))
        yield family


def _counters_by_reason(tallies: Tallies) -> Iterator[Metric]:
    """Every reason is there from the start: a rate needs the zero before the one."""
    labels = ["source", "reason"]
    for name, says, counts in _BY_REASON:
        family = CounterMetricFamily(f"kayfiyat_{name}", says, labels=labels)
        for source, tally in tallies.items():
            for reason in REASONS:
                family.add_metric([source, reason], counts(tally).get(reason, 0))
        yield family


def _gauge(name: str, says: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"kayfiyat_{name}", says, labels=["source"])
    for source, value in values.items():
        family.add_metric([source], value)
    return family


def _durations(tallies: Tallies) -> Metric:
    family = SummaryMetricFamily(
        "kayfiyat_pass_duration_seconds", "Time that a pass takes", labels=["source"]
    )
    for source, tally in tallies.items():
        family.add_metric([source], tally.passes_timed, tally.pass_seconds)
    return family
