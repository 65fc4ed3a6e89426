"""Writes each week's letter once, and puts a copy for every reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from digest.compose import compose
from digest.due import latest_due, missed
from digest.facts import dumped
from digest.gathered import Vocabulary
from digest.render import edition
from domain.deliveries import Delivery, Message, letters_begin
from domain.due import due_at
from domain.letters import Kept
from domain.mail_settings import LetterSettings
from domain.periods import Period
from domain.subscribers import Subscriber
from mood.estimates import K
from shown.speech import TONGUES
from store.clients import Database, Document
from store.deliveries import Deliveries
from store.digests import Digests
from store.reading import Reading
from store.scoring import Scoring
from store.subscribers import Subscribers

PATIENCE = timedelta(hours=2)
"""So long a letter waits for a scorer that is behind; then it says so itself."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Weekly:
    """What writing takes. ``by`` is unique to this process since its start.

    Without ``addressing`` letters are kept and no reader gets one.
    """

    database: Database[Document]
    settings: LetterSettings
    by: str
    k: int = K
    addressing: bool = True
    vocabulary: Vocabulary | None = None

    def step(self, now: datetime) -> bool:
        """Do one thing that is owed at ``now``: True if there may be more.

        Readers get the latest, first of all; weeks missed before are written for the
        archive. Each thing is claimed, so several processes may do this at once,
        and one that ended half-way is gone on with.
        """
        latest = latest_due(now, self.settings)
        kept = {each.week: each for each in Digests(self.database).kept()}
        owed = [week for week in self._owed(latest) if week.first not in kept]
        if latest in owed and self._write(latest, now):
            return True
        if self._is_unaddressed(kept.get(latest.first)):
            self._address(latest, now)
            return True
        return any(self._write(week, now) for week in owed if week != latest)

    def _is_unaddressed(self, letter: Kept | None) -> bool:
        return self.addressing and letter is not None and letter.addressed_at is None

    def _owed(self, latest: Period) -> Iterator[Period]:
        ledgers = Reading(self.database).ledgers().values()
        began = [ledger[0].start_at for ledger in ledgers if ledger]
        return missed(latest, min(began, default=None))

    def _write(self, week: Period, now: datetime) -> bool:
        """Whether it was written: not if another is at it, or the scorer is behind."""
        digests = Digests(self.database)
        if self._scorer_is_behind(week, now):
            return False
        if not digests.claim(week.first, by=self.by, now=now):
            return False
        letter = compose(self.database, week, k=self.k, vocabulary=self.vocabulary)
        written = digests.save(
            week.first,
            facts=dumped(letter),
            editions={
                tag: edition(letter, tag, app_url=self.settings.app_url, personal=False)
                for tag in TONGUES
            },
            public=self.settings.public,
            synthetic=letter.synthetic,
            by=self.by,
            now=now,
        )
        log.info("letter written", week=str(week.first), kept=written)
        return written

    def _scorer_is_behind(self, week: Period, now: datetime) -> bool:
        due = due_at(week, self.settings)
        if now > due + PATIENCE:
            return False
        scoring = Scoring(self.database)
        waiting = scoring.pending_in(week)
        behind = bool(waiting) or scoring.is_moving_in(week, searched_by=due)
        if behind:
            log.info("letter waits for the scorer", comments=waiting)
        return behind

    def _address(self, week: Period, now: datetime) -> None:
        deliveries = Deliveries(self.database)
        overtaken = deliveries.drop_letters_before(week.first)
        readers = Subscribers(self.database).confirmed()
        put = deliveries.put((copy_of(week, each) for each in readers), due_at=now)
        Digests(self.database).addressed(week.first, now=now)
        log.info(
            "letter addressed", week=str(week.first), copies=put, overtaken=overtaken
        )


def copy_of(week: Period, reader: Subscriber) -> Delivery:
    """The delivery of a week's letter to a reader: there is but one."""
    monday = week.first.isoformat()
    return Delivery(
        f"{letters_begin(week.first)}{reader.id}",
        Message.LETTER,
        reader.id,
        {"week": monday},
    )
