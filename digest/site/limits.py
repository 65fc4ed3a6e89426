"""How often one network may ask, and all of them together.

Kept in memory under a key that dies with the process: no list of who asked is left.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

NETWORK_HOURLY = 20
"""An office asks for its people from one network."""

HOURLY = 600

NETWORKS = 10_000
"""More are not told apart in an hour, so that memory has an end."""

Address = IPv4Address | IPv6Address


class Limits:
    """Counts what is asked in each hour of the clock."""

    def __init__(
        self, *, network_hourly: int = NETWORK_HOURLY, hourly: int = HOURLY
    ) -> None:
        self._network_hourly, self._hourly = network_hourly, hourly
        self._key = secrets.token_bytes(32)
        self._hour: datetime | None = None
        self._asked: Counter[bytes] = Counter()
        self._all = 0

    def wait(self, host: str, *, now: datetime) -> timedelta | None:
        """Counts that ``host`` asks; how long it has to wait, None if it need not."""
        self._turn(now)
        name = self._name(host)
        full = self._asked[name] >= self._network_hourly or self._all >= self._hourly
        if full or (name not in self._asked and len(self._asked) >= NETWORKS):
            return _hour(now) + timedelta(hours=1) - now
        self._asked[name] += 1
        self._all += 1
        return None

    def _turn(self, now: datetime) -> None:
        if self._hour != _hour(now):
            self._hour, self._all = _hour(now), 0
            self._asked.clear()

    def _name(self, host: str) -> bytes:
        return blake2b(network(host).encode(), key=self._key, digest_size=16).digest()


def network(host: str) -> str:
    """The network of ``host``: one person may have all of a /64, or change in a /24."""
    found = _address(host)
    if found is None:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    bits = 24 if isinstance(found, IPv4Address) else 64
    return str(ip_network(f"{found}/{bits}", strict=False))


def asking(remote: str | None, forwarded: Iterable[str], *, behind_proxy: bool) -> str:
    """The host that asks.

    ``forwarded`` are the X-Forwarded-For lines: what our proxy saw stands last, and
    all before it is what the asking host says of itself.
    """
    if behind_proxy:
        last = ",".join(forwarded).rpartition(",")[2].strip()
        if _address(last):
            return last
    return remote or ""


def _address(text: str) -> Address | None:
    """An address, also with a port: ``192.0.2.1:80``, ``[2001:db8::1]:80``."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return ip_address(bare.partition("%")[0])
    except ValueError:
        return None


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
