"""`kayfiyat run`: everything on this machine, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.markup import escape

from domain.errors import AwayError, ConfigError
from domain.periods import day_of
from domain.settings import AppSettings
from kayfiyat import logs
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Once, now
from kayfiyat.demo_place import DemoPlace
from kayfiyat.letters import write_and_send
from kayfiyat.opening import Opened, Place, opened, place, revive
from kayfiyat.parts import Household, Part, ours
from kayfiyat.ports import answers, free_port
from kayfiyat.printing import console
from kayfiyat.progress import Progress
from kayfiyat.scoring import score_what_comes
from kayfiyat.stopping import stop_on_signals
from kayfiyat.typed import command
from store.clients import Database, Document
from store.events import save_events
from store.schema import is_empty, is_synthetic, mark_synthetic
from ui.launch import check

LETTERS = "letters"

TICK = 0.3
"""Seconds between two looks at the parts."""

Demo = Annotated[
    bool, typer.Option("--demo", help="The synthetic demo world, whatever is set.")
]


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps parts running; without an ``app``, until all is done.

    The ``last`` ones start when all there is was heard, scored and searched for
    campaigns.
    """

    where: Place
    opened: Opened
    progress: Progress
    app: AppSettings | None
    demo: bool = False
    last: Sequence[Part] = ()

    def keep(self, parts: Iterable[Part]) -> None:
        """Start the parts, and end them when they were watched."""
        household = Household(self.where.data_dir / "logs")
        with stop_on_signals() as stop:
            try:
                for part in parts:
                    household.add(part)
                with self.progress.shown():
                    self.watch(household, stop)
            finally:
                with console.status("Ending: what is in hand is saved …"):
                    household.stop()

    def watch(self, household: Household, stop: Event) -> None:
        """Start again what ends, and say how far all is, until ``stop`` is set."""
        waiting = list(self.last)
        while not stop.is_set() and (self.app or not self.progress.finished()):
            self._tell_of_ended(household)
            with waited_for(self.where, self.opened, self.progress):
                self.progress.look(time.monotonic())
                while waiting and self._all_is_done():
                    household.add(waiting.pop(0))
            self._say_ready()
            stop.wait(TICK)

    def _tell_of_ended(self, household: Household) -> None:
        for part in household.watch():
            self.progress.say(
                f"{part.part.name} ended and was started again; its last words: "
                f"{part.last_words()[:200]}"
            )

    def _all_is_done(self) -> bool:
        return self.progress.finished() and self.progress.searched(now())

    def _say_ready(self) -> None:
        app = self.app
        if app and self.progress.has_line and answers(app.address, app.port):
            self.progress.say_ready(_ready(app, self.where, demo=self.demo))


def run(
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    demo: Demo = False,
    once: Once = False,
    debug: Debug = False,
) -> None:
    """Run the listener, the scorer, the app and the letters on this machine.

    Without a kayfiyat.toml it opens the demo world: a synthetic public, served
    on this machine in Telegram's formats and collected by the real listener.
    With --once it collects and scores all there is, and ends without an app.
    """
    logs.configure(debug=debug)
    where = place(config, data_dir)
    if demo or (config is None and not where.settings.sources):
        why = "it was asked for" if demo else "no sources are set here"
        _run_demo(data_dir, why=why, once=once)
        return
    if not once:
        check(where.settings)
    with opened(where) as open_database:
        progress = Progress(open_database.database, expected=None)
        parts = _parts(where, open_database, where.settings.app, once=once)
        app = None if once else where.settings.app
        Keeper(where, open_database, progress, app).keep(parts)
        _finish(open_database, where, progress, once=once)


def _run_demo(data_dir: Path, *, why: str, once: bool) -> None:
    console.print(
        f"[bold]Opening the demo world:[/bold] {why}. All of it is synthetic; no "
        "real person wrote a word of it.",
        highlight=False,
    )
    demo, port = DemoPlace(data_dir / "demo"), free_port()
    demo.write_settings(today=day_of(now()), port=port)
    where = place(demo.config, demo.data_dir)
    app = _free(where.settings.app)
    with opened(where) as open_database:
        refuse_real(open_database.database)
        mark_synthetic(open_database.database)
        save_events(open_database.database, demo.events(now()))
        world = ours("demo-world", "demo-world", *_where(where), "--port", str(port))
        parts = _parts(where, open_database, app, once=once)
        # Its letters are of weeks that are still being heard.
        letters = [part for part in parts if part.name == LETTERS]
        others = [part for part in parts if part.name != LETTERS]
        progress = Progress(
            open_database.database, expected=demo.expected_comments(now())
        )
        shown = None if once else app
        keeper = Keeper(where, open_database, progress, shown, demo=True, last=letters)
        keeper.keep([world, *others])
        _finish(open_database, where, progress, once=once)


def refuse_real(database: Database[Document]) -> None:
    """Raises ConfigError if something is kept here that is not of a demo world."""
    if not is_synthetic(database) and not is_empty(database):
        raise ConfigError(
            f"the demo world will not go into the database {database.name}, which "
            "holds something else; name an empty one in MONGODB_DB or take MONGODB_URI "
            "away, and for sources of yours give kayfiyat.toml by --config"
        )


def _finish(
    open_database: Opened, where: Place, progress: Progress, *, once: bool
) -> None:
    """Do at once what is done now and then: search for campaigns, write letters."""
    if once and progress.finished():
        with stop_on_signals() as stop, console.status("Searching for campaigns …"):
            score_what_comes(
                open_database.database, where.settings.privacy, once=True, stop=stop
            )
        with stop_on_signals() as stop, console.status("Writing the week's letter …"):
            write_and_send(where, open_database.database, once=True, stop=stop)


def _parts(
    where: Place, open_database: Opened, app: AppSettings, *, once: bool
) -> list[Part]:
    shared = open_database.environment
    parts = [
        ours("listener", "listen", *_where(where), **shared),
        ours("scorer", "score", *_where(where), **shared),
    ]
    if not once:
        port = ("--port", str(app.port))
        parts.append(ours("app", "app", *_where(where), *port, **shared))
        parts.append(_letters(where, open_database))
        if where.settings.site.on:
            parts.append(ours("site", "site", *_where(where), **shared))
    return parts


def _letters(where: Place, open_database: Opened) -> Part:
    return ours(LETTERS, "digest", *_where(where), **open_database.environment)


@contextmanager
def waited_for(where: Place, opened: Opened, progress: Progress) -> Iterator[None]:
    """A look into the database, which ends no more than itself if that is away."""
    try:
        yield
    except AwayError as error:
        progress.say_away(error)
        revive(where, opened)


def _free(app: AppSettings) -> AppSettings:
    """The demo takes another port where the app's own is in use."""
    if answers(app.address, app.port):
        return app.model_copy(update={"port": free_port()})
    return app


def _where(where: Place) -> tuple[str, ...]:
    config = ("--config", str(where.config)) if where.config else ()
    return (*config, "--data-dir", str(where.data_dir))


def _ready(app: AppSettings, where: Place, *, demo: bool) -> list[str]:
    typed = escape(command())
    next_step = (
        f"Next, for real sources: [bold]{typed} init[/] writes a kayfiyat.toml; "
        "then [bold]make run[/] again."
    )
    look = (
        f"Look closer: [bold]{typed} status --data-dir {where.data_dir}[/], and "
        f"[bold]{typed} mood[/] likewise. Logs: {where.data_dir / 'logs'}."
    )
    return [
        f"[bold green]The app answers at http://{app.address}:{app.port}[/]",
        *([next_step] if demo else []),
        look,
        "Ctrl-C ends everything.",
    ]
