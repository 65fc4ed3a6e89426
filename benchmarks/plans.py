"""How each query of the store's doors finds its documents: what explain() says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from pymongo import monitoring
from pymongo.errors import PyMongoError

from domain.labels import Frame
from domain.periods import Period
from kayfiyat.printing import console, table
from store.arrivals import Arrivals
from store.cells import Cells
from store.clients import Database, Document
from store.collected import Collected
from store.following import Following
from store.labels import Labels
from store.motor import connected
from store.reading import Reading
from store.retention import forget_text
from store.scoring import Scoring

SOURCE, DAY, REFORM = "telegram_web:channel3", date(2026, 3, 5), "tariffs"
WEEK = Period(DAY, DAY + timedelta(days=6))
AT = datetime(2026, 3, 5, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
KEYS = {"comments": "source", "posts": "source"}
"""Of the collections worth sharding, the first field of the key."""

_ASKS = {"find", "aggregate", "count", "distinct", "update", "delete"}
_KEPT = {"filter", "query", "sort", "limit", "pipeline", "cursor", "key", "hint"}


class Heard(monitoring.CommandListener):
    """Remembers what is asked."""

    def __init__(self) -> None:
        self.commands: list[Document] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in _ASKS and event.database_name != "admin":
            self.commands.append(dict(event.command))

    def succeeded(self, event: Any) -> None: ...
    def failed(self, event: Any) -> None: ...


def doors(database: Database[Document]) -> dict[str, Callable[[], object]]:
    """Each routine query of those who wait for nothing."""
    return _of_scoring(database) | _of_cells(database) | _of_reading(database)


def _of_scoring(database: Database[Document]) -> dict[str, Callable[[], object]]:
    scoring, collected = Scoring(database), Collected(database)
    return {
        "Scoring.pending": lambda: scoring.pending(10),
        "Scoring.pending within": lambda: scoring.pending(10, within=WEEK),
        "Scoring.count_pending": scoring.count_pending,
        "Scoring.pending_days": scoring.pending_days,
        "Scoring.expire": lambda: scoring.expire(_scorer(database)),
        "Scoring.stale": scoring.stale,
        "Collected.uncounted": collected.uncounted,
        "retention.forget_text": lambda: forget_text(
            database, before=AT, quiet_since=LONG_AGO
        ),
    }


def _of_cells(database: Database[Document]) -> dict[str, Callable[[], object]]:
    cells, campaigns = Cells(database), Cells(database).campaigns
    nothing_then = partial(cells.save, SOURCE, LONG_AGO.date(), [], now=AT)
    return {
        "Cells.votes": lambda: cells.votes(SOURCE, DAY),
        "Cells.save": nothing_then,
        "Cells.select": lambda: cells.select(WEEK),
        "Cells.select of sources": lambda: cells.select(WEEK, sources=[SOURCE]),
        "Cells.scorers": lambda: cells.scorers(WEEK),
        "Cells.span": cells.span,
        "National.select": lambda: cells.national.select(WEEK, reforms=[REFORM]),
        "National.left": cells.national.left,
        "Campaigns.todo": lambda: campaigns.todo.asked(AT),
        "Campaigns.uses": lambda: campaigns.uses(AT, AT + timedelta(days=5)),
        "Campaigns.sum_up": lambda: campaigns.sum_up(["x"], start_at=AT, end_at=AT),
        "Campaigns.select": lambda: campaigns.select(WEEK, sources=[SOURCE]),
    }


def _of_reading(database: Database[Document]) -> dict[str, Callable[[], object]]:
    reading, labels = Reading(database), Labels(database)
    frame = Frame(WEEK, REFORM, None, None)
    return {
        "Reading.sources": reading.sources,
        "Reading.counts": reading.counts,
        "Reading.reforms_with_cells": reading.reforms_with_cells,
        "Labels.days": lambda: labels.days(frame),
        "Labels.drawn": lambda: labels.drawn(WEEK),
        "Labels.draws": labels.draws,
        "Labels.pending": lambda: labels.pending("me"),
        "Labels.select": lambda: labels.select(WEEK),
    }


def _scorer(database: Database[Document]) -> str:
    """Who scored: to expire others' comments changes nothing."""
    found = database.comments.find_one({"attitude.scorer": {"$gt": ""}}) or {}
    return str(found["attitude"]["scorer"])


