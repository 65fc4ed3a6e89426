"""`kayfiyat app`: the analyst's app, until Ctrl-C."""

from __future__ import annotations

import os
import subprocess
from typing import Annotated

import typer

from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug
from kayfiyat.opening import opened, place
from kayfiyat.printing import console
from kayfiyat.stopping import stop_on_signals
from ui.launch import command


def app(
    port: Annotated[
        int | None, typer.Option(help="Another port than the settings'.")
    ] = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Serve the app for analysts."""
    where = place(config, data_dir)
    served = where.settings.app
    if port is not None:
        served = served.model_copy(update={"port": port})
    settings = where.settings.model_copy(update={"app": served})
    with opened(where) as open_database, stop_on_signals() as stop:
        environment = os.environ | open_database.environment
        running = subprocess.Popen(command(settings), env=environment)  # noqa: S603
        console.print(f"The app answers at http://{served.address}:{served.port}")
        while running.poll() is None and not stop.wait(0.2):
            pass
        running.terminate()
        running.wait()
