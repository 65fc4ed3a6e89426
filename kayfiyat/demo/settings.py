"""The settings with which the listener collects the demo world."""

from __future__ import annotations

import json

from domain.coverage import Stretch
from kayfiyat.demo.plan import Channel
from kayfiyat.demo.world import World

LISTENER = """\
[listener]
contact = "demo@localhost"
pause = 0
jitter = 0
every = 30
private_addresses = true"""


def demo_settings_toml(world: World, base_url: str, *, app_port: int = 8501) -> str:
    """A whole ``kayfiyat.toml``: the sources at ``base_url``, the known outages."""
    parts = [
        "# The demo world: a synthetic public, collected over HTTP as t.me would be.",
        *(_source(world, channel, base_url) for channel in world.plan.channels),
        *map(_outage, world.outages),
        LISTENER,
        f"[app]\nport = {app_port}",
    ]
    return "\n\n".join(parts) + "\n"


def _outage(outage: Stretch) -> str:
    start, end = outage.start_at.isoformat(), outage.end_at.isoformat()
    return f"[[outages]]\nstart = {start}\nend = {end}"


def _source(world: World, channel: Channel, base_url: str) -> str:
    return "\n".join(
        (
            "[[sources]]",
            'kind = "telegram_web"',
            f"name = {_quoted(channel.name)}",
            f"url = {_quoted(base_url)}",
            f"institution = {_quoted(channel.institution)}",
            "official = true",
            f"language = {_quoted(channel.language)}",
            f"since = {world.start.isoformat()}",
        )
    )


def _quoted(text: str) -> str:
    """A TOML basic string; those of JSON are among them."""
    return json.dumps(text, ensure_ascii=False)
