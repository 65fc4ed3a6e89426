"""`kayfiyat listen`: bring every source up to date, once or for ever."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack, nullcontext
from datetime import timedelta

from domain.choices import followed
from domain.errors import ConfigError
from domain.sources import Kind, Source
from kayfiyat import logs
from kayfiyat.asks import answered
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, Once, now
from kayfiyat.opening import Opened, Place, opened, place
from kayfiyat.printing import aside, print_json
from listener.claiming import Claiming
from listener.collecting import Collected
from listener.health import watched
from listener.listening import listen as listen_to_sources
from listener.pseudonyms import Pseudonyms
from listener.roster import Wanted
from listener.slots import held_slot
from listener.telegram.session import session_path
from listener.watching import Watch
from store.arrivals import Arrivals
from store.choices import Choices
from store.claims import Claims
from store.following import Following
from store.key_marks import KeyMarks
from store.motor import connected
from store.turns import Turns


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
    goes on where it was. Several share the sources; where one dies, the others
    take over. With --once it collects all there is and ends.
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
    settings, stop = where.settings, _told_to_stop()
    marks = KeyMarks(open_database.database)
    wanted = _wanted(where, Choices(open_database.database), marks)
    turns = None if once else Turns()
    async with (
        connected(open_database.uri, settings.mongodb.db) as database,
        AsyncExitStack() as held,
    ):
        Pseudonyms(where.keys_dir, marks.agree).check(now())
        arrivals = Arrivals(database, turns)
        watch = await _watch(arrivals, await wanted())
        claiming = None
        # With --once it may run beside a listener that has the port, and the claims.
        if turns is not None:
            slot = held.enter_context(held_slot(where.data_dir))
            claiming = _claiming(where, Claims(database), turns, wanted, slot=slot)
            await held.enter_async_context(
                watched(settings.listener, watch, ping=arrivals.ping)
            )
        return await listen_to_sources(
            settings,
            arrivals,
            Following(database, turns),
            where.data_dir,
            once=once,
            clock=now,
            on_collected=claiming.told if claiming else lambda _collected: None,
            watch=watch,
            wanted=wanted,
            claiming=claiming,
            agree=marks.agree,
            stop=stop,
        )


def _told_to_stop() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _wanted(where: Place, choices: Choices, marks: KeyMarks) -> Wanted:
    """Who is to be followed, once others agree on who asked to be left out."""
    pseudonyms = Pseudonyms(where.keys_dir)

    def chosen() -> list[Source]:
        marks.agree_on_list(*pseudonyms.opted_out.mark())
        return followed(where.settings.sources, choices.all())

    return lambda: asyncio.to_thread(chosen)


async def _watch(arrivals: Arrivals, sources: Sequence[Source]) -> Watch:
    """From when each source was last seen on."""
    seen = {source.id: await arrivals.seen_at(source.id) for source in sources}
    return Watch(sources, clock=now, seen={k: v for k, v in seen.items() if v})


def _claiming(
    where: Place, claims: Claims, turns: Turns, wanted: Wanted, *, slot: str
) -> Claiming:
    telegram = where.settings.telegram
    # Each account has a session of its own; one that two use is ended by Telegram.
    signed_in = telegram.api_id and session_path(telegram, where.data_dir).exists()
    return Claiming(
        claims,
        turns,
        wanted,
        slot=slot,
        lease=timedelta(seconds=where.settings.listener.lease),
        clock=now,
        unable=lambda one: one.kind is Kind.TELEGRAM and not signed_in,
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
