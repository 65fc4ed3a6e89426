"""The scorecard of official pages, as the app and the command show it."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from domain.coverage import Ledger
from domain.periods import Period
from domain.scorecards import By, Page, Scorecard, Talk, Weights
from mood.correction import measured
from mood.coverage import coverages
from mood.estimates import K
from mood.ranking import ranked
from mood.scorecard import scorecards_of
from store.clients import Database, Document
from store.confusions import load_confusions
from store.official import Official, Talked
from store.published import Posted
from store.reading import Reading

SILENT = Talked(Talk(), (), ())
NOTHING = Posted(0, None, None)

SEED = 2026
"""The same rows have the same ranks, whoever asks."""


def scorecard(  # noqa: PLR0913 - the filters of the page
    database: Database[Document],
    period: Period,
    *,
    by: By = "source",
    weights: Weights | None = None,
    seed: int = SEED,
    k: int = K,
    now: datetime | None = None,
) -> list[Scorecard]:
    """The rows of official pages over the posts of ``period``, the best first.

    See ``unranked`` for what is stated of them.
    """
    rows = unranked(database, period, by=by, k=k, now=now)
    return ranked(rows, weights or Weights(), seed=seed)


def unranked(
    database: Database[Document],
    period: Period,
    *,
    by: By = "source",
    k: int = K,
    now: datetime | None = None,
) -> list[Scorecard]:
    """The rows by their names: they can be ranked by many weights, read once.

    A post's comments count whenever they came. Nothing is stated of fewer than ``k``
    voices (5 at the least), nor of a page of which less than half was seen.
    """
    found = pages(database, period, now=now or datetime.now(UTC))
    confusions = measured(load_confusions(database))
    return scorecards_of(found, by=by, k=k, confusions=confusions)


def pages(database: Database[Document], period: Period, *, now: datetime) -> list[Page]:
    """What is known of every official page in ``period``."""
    door = Official(database)
    known = door.pages()
    ids = [each.source for each in known]
    posted, followers = door.posted(ids, period), door.followers(ids, period)
    talks = door.talks(ids, period)
    ledgers = Reading(database).ledgers()
    found = []
    for each in known:
        id_ = each.source
        drew = posted.get(id_, NOTHING)
        followed, talked = followers.get(id_), talks.get(id_, SILENT)
        found.append(
            Page(
                source=id_,
                name=each.name,
                institution=each.institution,
                coverage=_coverage(ledgers.get(id_, []), period, drew.posts, now),
                posts=drew.posts,
                views=drew.views,
                interactions=drew.interactions,
                followers=followed.latest if followed else None,
                earlier=followed.earlier if followed else None,
                talk=talked.talk,
                answered=talked.waits,
                turns=talked.turns,
            )
        )
    return found


def _coverage(ledger: Ledger, period: Period, posts: int, now: datetime) -> float:
    """An imported file has no ledger: it is whole for what it speaks of."""
    (share,) = coverages([ledger], [period], now=now)
    return float(share) if np.isfinite(share) else float(posts > 0)
