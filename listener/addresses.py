"""Which addresses we may connect to: never one inside a private network."""

from __future__ import annotations

import ipaddress
import socket

from aiohttp import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

_UNICAST = ipaddress.ip_network("2000::/3")
"""All that is given out of IPv6 (RFC 4291, 2.4, and IANA); the rest is special."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ISATAP = 0x5EFE
"""Before the IPv4 address in an ISATAP one, but for two bits (RFC 5214, 6.1)."""

_INSIDE = [
    # A cloud's own service of secrets stands at 192.0.0.192; no page does (RFC 6890).
    ipaddress.ip_network("192.0.0.0/24"),
    # Azure's, seen from inside alone although the address is a public one.
    ipaddress.ip_network("168.63.129.16/32"),
    # For examples alone (RFC 9637); Python learns of it late.
    ipaddress.ip_network("3fff::/20"),
]


class PrivateAddressError(OSError):
    """The name leads into a private network."""


class PublicResolver(AbstractResolver):
    """Resolves names, but to public addresses only.

    The connection is made to the very addresses checked here, so a name that
    changes its address in between gains nothing.
    """

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        public = [address for address in found if is_public(address["host"])]
        if not public:
            raise PrivateAddressError(host)
        return public

    async def close(self) -> None:
        await self._inner.close()


def public_socket(info: AddrInfoType) -> socket.socket:
    """A socket for a connection to ``info``. Raises PrivateAddressError.

    The last check: whatever way an address came here, this is where we connect to.
    """
    family, kind, protocol, _name, address = info
    if not is_public(str(address[0])):
        raise PrivateAddressError(str(address[0]))
    return socket.socket(family, kind, protocol)


def is_public(address: str) -> bool:
    """Whether an IP address, as written, lies in the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _embedded(ip)
    if inner is not None:
        return is_public(str(inner))
    if any(ip in network for network in _INSIDE):
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _UNICAST:
        return False
    return ip.is_global and not ip.is_multicast


def is_private_literal(host: str) -> bool:
    """Whether ``host`` is an address, not a name, and none that we may read."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return not is_public(host)


def _embedded(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv6 one: mapped, 6to4, NAT64 or ISATAP."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    last = int(ip) & 0xFFFFFFFF
    if ip in _NAT64 or (int(ip) >> 32) & 0xFCFFFFFF == _ISATAP:
        return ipaddress.IPv4Address(last)
    return ip.ipv4_mapped or ip.sixtofour
