"""Networks are counted together, an hour at a time, and leave no list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.site import limits
from digest.site.limits import Limits, asking, network

NOON = datetime(2026, 3, 9, 12, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("192.0.2.1", "192.0.2.254", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::9", True),
        ("2001:db8:1:1::1", "2001:db8:1:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.7", True),
        ("192.0.2.1:4711", "192.0.2.1", True),
        ("[2001:db8::1]:4711", "2001:db8::2", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "no address", True),
    ],
)
def test_hosts_of_one_network_are_one(one: str, other: str, same: bool) -> None:
    assert (network(one) == network(other)) is same


@pytest.mark.parametrize(
    "forwarded, behind_proxy, host",
    [
        ([], False, "10.0.0.1"),
        (["192.0.2.1"], False, "10.0.0.1"),
        (["192.0.2.1"], True, "192.0.2.1"),
        (["1.1.1.1, 192.0.2.1"], True, "192.0.2.1"),
        (["1.1.1.1", "2.2.2.2,192.0.2.1"], True, "192.0.2.1"),
        (["192.0.2.1, unknown"], True, "10.0.0.1"),
        ([""], True, "10.0.0.1"),
        ([], True, "10.0.0.1"),
    ],
)
def test_of_a_proxys_line_the_last_entry_counts(
    forwarded: list[str], behind_proxy: bool, host: str
) -> None:
    assert asking("10.0.0.1", forwarded, behind_proxy=behind_proxy) == host


def test_a_network_waits_until_the_hour_ends() -> None:
    counted = Limits(network_hourly=1)

    assert counted.wait("192.0.2.1", now=NOON) is None
    assert counted.wait("192.0.2.2", now=NOON) == timedelta(minutes=40)
    assert counted.wait("192.0.3.1", now=NOON) is None
    assert counted.wait("192.0.2.1", now=NOON + timedelta(minutes=40)) is None


def test_one_network_does_not_use_up_what_is_for_all() -> None:
    counted = Limits(network_hourly=2, hourly=3)

    asked = [counted.wait("192.0.2.1", now=NOON) for _ in range(9)]

    assert asked.count(None) == 2
    assert counted.wait("192.0.3.1", now=NOON) is None
    assert counted.wait("192.0.4.1", now=NOON) is not None


def test_memory_has_an_end() -> None:
    counted = Limits(hourly=10**9)

    asked = [
        counted.wait(f"2001:db8:{n // 65536:x}:{n % 65536:x}::1", now=NOON)
        for n in range(limits.NETWORKS + 5)
    ]

    assert asked.count(None) == limits.NETWORKS
    assert counted.wait("2001:db8:0:1::1", now=NOON) is None
