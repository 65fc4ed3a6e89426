"""The whole is put together: every part made, in order, and ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from benchmarks.soak.letters import Letters, sink
from benchmarks.soak.parts import NAME, Nodes, Telegram, mongodb, ours
from benchmarks.soak.running import Soak
from benchmarks.soak.settings import Asked, Ports, written
from benchmarks.soak.visitors import (
    BROWSE_EACH,
    POLL_EACH,
    Visitor,
    browsed,
    polled,
)
from kayfiyat.ports import free_port
from store.clients import Database, Document, connect
from store.schema import mark_synthetic, prepare
from tests.digest.certificates import certificate


@contextmanager
def whole(asked: Asked, folder: Path) -> Iterator[Soak]:
    """Everything, made and ended in order; nothing runs before ``start``."""
    with ExitStack() as stack:
        nodes = stack.enter_context(mongodb(folder, asked.nodes))
        database = connect(nodes.uri, NAME)
        stack.callback(database.client.close)
        prepare(database)
        mark_synthetic(database)
        places = [folder / f"place{n}" for n in range(asked.listeners)]
        telegram = _telegram(asked, folder, places)
        stack.callback(telegram.end)
        soak = _soak(asked, folder, places, nodes, telegram, database)
        stack.callback(_end, soak)
        soak.letters.subscribe(asked.readers)
        yield soak


def _telegram(asked: Asked, folder: Path, places: Sequence[Path]) -> Telegram:
    sessions: list[str] = []
    for place in places:
        place.mkdir()
        sessions += ["--session", str(place / "telegram.session")]
    world = ["--channels", str(asked.channels), "--rate", str(asked.rate)]
    return Telegram(*world, "--seed", str(asked.seed), *sessions, folder=folder)


def _soak(  # noqa: PLR0913, PLR0917 - what it is made of
    asked: Asked,
    folder: Path,
    places: Sequence[Path],
    nodes: Nodes,
    telegram: Telegram,
    database: Database[Document],
) -> Soak:
    crt, _ = certificate(places[0])
    app, mail = free_port(), free_port()
    wheres = []
    for n, place in enumerate(places):
        channels = range(n, asked.channels, asked.listeners)
        ports = Ports(app, mail, free_port())
        config = written(
            place, telegram.place, ports, channels=channels, certificate=crt
        )
        wheres.append(["--config", str(config), "--data-dir", str(place)])
    part = partial(ours, folder=folder, uri=nodes.uri)
    visitors = {"app": Visitor(polled(app), POLL_EACH)}
    if asked.browse:
        visitors["browser"] = Visitor(browsed(app), BROWSE_EACH)
    return Soak(
        asked=asked,
        folder=folder,
        nodes=nodes,
        telegram=telegram,
        listeners=[part(f"listener{n}", "listen", *w) for n, w in enumerate(wheres)],
        scorers=[part(f"scorer{n}", "score", *wheres[0]) for n in range(asked.scorers)],
        parts={
            "app": part("app", "app", *wheres[0]),
            "digest": part("digest", "digest", *wheres[0]),
            "mail server": sink(mail, places[0]),
        },
        letters=Letters(database, places[0]),
        visitors=visitors,
        database=database,
        place=places[0],
    )


def _end(soak: Soak) -> None:
    for part in reversed(soak.all_parts):
        part.end()
