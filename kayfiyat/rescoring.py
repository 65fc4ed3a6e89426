"""Score everything that waits, day by day, on all cores or on a Dask cluster.

Each day is a task of its own that reads, scores and saves. Tasks may be repeated
and broken off: what is not saved stays pending, so the next call goes on there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import cache, partial
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from domain.errors import InputError
from kayfiyat.commands.options import now
from sentiment import job
from sentiment.scorer import Scorer
from store.clients import connect
from store.scoring import Scoring

Task = Callable[[str], int]
Mapped = Callable[[Task, Iterable[str]], Iterator[int]]


def score_day(uri: str, name: str, day: str) -> int:
    """Score the comments of a day that wait in database ``name``; how many.

    Runs in a worker, which may be on another machine: ``uri`` must lead there.
    """
    database = connect(uri, name)
    try:
        scoring, done = Scoring(database), 0
        while scored := job.step(scoring, _scorer(), now=now(), day=day):
            done += scored
        return done
    finally:
        database.client.close()


def days_done(
    days: Iterable[str], uri: str, name: str, mapped: Mapped
) -> Iterator[int]:
    """The comments scored of each day, as days are done."""
    return mapped(partial(score_day, uri, name), days)


@contextmanager
def all_cores() -> Iterator[Mapped]:
    """Processes of this machine, one a core."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:

        def mapped(task: Task, days: Iterable[str]) -> Iterator[int]:
            futures: list[Future[int]] = [pool.submit(task, day) for day in days]
            return (future.result() for future in as_completed(futures))

        yield mapped


@contextmanager
def dask_cluster(address: str) -> Iterator[Mapped]:
    """The workers of a Dask scheduler at ``address``, tcp://host:port.

    They need this program installed. Raises InputError if none answers.
    """
    client = _client(address)
    try:

        def mapped(task: Task, days: Iterable[str]) -> Iterator[int]:
            futures = client.map(task, list(days), pure=False)
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
