"""`kayfiyat status`: what we see, what we hold, and in which versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from rich.table import Table

from domain.coverage import Reason, Stretch, seen_share
from domain.deliveries import Message, State
from domain.periods import Period, day_of
from domain.sources import Completeness
from domain.subscribers import Standing
from kayfiyat import __version__
from kayfiyat.commands.mood_table import percent
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, now
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, print_json, table
from shown.words import language
from store.claims import Listener, living
from store.clients import Database, Document
from store.collected import Collected
from store.deliveries import Deliveries
from store.digests import Digests
from store.reading import KnownSource, Reading
from store.rereading import ScoredWords
from store.schema import is_synthetic
from store.subscribers import Subscribers

COMPLETE = 0.995
"""From this share on, nothing is said of comments that are missing."""

LATELY = timedelta(days=7)
"""The time over which a source's coverage is stated."""

LONGEST_PAUSE = timedelta(days=1)
"""So long the listener leaves a source alone that it cannot read."""


def status(
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Show the sources with last seen, lag and coverage, and what is scored."""
    where = place(config, data_dir)
    pause = 3 * timedelta(seconds=where.settings.listener.every)
    with opened(where) as open_database:
        facts = _all_facts(open_database.database, pause=pause, at=now())
    if json:
        print_json(facts)
    else:
        _show(facts)


def _all_facts(
    database: Database[Document], *, pause: timedelta, at: datetime
) -> dict[str, Any]:
    reading = Reading(database)
    ledgers, counts = reading.all_ledgers(), reading.counts()
    lately = Period(day_of(at - LATELY), day_of(at))
    collected = Collected(database).by_source(lately)
    left = ScoredWords(database).left()
    return {
        "synthetic": is_synthetic(database),
        "sources": [
            _facts(each, ledgers.get(each.id, []), at, pause)
            | {"completeness": _complete(each, collected.get(each.id))}
            for each in reading.sources()
        ],
        **asdict(counts),
        "reading_again": asdict(left) if left else None,
        "letters": _letters(database),
        "listeners": [_listener(*each) for each in living(database).items()],
        "versions": {"kayfiyat": __version__, "scorers": dict(counts.scorers)},
    }


def _letters(database: Database[Document]) -> dict[str, Any]:
    """How many letters there are, who reads them, how far their sending is."""
    kept = Digests(database).kept(1)
    copies = Deliveries(database).counts()[Message.LETTER]
    return {
        "latest": kept[0].week if kept else None,
        "readers": Subscribers(database).counts().get(Standing.CONFIRMED, 0),
        "sent": copies.get(State.SENT, 0),
        "waiting": copies.get(State.WAITING, 0) + copies.get(State.TAKEN, 0),
        "refused": copies.get(State.REFUSED, 0),
    }


def _listener(listener: Listener, held: list[str]) -> dict[str, Any]:
    known = {**listener.can, **listener.cannot}
    return {
        "listener": listener.slot,
        "since_at": listener.since_at,
        "sources": sum(known.get(each, 0) for each in held),
        "of": held,
    }


def standing(ledger: list[Stretch], at: datetime, pause: timedelta) -> str:
    """How a source stands, by what was last written of it.

    "seen" holds for the longest ``pause`` between two looks; a reason for being
    blind as long as the listener may wait because of it; then nobody listens.
    """
    last = max(ledger, key=lambda stretch: stretch.end_at, default=None)
    if last is None or at - last.end_at > (pause if last.seen else LONGEST_PAUSE):
        return str(Reason.STOPPED)
    return str(last.reason or "seen")


def _facts(
    source: KnownSource, ledger: list[Stretch], at: datetime, pause: timedelta
) -> dict[str, Any]:
    last_seen = max((s.end_at for s in ledger if s.seen), default=None)
    return {
        "id": source.id,
        "institution": source.institution,
        "last_seen_at": last_seen,
        "lag_seconds": round((at - last_seen).total_seconds()) if last_seen else None,
        "coverage_7_days": round(seen_share(ledger, at - LATELY, at), 4),
        "now": standing(ledger, at, pause),
        "history": source.backfill,
        "history_ends_at": source.backfill_ends_at,
        "posts": source.posts,
        "comments": source.comments,
    }


def _complete(source: KnownSource, sums: Completeness | None) -> float | None:
    """As the listener found it itself, else as the scorer's process counted it."""
    if source.completeness is not None or sums is None or not sums.server:
        return source.completeness
    return round(sums.share, 4)


def unscored(facts: Mapping[str, Any]) -> str:
    """What no scorer covers, by language; "" if everything is scored."""
    seen = facts["by_language"]
    said = ", ".join(
        f"{language(name)} {n:,} of {seen[name]:,} ({percent(n / seen[name])})"
        for name, n in facts["unscored"].items()
    )
    return f"Not scored by language: {said}." if said else ""


def read_again(left: Mapping[str, Any] | None) -> str:
    """How far the scorer is with a catalogue that changed; "" if it is done."""
    if not left:
        return ""
    return (
        f"The catalogue of reforms changed: the comments of {left['days']:,} days are "
        f"still to be read again for reforms, from {left['day']} backwards."
    )


def lettered(letters: Mapping[str, Any]) -> str:
    """How the letters stand; "" if none was written yet."""
    if not letters["latest"]:
        return ""
    return (
        f"Letters: the latest is of the week of {letters['latest']}; "
        f"{letters['readers']:,} readers, {letters['sent']:,} copies sent, "
        f"{letters['waiting']:,} waiting, {letters['refused']:,} refused."
    )


def shared(listeners: Sequence[Mapping[str, Any]]) -> str:
    """Who listens to what; "" unless several share it."""
    if len(listeners) < 2:
        return ""
    each = (f"{one['listener']} to {one['sources']:,}" for one in listeners)
    return f"{len(listeners)} listeners share the sources: {', '.join(each)}."


def _show(facts: dict[str, Any]) -> None:
    if facts["synthetic"]:
        console.print("[bold]SYNTHETIC: the demo world, not real people.[/bold]\n")
    console.print(_sources(facts["sources"]))
    console.print(
        f"\n{facts['comments']:,} comments: {facts['scored']:,} scored, "
        f"{facts['not_scored']:,} not scored (no scorer covers them), "
        f"{facts['pending']:,} waiting."
    )
    lines = (
        unscored(facts),
        read_again(facts["reading_again"]),
        lettered(facts["letters"]),
        shared(facts["listeners"]),
    )
    for said in filter(None, lines):
        console.print(said, highlight=False)
    if not facts["sources"]:
        console.print(
            "No source is followed yet: `kayfiyat init`, then `kayfiyat run`."
        )


def _sources(sources: list[dict[str, Any]]) -> Table:
    columns = ("last seen, UTC", "7 days", "now", "posts", "comments")
    shown = table("source", *columns)
    for each in sources:
        seen = each["last_seen_at"]
        shown.add_row(
            each["id"].partition(":")[2],
            f"{seen:%d %b %H:%M}" if seen else "never",
            f"{each['coverage_7_days']:.0%}",
            _now(each),
            f"{each['posts']:,}",
            f"{each['comments']:,}",
        )
    return shown


def _now(source: dict[str, Any]) -> str:
    """What it is doing, or why it is blind; what is missing; what is being read."""
    parts, history, until = (
        [source["now"]],
        source["history"],
        source["history_ends_at"],
    )
    if source["completeness"] is not None and source["completeness"] < COMPLETE:
        parts.append(f"{source['completeness']:.0%} complete")
    if history is not None and history < 1:
        ends = f" until {until:%d %b %H:%M}" if until else ""
        parts.append(f"history {history:.0%}{ends}")
    return ", ".join(parts)
