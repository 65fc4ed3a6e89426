"""`kayfiyat demo-world`: serve the synthetic public on loopback."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from kayfiyat import logs
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, now
from kayfiyat.demo.server import serve
from kayfiyat.demo_place import DemoPlace
from kayfiyat.printing import console


def demo_world(
    port: Annotated[int, typer.Option(help="The port to serve on.")],
    config: Config = None,  # noqa: ARG001 - every command takes it
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,
) -> None:
    """Serve the demo world in the formats of Telegram's web preview."""
    logs.configure(debug=debug)
    world = DemoPlace(data_dir).world()
    asyncio.run(serve(world, port=port, clock=now, ready=console.print))
