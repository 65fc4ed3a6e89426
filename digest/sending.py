"""Sends what is due: several workers, each with a connection and claims of its own.

A letter is noted as handed over just before the server may accept it, and as sent
once it has. What ends between the two is the only doubt there is: it is sent again
under the same Message-ID, and logged.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from digest.alerting import webhook
from digest.desk import Desk
from digest.mail.access import Access
from digest.mail.answers import (
    Doubt,
    Gone,
    Later,
    Ours,
    Outcome,
    Refused,
    Sent,
    Withheld,
)
from digest.mail.headers import domain_of
from digest.mail.messages import message_id
from digest.mail.smtp import PATIENCE, Outgoing
from digest.rounds import HOOKS, MAIL, Round, Which
from domain.deliveries import Delivery, Message, is_given_up, pause_after
from domain.errors import ConfigError, InputError, KayfiyatError
from domain.mail_settings import AlertSettings
from store.away import ridden_over
from store.deliveries import Deliveries
from store.subscribers import Subscribers

MARGIN = timedelta(minutes=1)
"""A lease is longer than any letter may take, by so much."""

STAGES = 12
"""Commands of a letter that have a timeout each, from the greeting to DATA."""

NOTED = 120.0
"""Seconds for which MongoDB is waited for to note what was sent."""

HERE = "kayfiyat.invalid"
"""The domain of names where no mail is sent (RFC 2606)."""

log = structlog.get_logger()

Clock = Callable[[], datetime]
Hand = Callable[[], Awaitable[bool]]


def _now() -> datetime:
    return datetime.now(UTC)


class Sending:
    """Sends by one mail server. ``by`` is unique to this process since its start."""

    def __init__(  # noqa: PLR0913 - what it takes to send
        self,
        deliveries: Deliveries,
        subscribers: Subscribers,
        desk: Desk,
        access: Access | None,
        *,
        by: str,
        alerts: AlertSettings | None = None,
        environment: Mapping[str, str] = os.environ,
        clock: Clock = _now,
    ) -> None:
        self._deliveries, self._subscribers = deliveries, subscribers
        self._desk, self._access, self._by, self._clock = desk, access, by, clock
        self._alerts = alerts or AlertSettings()
        self._secret = self._alerts.webhook_secret(environment)
        timeout = access.settings.timeout if access else 0.0
        self._lease = timedelta(seconds=timeout * (PATIENCE + STAGES)) + MARGIN
        self._workers = access.settings.connections if access else 1

    async def round(self, stop: threading.Event) -> Round:
        """Send all that is due, or until ``stop`` is set.

        What is in a server's hands is always ended. Raises AwayError if MongoDB does
        not answer; then a round may be begun again. What goes to a program has a worker
        of its own, so that no mail server holds it up.
        """
        done = Round()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._work(f"{self._by}/hooks", done, stop, HOOKS))
            for number in range(self._workers):
                group.create_task(self._work(f"{self._by}/{number}", done, stop, MAIL))
        if done.failed:
            raise done.failed
        return done

    async def _work(
        self,
        worker: str,
        done: Round,
        stop: threading.Event,
        which: Which,
    ) -> None:
        async with AsyncExitStack() as stack:
            outgoing = (
                await stack.enter_async_context(Outgoing(self._access))
                if self._access
                else None
            )
            while not (stop.is_set() or done.ends(which)):
                try:
                    outcome = await self._one(worker, which, outgoing)
                except KayfiyatError as error:
                    done.failed = error
                    return
                if outcome is None:
                    return
                done.count(outcome)

    async def _one(
        self, worker: str, which: Which, outgoing: Outgoing | None
    ) -> Outcome | None:
        """Send one; None if nothing is due."""
        delivery = await self._taken(worker, which)
        if delivery is None:
            return None
        outcome = await self._sent(delivery, worker, outgoing)
        # Repeated until MongoDB answers: not to note what was sent makes a doubt.
        note = partial(self._note, delivery, worker, outcome)
        ridden = partial(ridden_over, note, stop=threading.Event(), patience=NOTED)
        await asyncio.to_thread(ridden)
        return outcome

    async def _taken(self, worker: str, which: Which) -> Delivery | None:
        take = partial(
            self._deliveries.take,
            which,
            by=worker,
            now=self._clock(),
            lease=self._lease,
        )
        delivery = await asyncio.to_thread(take)
        if delivery and delivery.handed_at:
            log.warning("may be sent twice", message_id=self._name(delivery))
        return delivery

    async def _sent(
        self, delivery: Delivery, worker: str, outgoing: Outgoing | None
    ) -> Outcome:
        hand = partial(self._handing, delivery, worker)
        if delivery.message is Message.HOOK:
            return await self._hooked(delivery, hand)
        if outgoing is None:
            return Ours("no mail server is named (mail.host)")
        return await self._mailed(delivery, worker, outgoing, hand)

    async def _mailed(
        self, delivery: Delivery, worker: str, outgoing: Outgoing, hand: Hand
    ) -> Outcome:
        write = partial(self._desk.outbound, delivery, at=self._clock())
        try:
            written = await asyncio.to_thread(write)
        except ConfigError as error:
            return Ours(str(error))
        except InputError as error:  # of this one alone: the others go on
            return Ours(str(error), every=False)
        if written is None:
            await asyncio.to_thread(self._unwanted, delivery, worker)
            return Withheld()
        return await outgoing.send(written.message, written.to, before_data=hand)

    async def _hooked(self, delivery: Delivery, hand: Hand) -> Outcome:
        if not self._alerts.webhook:
            return Refused("there is no webhook any more")
        if not await hand():
            return Withheld()
        return await webhook.post(
            self._alerts.webhook,
            delivery.about["alert"],
            id_=self._name(delivery),
            secret=self._secret,
        )

    async def _handing(self, delivery: Delivery, worker: str) -> bool:
        handing = partial(
            self._deliveries.handing,
            delivery.id,
            by=worker,
            now=self._clock(),
            lease=self._lease,
        )
        return await asyncio.to_thread(handing)

    def _unwanted(self, delivery: Delivery, worker: str) -> None:
        """Of a reader who has gone nothing stays; from another, other mail may wait."""
        if self._subscribers.get(delivery.to) is None:
            self._deliveries.forget_of(delivery.to)
        else:
            self._deliveries.drop(delivery.id, by=worker)

    def _note(self, delivery: Delivery, worker: str, outcome: Outcome) -> None:
        """Write down what came of it. A reason holds no address."""
        note = partial(self._later, delivery, worker)
        match outcome:
            case Sent():
                at = self._clock()
                if not self._deliveries.sent(delivery.id, by=worker, now=at):
                    log.warning("sent, not noted", message_id=self._name(delivery))
            case Later(reason) | Ours(reason, every=False):
                note(reason)
            case Doubt(reason):
                note(reason, in_doubt=True)
            case Ours():
                self._deliveries.release(delivery.id, by=worker)
            case Gone(reason):
                self._deliveries.refuse(delivery.id, by=worker, error=reason)
                self._subscribers.suspend(delivery.to)
            case Refused(reason):
                self._deliveries.refuse(delivery.id, by=worker, error=reason)
            case Withheld():
                pass
        if not isinstance(outcome, Sent | Withheld):
            log.warning(
                "not sent",
                message_id=self._name(delivery),
                outcome=type(outcome).__name__.lower(),
                why=outcome.reason,
            )

    def _later(
        self, delivery: Delivery, worker: str, reason: str, *, in_doubt: bool = False
    ) -> None:
        if is_given_up(delivery.tries):
            self._deliveries.refuse(delivery.id, by=worker, error=reason)
            return
        self._deliveries.later(
            delivery.id,
            by=worker,
            at=self._clock() + pause_after(delivery.tries),
            error=reason,
            in_doubt=in_doubt,
        )

    def _name(self, delivery: Delivery) -> str:
        domain = domain_of(self._access.sender) if self._access else HERE
        return message_id(delivery.id, domain)
