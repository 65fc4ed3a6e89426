"""`kayfiyat site`: the pages on which readers subscribe, change and leave."""

from __future__ import annotations

import asyncio

from digest.site.app import application, serve
from domain.errors import ConfigError
from kayfiyat import logs
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug
from kayfiyat.letters import keys_of
from kayfiyat.opening import opened, place
from kayfiyat.printing import console
from kayfiyat.stopping import stop_on_signals


def site(
    config: Config = None, data_dir: DataDir = DATA_DIR, *, debug: Debug = False
) -> None:
    """Serve the subscription pages, and the archive of public letters.

    They answer on site.address and site.port; a proxy with TLS stands before them and
    makes them reachable as site.url.
    """
    logs.configure(debug=debug)
    where = place(config, data_dir)
    told = where.settings.site
    if not told.on:
        raise ConfigError("the pages have no address; fill in site.url in the settings")
    with opened(where) as open_database:
        database = open_database.database
        pages = application(
            database, told, where.settings.letter, keys_of(where, database)
        )
        with stop_on_signals() as stop:
            asyncio.run(serve(pages, told, stop=stop, ready=_say))


def _say(address: str) -> None:
    console.print(f"The pages answer at {address}", markup=False)
