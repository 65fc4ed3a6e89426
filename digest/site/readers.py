"""What the pages do to subscribers: each verb the same work for every reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from digest.readers.addresses import Addresses
from domain.deliveries import Delivery, Message
from domain.periods import day_of
from domain.subscribers import Standing, Subscriber, Wishes
from store.clients import Database, Document
from store.deliveries import Deliveries
from store.subscribers import Subscribers

DAILY = 3
"""So many messages a day an address may get because somebody asks."""


class Readers:
    """The subscribers, as the pages see them."""

    def __init__(
        self,
        database: Database[Document],
        addresses: Addresses,
        clock: Callable[[], datetime],
    ) -> None:
        self._subscribers = Subscribers(database)
        self._deliveries = Deliveries(database)
        self._addresses, self._clock = addresses, clock

    def ask(self, address: str, wishes: Wishes) -> bool:
        """Somebody asks for letters to ``address``; False if it had its day's messages.

        The message to it is put aside to be sent later, whatever it says, so that
        neither the answer nor the work tells who is subscribed.
        """
        now, id_ = self._clock(), self._addresses.id_of(address)
        sealed = self._addresses.seal(address)
        before = self._subscribers.ask(id_, sealed, wishes, now=now)
        for place in range(DAILY):
            # The id is the day's next place: two processes cannot take more.
            note = Delivery(
                f"confirm|{id_}|{day_of(now)}|{place}", answer(before), to=id_
            )
            if self._deliveries.put([note], due_at=now):
                return True
        return False

    def of(self, id_: str) -> Subscriber | None:
        return self._subscribers.get(id_)

    def confirm(self, id_: str) -> bool:
        """Whether the reader is confirmed now; again, if it was before."""
        return self._subscribers.confirm(id_, now=self._clock())

    def wish(self, id_: str, wishes: Wishes) -> bool:
        return self._subscribers.wish(id_, wishes)

    def forget(self, id_: str) -> None:
        """Nothing of the reader is kept; safe to repeat."""
        self._subscribers.forget(id_)
        self._deliveries.forget_of(id_)


def answer(before: Standing | None) -> Message:
    """What is sent to an address that somebody gave, by how it stood before."""
    return Message.KNOWN if before is Standing.CONFIRMED else Message.CONFIRM
