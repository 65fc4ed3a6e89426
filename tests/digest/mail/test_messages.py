"""A letter and an address become the bytes of a message."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.mail.messages import Note, Sender, Ways, drafted, sender_of
from domain.errors import InputError
from domain.letters import Edition
from domain.mail_settings import MailSettings

SENDER = Sender("letters@example.org", "Kayfiyat", "office@example.org")
STANDING = Ways("https://preferences.invalid/", "https://unsubscribe.invalid/")
WAYS = Ways("https://site.uz/p/abc.def?a=1&b=2", f"https://site.uz/u/{'x' * 300}")
READER = "malika@example.org"
ID = "letter|2026-11-23|" + "ab" * 32
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40

CYRILLIC = Edition(
    subject="Кайфият ўзгарди: мактаб ислоҳоти бўйича −12 балл, ишонч оралиғи 3–21",
    html="<p>Мактаб ислоҳоти</p>\n" * 900
    + f'<a href="{STANDING.preferences}">a</a> <a href="{STANDING.unsubscribe}">b</a>',
    text=f"Мактаб ислоҳоти\n.\n\n{STANDING.preferences} {STANDING.unsubscribe}\n",
    pictures={"nation": PNG, "reforms@kayfiyat": PNG[::-1]},
)
LATIN = Edition("Mood rose", "<p>Rose</p>", "Rose", {})


def written(
    said: Edition | Note = CYRILLIC,
    *,
    sender: Sender = SENDER,
    ways: Ways | None = WAYS,
    delivery: str = ID,
    to: str = READER,
    at: datetime = NOON,
) -> bytes:
    draft = drafted(said, sender, placeholders=STANDING)
    return draft.written(delivery, to, at=at, ways=ways)


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert list(message.defects) == []
    return message


def text_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def test_a_program_that_reads_mail_finds_every_part() -> None:
    message = read(written())

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "image/png",
    ]
    assert [part.defects for part in message.walk() if part.defects] == []


def test_the_words_and_pictures_arrive_as_they_were_written() -> None:
    message = read(written(ways=None))

    assert text_of(message, "plain") == CYRILLIC.text
    assert text_of(message, "html") == CYRILLIC.html + "\n"
    assert [
        (part["Content-ID"], part.get_content(), part.get_content_disposition())
        for part in message.walk()
        if part.get_content_maintype() == "image"
    ] == [
        ("<nation>", PNG, "inline"),
        ("<reforms@kayfiyat>", PNG[::-1], "inline"),
    ]


def test_each_reader_has_links_of_their_own_in_both_bodies() -> None:
    message = read(written())

    assert f"\n{WAYS.preferences} {WAYS.unsubscribe}\n" in text_of(message, "plain")
    html = text_of(message, "html")
    assert 'href="https://site.uz/p/abc.def?a=1&amp;b=2"' in html
    assert f'href="{WAYS.unsubscribe}"' in html
    assert ".invalid" not in html + text_of(message, "plain")


def test_the_headers_say_who_writes_to_whom_and_when() -> None:
    message = read(written())

    assert message["From"].addresses[0].display_name == "Kayfiyat"
    assert message["From"].addresses[0].addr_spec == "letters@example.org"
    assert str(message["Reply-To"]) == "office@example.org"
    assert str(message["To"]) == READER
    assert str(message["Subject"]) == CYRILLIC.subject
    assert message["Date"].datetime == NOON
    assert str(message["Auto-Submitted"]) == "auto-generated"
    assert str(message["MIME-Version"]) == "1.0"
    assert message["Feedback-ID"] is None


def test_one_click_ends_the_letter() -> None:
    """RFC 8058: the link stands in one line, as it is, or programs do not find it."""
    message = read(written())
    raw = written().partition(b"\r\n\r\n")[0].split(b"\r\n")

    assert f"List-Unsubscribe: <{WAYS.unsubscribe}>".encode() in raw
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    assert str(message["List-Id"]) == "<letters.example.org>"
    assert str(message["Precedence"]) == "bulk"


def test_a_note_that_is_no_list_has_none_of_a_lists_headers() -> None:
    message = read(written(Note("Confirm", "Follow https://site.uz/c/1"), ways=None))

    assert [name for name in message if name.startswith("List-")] == []
    assert message["Precedence"] is None
    assert message.get_content_type() == "text/plain"


def test_a_note_may_have_html() -> None:
    message = read(written(Note("Confirm", "Yes?", "<p>Yes?</p>")))

    assert text_of(message, "html") == "<p>Yes?</p>\n"
    assert text_of(message, "plain") == "Yes?\n"


def test_the_id_is_the_deliverys_and_tells_nothing() -> None:
    once, again = read(written()), read(written(at=NOON.replace(day=24)))
    other = read(written(delivery="letter|2026-11-23|" + "cd" * 32))

    assert once["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.org>", str(once["Message-ID"]))
    assert "ab" * 8 not in str(once["Message-ID"])


@pytest.mark.parametrize("said", [CYRILLIC, LATIN])
def test_a_message_is_ascii_in_short_lines(said: Edition) -> None:
    content = written(said)

    assert content.isascii()
    assert b"\r\n" not in content.replace(b"\r\n", b"")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    head, _, body = content.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) < 998
    assert max(map(len, body.split(b"\r\n"))) < 100


@pytest.mark.parametrize(
    "said, spelled", [(CYRILLIC, "base64"), (LATIN, "quoted-printable")]
)
def test_each_body_is_spelled_the_short_way(said: Edition, spelled: str) -> None:
    body = read(written(said)).get_body(("html",))

    assert body is not None
    assert body["Content-Transfer-Encoding"] == spelled


@pytest.mark.parametrize(
    "hostile",
    [
        "Mood\r\nBcc: all@example.org",
        "Mood\nBcc: all@example.org",
        "Mood\rBcc: all@example.org",
        "Mood\x00",
        "Mood\x0bBcc: x",
        "Mood\u2028Bcc: x",
        "Mood\x85Bcc: x",
        "\ud800",
        "doom\u202emood",
        "x" * 1001,
    ],
)
def test_what_hides_in_a_subject_or_a_name_is_refused(hostile: str) -> None:
    with pytest.raises(InputError, match=r"^Subject: "):
        written(Note(hostile, "text"))
    with pytest.raises(InputError, match=r"^From: "):
        written(sender=Sender("letters@example.org", hostile))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "malika",
        "malika@example.org\r\nBcc: all@example.org",
        "malika@example.org, all@example.org",
        "Malika <malika@example.org>",
        '"a b"@example.org',
        "málika@example.org",
        f"{'a' * 65}@example.org",
    ],
)
def test_what_is_not_one_address_is_refused_and_not_told(address: str) -> None:
    with pytest.raises(InputError) as raised:
        written(to=address)

    assert str(raised.value) == "To: no e-mail address to write to; mend it"


@pytest.mark.parametrize(
    "link",
    ["https://a.uz/\r\nBcc: b", "https://a.uz/>,<x", "javascript:1", "https://ў"],
)
def test_a_link_that_is_none_is_refused(link: str) -> None:
    with pytest.raises(InputError, match="List-Unsubscribe"):
        written(ways=Ways("https://a.uz/", link))


def test_a_picture_that_smuggles_is_refused() -> None:
    with pytest.raises(InputError, match="Content-ID"):
        drafted(Edition("a", "b", "c", {"x>\r\nA: b": PNG}), SENDER)


HEADERS = [
    *("From", "Subject", "Auto-Submitted", "MIME-Version"),
    *("To", "Date", "Message-ID", "Content-Type", "Content-Transfer-Encoding"),
]

VISIBLE = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200
).filter(lambda text: not re.search("[\u202a-\u202e\u2066-\u2069]", text))
NAMES = (
    VISIBLE | st.text(' ",;:<>()[]@\\=?_.aЎ', max_size=90) | st.just("=?utf-8?q?a?=")
)


BODIES = st.text(st.characters(exclude_categories=["Cs"]))


def unspaced(text: str) -> str:
    """Programs make one space of several in a name."""
    return "".join(text.split())


@given(subject=NAMES, name=NAMES)
def test_any_subject_and_name_arrive_as_they_were_written(
    subject: str, name: str
) -> None:
    sender = Sender("letters@example.org", name)
    content = written(Note(subject, "text"), sender=sender, ways=None)
    message = read(content)

    assert str(message["Subject"]) == subject
    assert message["From"].addresses[0].addr_spec == "letters@example.org"
    assert unspaced(message["From"].addresses[0].display_name) == unspaced(name)
    assert message.keys() == HEADERS
    assert max(map(len, content.split(b"\r\n"))) < 100


@given(text=BODIES, html=BODIES)
def test_any_body_arrives_with_its_line_ends_made_one(text: str, html: str) -> None:
    content = written(Note("a", text, html), ways=None)
    message = read(content)

    for kind, given_text in (("plain", text), ("html", html)):
        expected = re.sub(r"\r\n|\r|\n", "\n", given_text)
        assert text_of(message, kind).removesuffix("\n") == expected.removesuffix("\n")
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) < 100


def test_the_settings_name_the_sender() -> None:
    settings = MailSettings(
        sender=" letters@Example.org", sender_name="Кайфият", reply_to="a@b.uz"
    )

    assert sender_of(settings) == Sender("letters@Example.org", "Кайфият", "a@b.uz")
    assert sender_of(settings).domain == "example.org"
