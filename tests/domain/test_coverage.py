"""The ledger of when a source could be seen."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.coverage import Reason, Stretch, clipped, record, seen_share

DAWN = datetime(2026, 1, 1, tzinfo=UTC)


def hour(number: float) -> datetime:
    return DAWN + timedelta(hours=number)


def seen(start: float, end: float) -> Stretch:
    return Stretch(hour(start), hour(end))


def blind(start: float, end: float, reason: Reason = Reason.NETWORK) -> Stretch:
    return Stretch(hour(start), hour(end), reason)


def test_what_is_caught_up_is_seen_again() -> None:
    ledger = [seen(0, 2), blind(2, 5)]

    assert record(ledger, seen(2, 6)) == [seen(0, 6)]


def test_blindness_does_not_hide_what_was_seen() -> None:
    assert record([seen(0, 4)], blind(2, 6)) == [seen(0, 4), blind(4, 6)]


def test_a_newer_reason_replaces_an_older_one() -> None:
    ledger = [blind(0, 4, Reason.NETWORK)]

    assert record(ledger, blind(2, 4, Reason.BLOCKED)) == [
        blind(0, 2, Reason.NETWORK),
        blind(2, 4, Reason.BLOCKED),
    ]


def test_a_declared_outage_cannot_be_caught_up() -> None:
    ledger = record([seen(0, 10)], blind(4, 6, Reason.OUTAGE))

    assert record(ledger, seen(0, 12)) == [
        seen(0, 4),
        blind(4, 6, Reason.OUTAGE),
        seen(6, 12),
    ]


def test_an_empty_stretch_changes_nothing() -> None:
    assert record([seen(0, 2)], seen(3, 3)) == [seen(0, 2)]


def test_time_that_nobody_listened_is_blind_because_stopped() -> None:
    assert clipped([seen(2, 4)], hour(0), hour(6)) == [
        blind(0, 2, Reason.STOPPED),
        seen(2, 4),
        blind(4, 6, Reason.STOPPED),
    ]


def test_the_seen_share_is_of_the_whole_time_asked_for() -> None:
    ledger = [seen(0, 3), blind(3, 4)]

    assert seen_share(ledger, hour(0), hour(12)) == 0.25
    assert seen_share(ledger, hour(5), hour(5)) == 0.0


hours = st.integers(0, 30)
stretches = st.builds(
    lambda start, length, reason: Stretch(hour(start), hour(start + length), reason),
    hours,
    st.integers(0, 12),
    st.sampled_from([None, *Reason]),
)


@given(st.lists(stretches, max_size=12))
def test_a_ledger_stays_ordered_without_overlap(news: list[Stretch]) -> None:
    ledger: list[Stretch] = []
    for new in news:
        ledger = record(ledger, new)

    assert all(one.end_at <= two.start_at for one, two in pairwise(ledger))
    assert all(stretch.start_at < stretch.end_at for stretch in ledger)


@given(st.lists(stretches, max_size=12))
def test_every_hour_is_seen_or_blind(news: list[Stretch]) -> None:
    ledger: list[Stretch] = []
    for new in news:
        ledger = record(ledger, new)
    whole = clipped(ledger, hour(0), hour(48))

    assert whole[0].start_at == hour(0)
    assert whole[-1].end_at == hour(48)
    assert all(one.end_at == two.start_at for one, two in pairwise(whole))


@given(st.lists(stretches, max_size=12), stretches)
def test_recording_twice_is_recording_once(news: list[Stretch], new: Stretch) -> None:
    ledger: list[Stretch] = []
    for each in news:
        ledger = record(ledger, each)
    once = record(ledger, new)

    assert record(once, new) == once
