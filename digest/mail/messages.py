"""A letter or a note, and a reader's address, become the bytes that are sent. Pure.

The bytes are made once and are what is signed and sent: an ``EmailMessage`` written
out a second time may differ, and then the signature does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from digest.mail.bodies import Body, alternative, body, picture, related
from digest.mail.headers import address_alone, domain_of, field, mailbox, words
from domain.errors import InputError
from domain.letters import Edition
from domain.mail_settings import MailSettings


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and where answers go."""

    address: str
    name: str = ""
    reply_to: str = ""

    @property
    def domain(self) -> str:
        return domain_of(self.address)


@dataclass(frozen=True, slots=True)
class Note:
    """A message without pictures: to confirm, to alert. It may have no HTML."""

    subject: str
    text: str
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """A reader's own links: where wishes are changed, and the letter is ended.

    As placeholders they are the literal addresses which stand for the reader's own.
    """

    preferences: str
    unsubscribe: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All of a message that is the same for every reader, encoded once."""

    sender: Sender
    heading: str
    text: Body
    html: Body | None
    pictures: tuple[bytes, ...]
    placeholders: Ways | None

    def written(
        self, delivery: str, to: str, *, at: datetime, ways: Ways | None = None
    ) -> bytes:
        """The message to the address ``to``, with CRLF, to be signed and sent.

        ``delivery`` is its id; the Message-ID follows from it alone, so that a message
        that is sent again is known to be the same. With ``ways`` it is mail of a list,
        which one click ends. Raises InputError, which does not tell the address.
        """
        heads = [
            self.heading,
            mailbox("To", to),
            field("Date", format_datetime(at)),
            field("Message-ID", message_id(delivery, self.sender.domain)),
            *(_of_a_list(self.sender, ways) if ways else ()),
        ]
        return "".join(heads).encode("ascii") + self._content(ways)

    def _content(self, ways: Ways | None) -> bytes:
        links = _links(self.placeholders, ways)
        text = self.text.part(links)
        if self.html is None:
            return text
        html = self.html.part({key: escape(link) for key, link in links.items()})
        return alternative(
            text, related(html, self.pictures) if self.pictures else html
        )


def sender_of(settings: MailSettings) -> Sender:
    """The sender that the settings name. Raises InputError if an address is none."""
    sender, reply_to = settings.sender.strip(), settings.reply_to.strip()
    for name, each in (("mail.sender", sender), ("mail.reply_to", reply_to)):
        if each:
            address_alone(name, each)
    return Sender(sender, settings.sender_name, reply_to)


def drafted(
    said: Edition | Note, sender: Sender, *, placeholders: Ways | None = None
) -> Draft:
    """What ``sender`` says, to be addressed to many.

    ``placeholders`` stand in its bodies for the reader's own links. Raises InputError
    if a subject, name or address cannot stand in a header.
    """
    pictures = said.pictures if isinstance(said, Edition) else {}
    return Draft(
        sender,
        _heading(sender, said.subject),
        body("plain", said.text),
        None if said.html is None else body("html", said.html),
        tuple(picture(id_, png) for id_, png in pictures.items()),
        placeholders,
    )


def message_id(delivery: str, domain: str) -> str:
    """The name of a delivery's message to the world (RFC 5322, 3.6.4).

    A hash: the id holds the reader's, which is nobody's business.
    """
    return f"<{sha256(delivery.encode()).hexdigest()[:40]}@{domain}>"


def _heading(sender: Sender, subject: str) -> str:
    return "".join(
        [
            mailbox("From", sender.address, called=sender.name),
            mailbox("Reply-To", sender.reply_to) if sender.reply_to else "",
            words("Subject", subject),
            field("Auto-Submitted", "auto-generated"),  # RFC 3834: no away notices
            field("MIME-Version", "1.0"),
        ]
    )


def _of_a_list(sender: Sender, ways: Ways) -> Iterable[str]:
    yield field("List-Unsubscribe", f"<{_link(ways.unsubscribe)}>")  # RFC 2369, 3.2
    yield field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")  # RFC 8058, 3.1
    yield field("List-Id", f"<letters.{sender.domain}>")  # RFC 2919, 3
    yield field("Precedence", "bulk")


def _link(url: str) -> str:
    """The link, if it stays one within angle brackets (RFC 2369, 2)."""
    if not url.startswith(("https://", "http://")) or set("<>, ") & set(url):
        raise InputError("List-Unsubscribe: this is no link; mend site.url")
    return url


def _links(placeholders: Ways | None, ways: Ways | None) -> Mapping[str, str]:
    if placeholders is None or ways is None:
        return {}
    return {
        placeholders.preferences: ways.preferences,
        placeholders.unsubscribe: ways.unsubscribe,
    }
