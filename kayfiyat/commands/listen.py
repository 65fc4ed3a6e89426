"""`kayfiyat listen`: bring every source up to date, once or for ever."""

from __future__ import annotations

import asyncio
import signal
from contextlib import nullcontext

from domain.choices import followed
from domain.errors import ConfigError
from domain.sources import Source
from kayfiyat import logs
from kayfiyat.asks import answered
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, Once, now
from kayfiyat.opening import Opened, Place, opened, place
from kayfiyat.printing import aside, print_json
from listener.collecting import Collected
from listener.health import watched
from listener.listening import listen as listen_to_sources
from listener.watching import Watch
from store.arrivals import Arrivals
from store.choices import Choices
from store.following import Following
from store.motor import connected


def listen(
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    once: Once = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Collect posts and comments from the sources in the settings.

    Saved first, the cursor moved after: it may be killed at any moment and
    goes on where it was. With --once it collects all there is and ends.
    """
    logs.configure(debug=debug)
    where = place(config, data_dir)
    if not where.settings.sources:
        raise ConfigError(
            "no sources to listen to; write a kayfiyat.toml with `kayfiyat init`"
        )
    with opened(where) as open_database:
        answering = nullcontext() if once else answered(where, open_database)
        with answering:
            collected = asyncio.run(_listen(where, open_database, once=once))
    _show(collected, json=json)


async def _listen(
    where: Place, open_database: Opened, *, once: bool
) -> list[Collected]:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    settings, choices = where.settings, Choices(open_database.database)

    async def wanted() -> list[Source]:
        return followed(settings.sources, await asyncio.to_thread(choices.all))

    async with connected(open_database.uri, settings.mongodb.db) as database:
        arrivals = Arrivals(database)
        sources = await wanted()
        seen = {source.id: await arrivals.seen_at(source.id) for source in sources}
        watch = Watch(sources, clock=now, seen={k: v for k, v in seen.items() if v})
        # With --once it may run beside a listener that has the port.
        health = (
            nullcontext()
            if once
            else watched(settings.listener, watch, ping=arrivals.ping)
        )
        async with health:
            return await listen_to_sources(
                settings,
                arrivals,
                Following(database),
                where.data_dir,
                once=once,
                clock=now,
                on_collected=lambda _collected: None,
                watch=watch,
                wanted=wanted,
                stop=stop,
            )


def _show(collected: list[Collected], *, json: bool) -> None:
    for done in collected:
        if json:
            print_json(
                {
                    "source": done.source,
                    "posts": done.posts.added,
                    "comments": done.comments.added,
                    "changed": done.comments.changed,
                    "erased": done.erased,
                    "blind": done.reason,
                    "error": done.error,
                }
            )
        elif done.error:
            aside.print(f"{done.source}: {done.error}", markup=False)
