"""Ports on this machine: which is free, and does one answer."""

from __future__ import annotations

import socket


def free_port() -> int:
    """A TCP port on loopback that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(address: str, port: int) -> bool:
    """Whether somebody listens there; a wildcard address means this machine."""
    host = "127.0.0.1" if address in {"0.0.0.0", "::", ""} else address  # noqa: S104
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False
