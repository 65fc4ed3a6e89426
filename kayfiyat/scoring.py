"""The scorer's process: attitudes, then the cells made of them, for ever or once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import structlog

from domain.attitudes import SCORED_LANGUAGES
from domain.events import Event, events_of
from domain.settings import PrivacySettings
from kayfiyat.commands.options import now
from mood import job as mood_job
from mood.reading import save_confusions
from sentiment import job as scoring_job
from sentiment.catalogue import load_catalogue
from sentiment.scorer import Scorer
from store.cells import Cells
from store.clients import Database, Document
from store.events import save_events
from store.reforms import save_titles
from store.retention import forget_text
from store.schema import is_synthetic
from store.scoring import Scoring

IDLE = 1.0
"""Seconds between two looks for new comments when there was nothing to do."""

QUIET = timedelta(days=7)
"""A day whose comments still arrive, as history is collected, is not forgotten yet."""

YOUTUBE_DAYS = 29
"""YouTube's terms want what is stored refreshed or deleted within 30 days."""

FORGET_EVERY = timedelta(hours=6)

CELLS_EVERY = timedelta(seconds=30)
"""While comments wait: their days' cells would be made again after every batch."""

CAMPAIGNS_EVERY = timedelta(minutes=5)
"""Each search reads some five days' comments."""

log = structlog.get_logger()


def score_what_comes(
    database: Database[Document],
    privacy: PrivacySettings,
    *,
    once: bool,
    stop: threading.Event,
) -> None:
    """Score what is pending and keep the cells current, until ``stop`` is set.

    With ``once``, until nothing is left. Words that are older than the settings
    allow are forgotten on the way; their cells stay.
    """
    scorer, scoring, cells = Scorer.load(), Scoring(database), Cells(database)
    prepare(database, scorer)
    expired = scoring.expire(scorer.id)
    log.info("scoring", scorer=scorer.id, expired=expired)
    forgotten_at, made_at = None, now()
    search_every = timedelta() if once else CAMPAIGNS_EVERY
    while not stop.is_set():
        scored = scoring_job.step(scoring, scorer, now=now())
        made = 0
        if not scored or now() - made_at > CELLS_EVERY:
            made = mood_job.step(scoring, cells, now=now(), search_every=search_every)
            made_at = now()
        if scored or made:
            log.info("scored", comments=scored, days=made)
            continue
        if forgotten_at is None or now() - forgotten_at > FORGET_EVERY:
            forgotten_at = now()
            log.info("forgotten", comments=_forgotten(database, privacy, forgotten_at))
        if once:
            return
        stop.wait(IDLE)


def _forgotten(
    database: Database[Document], privacy: PrivacySettings, at: datetime
) -> int:
    before, quiet_since = at - timedelta(days=privacy.text_days), at - QUIET
    shorter = at - timedelta(days=YOUTUBE_DAYS)
    return forget_text(database, before=before, quiet_since=quiet_since) + forget_text(
        database, before=shorter, quiet_since=quiet_since, kind="youtube"
    )


def catalogue_events() -> list[Event]:
    """The days on which the catalogue's reforms took effect, and of their acts."""
    return [
        event for reform in load_catalogue().values() for event in events_of(reform)
    ]


def prepare(database: Database[Document], scorer: Scorer) -> None:
    """Leave what the estimates need: the scorer's errors, what the reforms are."""
    save_confusions(
        database,
        scorer.id,
        {name: scorer.confusion(name) for name in SCORED_LANGUAGES},
        {name: scorer.confusion_replicates(name) for name in SCORED_LANGUAGES},
    )
    save_titles(database, load_catalogue().values())
    if not is_synthetic(database):  # the demo world has dates of its own
        save_events(database, catalogue_events())
