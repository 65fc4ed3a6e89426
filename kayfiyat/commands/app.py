"""`kayfiyat app`: the analyst's app, until Ctrl-C."""

from __future__ import annotations

import os
import subprocess
from threading import Event
from typing import Annotated

import typer

from domain.errors import ConfigError, KayfiyatError
from domain.settings import AppSettings
from domain.uploads import FOLDER
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug
from kayfiyat.explaining import NAME
from kayfiyat.opening import opened, place
from kayfiyat.ports import answers
from kayfiyat.printing import console
from kayfiyat.sign_in import secrets_file
from kayfiyat.stopping import stop_on_signals
from ui.explaining import EXPLAINER
from ui.launch import check, command, environment

TICK = 0.2
"""Seconds between two looks whether it runs."""


def app(
    port: Annotated[
        int | None, typer.Option(help="Another port than the settings'.")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(help="Another address; one beyond this machine needs [auth]."),
    ] = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Serve the app for analysts: to this machine, or to those who sign in."""
    where = place(config, data_dir)
    given = {"port": port, "address": address}
    chosen = {key: value for key, value in given.items() if value is not None}
    served = where.settings.app.model_copy(update=chosen)
    settings = where.settings.model_copy(update={"app": served})
    check(settings)
    if answers(served.address, served.port):
        raise ConfigError(
            f"something answers at port {served.port} already; end it, or give another "
            "by --port or app.port"
        )
    secrets = secrets_file(settings.auth, data_dir, os.environ)
    told = environment(settings, uploads=data_dir / FOLDER) | {EXPLAINER: NAME}
    with opened(where) as open_database, stop_on_signals() as stop:
        running = subprocess.Popen(  # noqa: S603 - our own command line
            command(settings, secrets=secrets),
            env=os.environ | open_database.environment | told,
        )
        try:
            _watch(running, served, stop)
        finally:
            running.terminate()
            running.wait()


def _watch(running: subprocess.Popen[bytes], served: AppSettings, stop: Event) -> None:
    """Until it is to stop. Raises KayfiyatError if Streamlit ends before that."""
    is_told = False
    while not stop.wait(TICK):
        if (status := running.poll()) is not None:
            raise KayfiyatError(
                f"the app ended by itself, with status {status}: what it said is above"
            )
        if not is_told and answers(served.address, served.port):
            is_told = True
            console.print(f"The app answers at http://{served.address}:{served.port}")
