"""What a soak came to, in numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks.soak.comparing import Blindness, Found, blindness, compared, truths
from benchmarks.soak.faults import Befallen
from benchmarks.soak.lags import STAGES, Watched, at_share, by_stage
from benchmarks.soak.parts import NAME
from benchmarks.soak.running import Moment, Soak
from benchmarks.soak.settings import Asked
from benchmarks.soak.use import gigabytes_of
from benchmarks.soak.visitors import Visitor
from store.clients import Database, Document

VERIFIED_WITHIN = 3_600.0

EACH = 10
"""Seconds of a step in the curve of what was stored."""


@dataclass(frozen=True, slots=True)
class Visits:
    """What those who read the app met."""

    looks: int
    seconds: tuple[float, ...]
    failed: int
    unexcused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a part took: megabytes at most, processor seconds in all."""

    most: float
    cpu_seconds: float
    ended_itself: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the report tells. Times are of the wall clock."""

    asked: Asked
    began: float
    ended: float
    looked_until: float
    cut_short: str
    fed: Mapping[str, int]
    drained: float | None
    found: Found
    blind: Blindness
    letters: Mapping[str, int]
    verified: Sequence[Mapping[str, Any]]
    befallen: Sequence[Befallen]
    moments: Sequence[Moment]
    watched: Sequence[Watched]
    stored_at: Mapping[float, int]
    late: Mapping[int, int]
    visits: Mapping[str, Visits]
    taken: Mapping[str, Taken]
    gigabytes: float
    served: Mapping[str, Any]

    @property
    def seconds(self) -> float:
        return self.ended - self.began

    @property
    def lags(self) -> dict[str, list[float]]:
        return by_stage(self.watched)

    @property
    def wrong(self) -> list[str]:
        """What is not as it was promised; that it took long is not among it."""
        letters = self.letters["missed"] + self.letters["sent twice, untold"]
        told = {
            "comments": self.found.wrong,
            "letters": letters,
            "coverage": self.blind.unexplained >= 1,
            "the sums": sum(one["wrong"] for one in self.verified),
            "the app": sum(len(one.unexcused) for one in self.visits.values()),
            "parts that ended": sum(one.ended_itself for one in self.taken.values()),
            "the Telegram of ours": len(self.served["bugs"]),
            "faults that failed": sum("failed" in one.told for one in self.befallen),
        }
        return [f"{what} ({number})" for what, number in told.items() if number]

    def behind(self) -> dict[str, int]:
        """How many comments each stage was behind when the feeding ended."""
        until = [one for one in self.moments if one.at <= self.ended]
        last = max(until or self.moments, key=_when)
        # Those of before ``last`` exactly: MongoDB's own number is off after a kill.
        stored = sum(n for at, n in self.stored_at.items() if at + EACH <= last.at)
        there = last.fed - self.fed["deleted"]
        return {
            "stored": max(0, there - stored),
            "scored": max(0, there - stored + last.pending),
            "in cells": max(0, there - last.in_cells),
        }


def gathered(
    soak: Soak, *, drained: float | None, served: Mapping[str, Any]
) -> Figures:
    """Compare, verify, and put all together."""
    said = truths(soak.folder / "truth.json")
    looked_until = time.time()
    with ThreadPoolExecutor() as beside:
        verifying = beside.submit(_verified, soak)
        found = compared(soak.database, said, soak.asked.seed)
        verified = verifying.result()
    return Figures(
        asked=soak.asked,
        began=soak.began,
        ended=soak.ended,
        looked_until=looked_until,
        cut_short=soak.cut_short,
        fed=soak.fed,
        drained=drained,
        found=found,
        blind=blindness(soak.database, soak.befallen, soak.began, soak.ended),
        letters=soak.letters.compared(soak.asked.readers),
        verified=verified,
        befallen=soak.befallen,
        moments=soak.moments,
        watched=soak.lags.all(),
        stored_at=_stored_at(soak.database),
        late=_late(soak.database),
        visits={k: _visits(one, soak.befallen) for k, one in soak.visitors.items()},
        taken=dict(_taken(soak)),
        gigabytes=gigabytes_of(soak.folder),
        served=served,
    )


def line(soak: Soak) -> str:
    """How it goes: the last half minute, and the faults so far."""
    if not soak.moments:
        return "MongoDB has not answered yet"
    now, first = soak.moments[-1], soak.moments[max(0, len(soak.moments) - 4)]
    lags = soak.lags.lately(120.0)
    told = [f"{stage} {_late_by(lags[stage])}" for stage in STAGES]
    big = ", ".join(f"{k} {mb:.0f}" for k, mb in now.megabytes.items())
    passed = max(1.0, now.at - first.at)
    rates = f"{(now.fed - first.fed) / passed:,.0f}/s fed"
    rates += f", {(now.stored - first.stored) / passed:,.0f}/s stored"
    behind = f"{now.fed - now.deleted - now.stored:,} not stored"
    behind += f", {now.pending:,} not scored"
    faults = Counter(one.kind for one in soak.befallen)
    return (
        f"{now.at - soak.began:6.0f} s  {now.fed:,} fed; {rates}; {behind}; "
        f"p50/p99 s: {'; '.join(told)}; MB: {big}; "
        f"faults: {dict(faults) or 'none yet'}"
    )


def dumped(figures: Figures) -> str:
    return json.dumps(asdict(figures), default=str)


def _late_by(seconds: Sequence[float]) -> str:
    half, most = at_share(seconds, 0.5), at_share(seconds, 0.99)
    return "–" if half is None or most is None else f"{half:.1f}/{most:.1f}"


def _visits(visitor: Visitor, befallen: list[Befallen]) -> Visits:
    failed = sum(bool(one.wrong) for one in visitor.looks)
    unexcused = tuple(one.wrong for one in visitor.unexcused(befallen))
    return Visits(len(visitor.looks), tuple(visitor.good()), failed, unexcused)


def _taken(soak: Soak) -> Iterator[tuple[str, Taken]]:
    ended = {
        name: sum(part.ended_itself for part in parts)
        for name, parts in soak.by_name.items()
    }
    for name, use in soak.uses.items():
        yield name, Taken(use.most, use.cpu_seconds, ended.get(name, 0))


def _verified(soak: Soak) -> list[Mapping[str, Any]]:
    """What ``kayfiyat verify --all`` says."""
    command = [sys.executable, "-m", "kayfiyat", "verify", "--all", "--json"]
    command += ["--config", str(soak.place / "kayfiyat.toml")]
    command += ["--data-dir", str(soak.place)]
    environment = {"MONGODB_URI": soak.nodes.uri, "MONGODB_DB": NAME}
    try:
        done = subprocess.run(  # noqa: S603 - our own
            command,
            check=False,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=VERIFIED_WITHIN,
        )
    except subprocess.TimeoutExpired:
        return [{"check": "it did not end in time", "looked_at": 0, "wrong": 1}]
    if not done.stdout:
        return [{"check": done.stderr[-300:], "looked_at": 0, "wrong": 1}]
    told: list[Mapping[str, Any]] = json.loads(done.stdout)
    return told


def _stored_at(database: Database[Document]) -> dict[float, int]:
    """How many were stored first in each step of time."""
    step = {"date": "$first_at", "unit": "second", "binSize": EACH}
    each = {"$group": {"_id": {"$dateTrunc": step}, "n": {"$sum": 1}}}
    found = {_stamp(o["_id"]): o["n"] for o in database.comments.aggregate([each])}
    return dict(sorted(found.items()))


def _late(database: Database[Document]) -> dict[int, int]:
    """Of all comments, how many were stored so many seconds after their second."""
    late = {"$dateDiff": {"startDate": "$at", "endDate": "$first_at", "unit": "second"}}
    each = {"$group": {"_id": late, "n": {"$sum": 1}}}
    found = {int(one["_id"]): one["n"] for one in database.comments.aggregate([each])}
    return dict(sorted(found.items()))


def _stamp(at: datetime) -> float:
    return at.replace(tzinfo=UTC).timestamp()


def _when(moment: Moment) -> float:
    return moment.at
