"""Letters leave through a real mail server, whatever it answers."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.mail.access import access
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
from digest.mail.smtp import Outgoing
from domain.errors import ConfigError, InputError
from domain.mail_settings import MailSettings
from tests.digest.certificates import certificate
from tests.digest.mail_server import (
    DROP,
    GARBLE,
    HANG,
    PASSWORD,
    TAKE_AND_DROP,
    USER,
    MailServer,
    mail_server,
)

READER = "malika@example.org"
OTHER = "bobur@example.org"
UNREACHED = Ours("connection lost at connecting; see mail.host and mail.port")
LETTER = b"Subject: Week\r\nMessage-ID: <1@example.org>\r\n\r\n.dot\r\nend\r\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as started:
        yield started


def outgoing(server: MailServer, **changed: Any) -> Outgoing:
    settings = {"security": "none", "timeout": 5.0, "host": "127.0.0.1"} | changed
    given = MailSettings(port=server.port, sender="letters@example.org", **settings)
    return Outgoing(access(given, {"KAYFIYAT_MAIL_PASSWORD": PASSWORD}), patience=1)


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


async def sent(server: MailServer, to: str = READER, **changed: Any) -> Outcome:
    async with outgoing(server, **changed) as way:
        return await way.send(LETTER, to, before_data=yes)


async def test_a_letter_arrives_as_it_was_written(server: MailServer) -> None:
    outcome = await sent(server)

    assert outcome == Sent("250 2.0.0")
    assert [(each.sender, each.to) for each in server.letters] == [
        ("letters@example.org", READER)
    ]
    assert server.letters[0].content == LETTER


async def test_one_connection_carries_many_letters(server: MailServer) -> None:
    async with outgoing(server) as way:
        outcomes = [await way.send(LETTER, READER, before_data=yes) for _ in range(5)]

    assert {type(each) for each in outcomes} == {Sent}
    assert (len(server.letters), server.connections) == (5, 1)


async def test_a_server_that_closes_in_between_is_called_again(
    server: MailServer,
) -> None:
    async with outgoing(server) as way:
        first = await way.send(LETTER, READER, before_data=yes)
        server.closes_all()
        second = await way.send(LETTER, OTHER, before_data=yes)

    assert (type(first), type(second)) == (Sent, Sent)
    assert server.connections == 2


@pytest.mark.parametrize("line", [DROP, "421 4.7.0 enough for one connection"])
async def test_a_server_that_has_had_enough_is_called_again(
    server: MailServer, line: str
) -> None:
    async with outgoing(server) as way:
        await way.send(LETTER, READER, before_data=yes)
        server.answers("mail", line)
        second = await way.send(LETTER, OTHER, before_data=yes)

    assert type(second) is Sent
    assert server.connections == 2


@pytest.mark.parametrize("line", ["250 2.0.0 yes", HANG, "421 4.3.0 bye", DROP])
@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_nothing_stays_open_when_a_round_is_over(
    files: tuple[Path, Path], security: Any, line: str
) -> None:
    with mail_server(
        security=security, certificate=None if security == "none" else files
    ) as server:
        server.answers("end", line)
        way = {"host": "localhost", "security": security, "ca_file": str(files[0])}
        asyncio.run(sent(server, timeout=0.3, **way))

        gc.collect()  # an open socket warns here, and warnings are errors
        assert server.is_left()


async def test_a_round_that_is_broken_off_leaves_the_connection_fit(
    server: MailServer,
) -> None:
    server.answers("rcpt", HANG, to=READER)
    async with outgoing(server) as way:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(way.send(LETTER, READER, before_data=yes), 0.2)
        outcome = await way.send(LETTER, OTHER, before_data=yes)

    assert type(outcome) is Sent


async def test_the_password_is_given_and_only_under_tls(
    files: tuple[Path, Path],
) -> None:
    with mail_server(security="starttls", certificate=files, asks_who=True) as server:
        outcome = await sent(
            server,
            host="localhost",
            security="starttls",
            user=USER,
            ca_file=str(files[0]),
        )

    assert type(outcome) is Sent
    assert [(each.by_tls, each.user) for each in server.letters] == [(True, USER)]


async def test_tls_from_the_first_byte(files: tuple[Path, Path]) -> None:
    with mail_server(security="tls", certificate=files, asks_who=True) as server:
        outcome = await sent(
            server, host="127.0.0.1", security="tls", user=USER, ca_file=str(files[0])
        )

    assert type(outcome) is Sent
    assert [(each.by_tls, each.user) for each in server.letters] == [(True, USER)]


@pytest.mark.parametrize(
    "at, outcome",
    [
        ("mail", Later("connection lost at MAIL FROM")),
        ("rcpt", Later("connection lost at RCPT TO")),
        ("data", Later("connection lost at DATA")),
        ("end", Doubt("connection lost at the end of the letter")),
    ],
)
async def test_tls_that_breaks_later_is_a_connection_that_is_lost(
    files: tuple[Path, Path], at: Any, outcome: Outcome
) -> None:
    with mail_server(security="tls", certificate=files) as server:
        server.answers(at, GARBLE)
        way = {"host": "localhost", "security": "tls", "ca_file": str(files[0])}

        assert await sent(server, **way) == outcome


async def test_without_tls_nothing_leaves(server: MailServer) -> None:
    outcome = await sent(server, security="starttls")

    assert outcome == Ours("the mail server does not offer starting TLS")
    assert server.letters == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    files: tuple[Path, Path], security: Any
) -> None:
    with mail_server(security=security, certificate=files) as server:
        outcome = await sent(server, host="localhost", security=security)

    assert type(outcome) is Ours
    assert "not trusted" in outcome.reason
    assert server.letters == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_for_another_host_is_not_trusted(
    tmp_path: Path, security: Any
) -> None:
    other = certificate(tmp_path, host="mail.example.org")
    with mail_server(security=security, certificate=other) as server:
        outcome = await sent(
            server, host="localhost", security=security, ca_file=str(other[0])
        )

    assert type(outcome) is Ours
    assert server.letters == []


async def test_a_server_without_tls_at_the_port_for_it(server: MailServer) -> None:
    outcome = await sent(server, security="tls")

    assert type(outcome) is Ours
    assert "mail.security" in outcome.reason


async def test_a_wrong_password_is_our_trouble(files: tuple[Path, Path]) -> None:
    with mail_server(security="starttls", certificate=files, asks_who=True) as server:
        outcome = await sent(
            server,
            host="localhost",
            security="starttls",
            user="nobody",
            ca_file=str(files[0]),
        )

    assert outcome == Ours("535 5.7.8 at signing in; see mail.user and its password")


async def test_a_server_that_is_not_there_is_our_trouble() -> None:
    with mail_server() as server:
        way = outgoing(server)

    outcome = await way.send(LETTER, READER, before_data=yes)

    assert outcome == UNREACHED


@pytest.mark.parametrize(
    "at, line, outcome",
    [
        ("greeting", "421 4.3.2 busy", Later("421 4.3.2 at connecting")),
        ("greeting", "554 5.7.1 go away", Ours("554 5.7.1 at connecting")),
        ("greeting", DROP, UNREACHED),
        ("mail", "451 4.3.0 hm", Later("451 4.3.0 at MAIL FROM")),
        ("mail", "553 5.1.8 who?", Ours("553 5.1.8 at MAIL FROM")),
        ("rcpt", f"450 4.2.0 {READER} greylisted", Later("450 4.2.0 at RCPT TO")),
        ("rcpt", "421 4.7.0 bye", Later("421 4.7.0 at RCPT TO")),
        ("rcpt", f"550 5.1.1 {READER} unknown", Gone("550 5.1.1 at RCPT TO")),
        ("rcpt", "550 no such user here", Gone("550 at RCPT TO")),
        ("rcpt", "554 5.7.1 policy", Ours("554 5.7.1 at RCPT TO", every=False)),
        ("rcpt", "550 we do not relay", Ours("550 at RCPT TO", every=False)),
        ("rcpt", "552 5.2.2 full", Later("552 5.2.2 at RCPT TO")),
        ("rcpt", DROP, Later("connection lost at RCPT TO")),
        ("data", "554 5.5.1 no", Refused("554 5.5.1 at DATA")),
        ("data", DROP, Later("connection lost at DATA")),
        ("end", "452 4.3.1 disk", Later("452 4.3.1 at the end of the letter")),
        ("end", "421 4.3.0 bye", Later("421 4.3.0 at the end of the letter")),
        ("end", "554 5.6.0 no", Refused("554 5.6.0 at the end of the letter")),
        ("end", TAKE_AND_DROP, Doubt("connection lost at the end of the letter")),
        ("end", DROP, Doubt("connection lost at the end of the letter")),
    ],
)
async def test_what_the_server_does_is_told_by_name(
    server: MailServer, at: Any, line: str, outcome: Outcome
) -> None:
    server.answers(at, line)

    assert await sent(server, to=READER) == outcome


@pytest.mark.parametrize(
    "at, line",
    [
        ("rcpt", "550 5.1.1 unknown"),
        ("rcpt", DROP),
        ("mail", "451 4.3.0 hm"),
        ("data", "554 5.5.1 no"),
        ("data", DROP),
        ("within", DROP),
        ("end", "554 5.6.0 no"),
        ("end", "421 4.3.0 bye"),
        ("end", TAKE_AND_DROP),
    ],
)
async def test_a_letter_that_fails_does_not_hinder_the_next(
    server: MailServer, at: Any, line: str
) -> None:
    server.answers(at, line)
    async with outgoing(server) as way:
        await way.send(LETTER, READER, before_data=yes)
        outcome = await way.send(LETTER, OTHER, before_data=yes)

    assert type(outcome) is Sent
    assert server.letters[-1].to == OTHER


@pytest.mark.parametrize(
    "at, kind", [("mail", Later), ("rcpt", Later), ("data", Later), ("end", Doubt)]
)
async def test_nothing_is_waited_for_without_end(
    server: MailServer, at: Any, kind: type[Outcome]
) -> None:
    server.answers(at, HANG)

    assert type(await sent(server, timeout=0.3)) is kind


async def test_a_connection_that_breaks_within_a_long_letter_is_no_doubt(
    server: MailServer,
) -> None:
    server.answers("within", DROP)
    async with outgoing(server) as way:
        outcome = await way.send(
            LETTER + b"x" * 70 + b"\r\n" * 8_000_000, READER, before_data=yes
        )

    assert outcome == Later("connection lost at DATA")


async def test_one_that_breaks_within_a_short_letter_may_be_one(
    server: MailServer,
) -> None:
    """Its final dot may have left already, and whether it arrived nobody knows."""
    server.answers("within", DROP)

    assert type(await sent(server)) in {Later, Doubt}
    assert server.letters == []


async def test_before_the_letter_leaves_the_caller_is_asked(server: MailServer) -> None:
    async with outgoing(server) as way:
        withheld = await way.send(LETTER, READER, before_data=no)
        after = await way.send(LETTER, OTHER, before_data=yes)

    assert (withheld, after) == (Withheld(), Sent("250 2.0.0"))
    assert [each.to for each in server.letters] == [OTHER]
    assert server.connections == 1


async def test_the_caller_is_not_asked_about_a_receiver_who_is_refused(
    server: MailServer,
) -> None:
    asked = []

    async def note() -> bool:
        asked.append(True)
        return True

    server.answers("rcpt", "550 5.1.1 unknown", to=READER)
    async with outgoing(server) as way:
        await way.send(LETTER, READER, before_data=note)

    assert asked == []


async def test_what_the_caller_raises_goes_through_and_nothing_is_sent(
    server: MailServer,
) -> None:
    async def away() -> bool:
        raise TimeoutError("the store is away")

    async with outgoing(server) as way:
        with pytest.raises(TimeoutError, match="the store"):
            await way.send(LETTER, READER, before_data=away)
        after = await way.send(LETTER, OTHER, before_data=yes)

    assert type(after) is Sent
    assert [each.to for each in server.letters] == [OTHER]


@pytest.mark.parametrize(
    "to",
    ["a@b.org>\r\nRCPT TO:<c@d.org", "a b@c.org", "<a@b.org>", "a@b.org x", "é@b.uz"],
)
async def test_an_address_adds_no_command(server: MailServer, to: str) -> None:
    with pytest.raises(InputError) as raised:
        await sent(server, to=to)

    assert to not in str(raised.value)
    assert server.connections == 0


def test_a_password_that_is_missing_is_told() -> None:
    settings = MailSettings(host="mail.uz", sender="a@b.uz", user="letters")

    with pytest.raises(ConfigError, match="KAYFIYAT_MAIL_PASSWORD in the environment"):
        access(settings, {})


def test_a_password_stands_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret\n", encoding="utf-8")
    settings = MailSettings(user="letters", password_file=str(file))

    assert access(settings, {}).password == "secret"
    assert "secret" not in repr(access(settings, {}))


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_file_that_is_none_is_told(
    tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "ca.pem"
    if content:
        file.write_text(content, encoding="utf-8")

    with pytest.raises(ConfigError, match=r"mail\.ca_file"):
        access(MailSettings(ca_file=str(file)), {})
