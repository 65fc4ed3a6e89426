"""How long, how much, and the settings of the real parts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

READERS = 300
PUT_EACH = 600.0
"""Seconds between two letters."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a soak; ``faults`` in all, ``drain`` seconds at most after."""

    rate: float = 1_200.0
    seconds: float = 3_600.0
    seed: int = 1
    channels: int = 16
    nodes: int = 1
    faults: int = 60
    drain: float = 5_400.0
    listeners: int = 1
    scorers: int = 2
    readers: int = READERS
    browse: bool = True


_SETTINGS = """
[telegram]
api_id = 1
api_hash = "{hash}"
server = "{address}"
public_key = "{public_key}"
pause = 0.0

[listener]
timeout = 10.0
health_port = {health}

[mail]
host = "localhost"
port = {mail}
security = "starttls"
ca_file = "{ca}"
sender = "letters@example.org"
timeout = 5
connections = 2

[site]
url = "https://letters.example.org"

[app]
port = {app}
"""

_SOURCE = """
[[sources]]
kind = "telegram"
name = "soak{number:02}"
institution = "Synthetic channel {number}"
official = true
language = "uz"
"""


@dataclass(frozen=True, slots=True)
class Ports:
    app: int
    mail: int
    health: int


def written(
    place: Path,
    telegram: dict[str, str],
    ports: Ports,
    *,
    channels: range,
    certificate: Path,
) -> Path:
    """The settings' file of one data directory, for some of the channels.

    The account's pause is none: at the default, one request a second, an account
    reads at most a hundred comments a second, whatever the machine.
    """
    settings = _SETTINGS.format(
        hash="a" * 32,
        address=telegram["address"],
        public_key=telegram["public_key"],
        health=ports.health,
        mail=ports.mail,
        app=ports.app,
        ca=certificate,
    )
    sources = "".join(_SOURCE.format(number=number) for number in channels)
    path = place / "kayfiyat.toml"
    path.write_text(settings + sources)
    return path
