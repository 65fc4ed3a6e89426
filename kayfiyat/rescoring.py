"""Score everything that waits, on all cores or on a Dask cluster.

Some days are a task that reads, scores and saves. Tasks may be repeated and broken
off: what is not saved stays pending, so the next call goes on there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import date
from functools import cache, partial
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from domain.errors import InputError
from domain.periods import Period
from kayfiyat.commands.options import now
from sentiment import job
from sentiment.scorer import Scorer
from store.clients import connect
from store.scoring import BATCH, Scoring

Task = Callable[[Period], int]
Mapped = Callable[[Task, Iterable[Period]], Iterator[int]]


def portions(waiting: Mapping[str, int], size: int = BATCH) -> Iterator[Period]:
    """Days in a row in which at least ``size`` comments wait; the last has the rest.

    ``waiting`` are the days, the newest first, and how many comments of each wait:
    a task for each day would do little but begin and end.
    """
    last, taken = None, 0
    for day, comments in waiting.items():
        first = date.fromisoformat(day)
        last, taken = last or first, taken + comments
        if taken >= size:
            yield Period(first, last)
            last, taken = None, 0
    if last:
        yield Period(first, last)


def score_period(uri: str, name: str, period: Period) -> int:
    """Score the comments of a period that wait in database ``name``; how many.

    Runs in a worker, which may be on another machine: ``uri`` must lead there.
    """
    database = connect(uri, name)
    try:
        scoring, done = Scoring(database), 0
        while scored := job.step(scoring, _scorer(), now=now(), within=period):
            done += scored
        return done
    finally:
        database.client.close()


def portions_done(
    waiting: Mapping[str, int], uri: str, name: str, mapped: Mapped
) -> Iterator[int]:
    """The comments scored of each portion, as portions are done."""
    return mapped(partial(score_period, uri, name), portions(waiting))


@contextmanager
def all_cores() -> Iterator[Mapped]:
    """Processes of this machine, one a core."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:

        def mapped(task: Task, periods: Iterable[Period]) -> Iterator[int]:
            futures: list[Future[int]] = [pool.submit(task, each) for each in periods]
            return (future.result() for future in as_completed(futures))

        yield mapped


@contextmanager
def dask_cluster(address: str) -> Iterator[Mapped]:
    """The workers of a Dask scheduler at ``address``, tcp://host:port.

    They need this program installed. Raises InputError if none answers.
    """
    client = _client(address)
    try:

        def mapped(task: Task, periods: Iterable[Period]) -> Iterator[int]:
            futures = client.map(task, list(periods), pure=False)
            done = import_module("distributed").as_completed(futures)
            return (future.result() for future in done)

        yield mapped
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        return import_module("distributed").Client(address, timeout=10)
    except ModuleNotFoundError:
        raise InputError(
            "--dask: Dask is not installed; pip install 'kayfiyat[dask]'"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(
            f"--dask {address}: no scheduler answers there ({type(error).__name__}); "
            "give its tcp://host:port"
        ) from None


@cache
def _scorer() -> Scorer:
    return Scorer.load()