def listened(
    arrivals: Arrivals, following: Following
) -> dict[str, Callable[[], Awaitable[object]]]:
    """Each routine query of the listener."""
    post = "telegram:channel3:170001"
    return {
        "Arrivals.cursor": lambda: arrivals.cursor(SOURCE),
        "Arrivals.posts_since": lambda: arrivals.posts_since(SOURCE, AT),
        "Arrivals.has_posts": lambda: arrivals.has_posts(SOURCE),
        "Arrivals.had_any": lambda: arrivals.had_any([post], AT),
        "Arrivals.thread": lambda: arrivals.thread(post),
        "Arrivals.stored": lambda: arrivals.stored(["x", "y"]),
        "Arrivals.kept_posts": lambda: arrivals.kept_posts([post]),
        "Arrivals.erase_comments": lambda: arrivals.erase_comments(["x"], now=AT),
        "Arrivals.ledger": lambda: arrivals.ledger(SOURCE),
        "Following.completeness": lambda: following.completeness(SOURCE, AT),
    }


def print_plans(uri: str, database: Database[Document]) -> None:
    """Call everything, and explain what it asked."""
    heard = Heard()
    monitoring.register(heard)
    recording = database.client.__class__(uri, tz_aware=True, tzinfo=UTC)[database.name]
    shown = table("asked by", "command", "found by", "sorts", "examined", "shards")
    for name, ask in doors(recording).items():
        ask()
        _explained(shown, name, heard, database)
    asyncio.run(_listened(uri, shown, heard, database))
    console.print(shown)


async def _listened(
    uri: str, shown: Any, heard: Heard, database: Database[Document]
) -> None:
    async with connected(uri, database.name) as motor:
        for name, ask in listened(Arrivals(motor), Following(motor)).items():
            await ask()
            _explained(shown, name, heard, database)


def _explained(
    shown: Any, name: str, heard: Heard, database: Database[Document]
) -> None:
    commands, heard.commands = heard.commands, []
    for line in dict.fromkeys(_line(command, database) for command in commands):
        shown.add_row(name, *line)
    heard.commands = []


def _line(command: Document, database: Database[Document]) -> tuple[str, ...]:
    verb, collection = next(iter(command.items()))
    asked = _bare(command)
    chosen = _chosen(asked)
    try:
        plan = database.command("explain", asked, verbosity="executionStats")
    except PyMongoError as error:
        return f"{verb} {collection}", str(error)[:40], "", "", ""
    stages = list(_stages(plan))
    found = {one["indexName"] for one in stages if "indexName" in one}
    names = {one["stage"] for one in stages if isinstance(one.get("stage"), str)}
    whole = [name for name in ("COLLSCAN", "IDHACK") if name in names]
    sorts = "in memory" if names & {"SORT"} else ""
    seen = [one["docsExamined"] for one in stages if "docsExamined" in one]
    return (
        f"{verb} {collection}",
        ", ".join(sorted(found) + whole) or "-",
        sorts,
        f"{max(seen, default=0):,}",
        _shards(str(collection), chosen),
    )


def _bare(command: Document) -> Document:
    verb = next(iter(command))
    if verb in {"update", "delete"}:
        given = command["updates" if verb == "update" else "deletes"][0]
        return {verb: command[verb], f"{verb}s": [given]}
    return {verb: command[verb]} | {k: v for k, v in command.items() if k in _KEPT}


def _chosen(asked: Document) -> Document:
    if "pipeline" in asked:
        return dict(asked["pipeline"][0].get("$match", {})) if asked["pipeline"] else {}
    for many in ("updates", "deletes"):
        if many in asked:
            return dict(asked[many][0]["q"])
    return dict(asked.get("filter") or asked.get("query") or {})


def _shards(collection: str, chosen: Document) -> str:
    if collection not in KEYS:
        return "home"
    first = KEYS[collection]
    if isinstance(chosen.get(first), str):
        return "one"
    return "some" if first in chosen else "all"


def _stages(plan: object) -> Iterator[Document]:
    if isinstance(plan, dict):
        yield plan
        for key, value in plan.items():
            if key != "rejectedPlans":
                yield from _stages(value)
    elif isinstance(plan, list):
        for value in plan:
            yield from _stages(value)
