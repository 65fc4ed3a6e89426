"""Makes of each delivery the message that its receiver gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from digest import notes
from digest.alerting import alerts
from digest.alerting import notes as alert_notes
from digest.facts import loaded
from digest.letter import Letter
from digest.mail.messages import Draft, Note, Ways, drafted, sender_of
from digest.mail.signing import signer
from digest.readers.addresses import Addresses
from digest.readers.keys import Keys
from digest.readers.links import Links
from digest.render import PREFERENCES, UNSUBSCRIBE, edition
from domain.deliveries import Delivery, Message
from domain.errors import ConfigError, InputError
from domain.letters import Edition
from domain.settings import Settings
from domain.subscribers import Standing, Subscriber, Wishes
from store.clients import Database, Document
from store.digests import Digests
from store.subscribers import Subscribers

PLACEHOLDERS = Ways(PREFERENCES, UNSUBSCRIBE)

EDITIONS = 64
"""So many editions of different wishes are kept at hand; each is some 100 kB."""


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message, whole and signed, and the address it goes to."""

    to: str
    message: bytes


class Desk:
    """Reads what a delivery needs, and writes its message.

    A week's edition is made once for all whose wishes are alike. Raises ConfigError
    if the key for DKIM is wrong, InputError if an address of the settings is.
    """

    def __init__(
        self, database: Database[Document], settings: Settings, keys: Keys
    ) -> None:
        self._settings = settings
        self._digests, self._subscribers = Digests(database), Subscribers(database)
        self._addresses, self._links = Addresses(keys), Links(keys, settings.site.url)
        self._sender, self._signer = sender_of(settings.mail), signer(settings.mail)
        self._letter = lru_cache(2)(self._read)
        self._draft = lru_cache(EDITIONS)(self._drafted)

    def outbound(self, delivery: Delivery, *, at: datetime) -> Outbound | None:
        """The message; None if nobody wants it any more.

        Raises ConfigError if none can be written, InputError if this one cannot.
        """
        if (number := alerts.operator_number(delivery.to)) is not None:
            return self._to_operator(delivery, number, at)
        reader = self._subscribers.get(delivery.to)
        if reader is None or not wanted(reader, delivery.message):
            return None
        to, ways = self._addresses.unseal(reader.sealed), self._ways(reader)
        return self._written(delivery, to, self._said_to(reader, delivery), at, ways)

    def sample(self, letter: Letter, tag: str, to: str, *, at: datetime) -> Outbound:
        """A letter to look at: it has no reader, so no links of one."""
        app_url = self._settings.letter.app_url
        said = edition(letter, tag, app_url=app_url, personal=False)
        id_ = f"sample|{letter.week.first}|{tag}|{at.isoformat()}"
        delivery = Delivery(id_, Message.LETTER, to)
        return self._written(delivery, to, self._note(said), at)

    def _to_operator(
        self, delivery: Delivery, number: int, at: datetime
    ) -> Outbound | None:
        told = self._settings.alerts
        if number >= len(told.to):
            return None
        note = self._alert(delivery, told.language, personal=False)
        return self._written(delivery, told.to[number], self._note(note), at)

    def _said_to(self, reader: Subscriber, delivery: Delivery) -> Draft:
        tag = reader.wishes.language
        match delivery.message:
            case Message.LETTER:
                week = date.fromisoformat(delivery.about["week"])
                return self._draft(week, reader.wishes)
            case Message.CONFIRM:
                return self._note(notes.confirm(self._links.confirm(reader.id), tag))
            case Message.KNOWN:
                ways = self._ways(reader)
                return self._note(notes.known(ways.preferences, ways.unsubscribe, tag))
            case _:
                return self._note(self._alert(delivery, tag, personal=True))

    def _alert(self, delivery: Delivery, tag: str, *, personal: bool) -> Note:
        alert = alerts.loaded(delivery.about["alert"])
        url = self._settings.letter.app_url
        return alert_notes.note(alert, tag, app_url=url, personal=personal)

    def _ways(self, reader: Subscriber) -> Ways:
        if not self._settings.site.on:
            raise ConfigError(
                "no reader could change or end the letter: site.url is missing; "
                "fill it in"
            )
        return Ways(
            self._links.preferences(reader.id), self._links.unsubscribe(reader.id)
        )

    def _note(self, said: Note | Edition) -> Draft:
        return drafted(said, self._sender, placeholders=PLACEHOLDERS)

    def _drafted(self, week: date, wishes: Wishes) -> Draft:
        letter, app_url = self._letter(week), self._settings.letter.app_url
        return self._note(
            edition(letter, wishes.language, reforms=wishes.reforms, app_url=app_url)
        )

    def _read(self, week: date) -> Letter:
        facts = self._digests.facts(week)
        if facts is None:
            raise InputError(f"There is no letter of the week of {week}")
        return loaded(facts)

    def _written(
        self,
        delivery: Delivery,
        to: str,
        draft: Draft,
        at: datetime,
        ways: Ways | None = None,
    ) -> Outbound:
        listed = ways if delivery.message in _LISTED else None
        message = draft.written(delivery.id, to, at=at, ways=listed)
        return Outbound(to, self._signer.signed(message) if self._signer else message)


_LISTED = frozenset({Message.LETTER, Message.ALERT})
"""What one click ends; the others were asked for one by one."""


def wanted(reader: Subscriber, message: Message) -> bool:
    """Whether the reader is still to get it."""
    if message is Message.CONFIRM:
        return reader.standing is not Standing.CONFIRMED
    if message is Message.KNOWN:
        return reader.standing is not Standing.ASKED
    return reader.standing is Standing.CONFIRMED
