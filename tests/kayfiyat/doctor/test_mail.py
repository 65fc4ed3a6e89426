"""The letters: all that it takes to send them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from domain.errors import ConfigError
from kayfiyat.doctor import mail
from kayfiyat.doctor.findings import State
from tests.digest.certificates import certificate
from tests.digest.mail_server import DROP, PASSWORD, USER, MailServer, mail_server
from tests.kayfiyat.doctor.worlds import OK, WARNING, WRONG, a_world, says

PLAIN = {"host": "127.0.0.1", "sender": "letters@example.org", "security": "none"}
SITE = {"url": "https://letters.example.org"}


def mailed(tmp_path: Path, server: MailServer, **told: Any) -> Any:
    given = PLAIN | {"port": server.port, "timeout": 5.0} | told
    env = {"KAYFIYAT_MAIL_PASSWORD": PASSWORD}
    return mail.server(a_world(tmp_path, mail=given, env=env))


def test_mail_that_is_off_is_fine(tmp_path: Path) -> None:
    world = a_world(tmp_path)

    assert says(mail.mail(world), OK, "off")
    assert says(mail.signature(world), OK, "off")
    assert says(mail.server(world), OK, "off")


def test_mail_that_is_whole_is_fine(tmp_path: Path) -> None:
    told = PLAIN | {"user": "letters"}
    world = a_world(tmp_path, mail=told, env={"KAYFIYAT_MAIL_PASSWORD": "geheim"})

    assert says(mail.mail(world), OK, "127.0.0.1:587")


@pytest.mark.parametrize(
    "told, word",
    [({"user": "letters"}, "KAYFIYAT_MAIL_PASSWORD"), ({"ca_file": "no"}, "ca_file")],
)
def test_what_the_mail_lacks_is_named(
    tmp_path: Path, told: dict[str, str], word: str
) -> None:
    with pytest.raises(ConfigError, match=word):
        mail.mail(a_world(tmp_path, mail=PLAIN | told))


def test_a_password_that_others_can_read_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("geheim")
    file.chmod(0o644)

    found = mail.mail(
        a_world(tmp_path, mail=PLAIN | {"user": "me", "password_file": str(file)})
    )

    assert says(found, WARNING, f"chmod 600 {file}")
    assert "geheim" not in repr(found)


def test_letters_should_be_signed(tmp_path: Path) -> None:
    key = tmp_path / "dkim.pem"
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    key.write_bytes(
        made.private_bytes(
            Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        )
    )
    signed = PLAIN | {"dkim_key": str(key), "dkim_selector": "k1"}

    assert says(mail.signature(a_world(tmp_path, mail=signed)), OK, "example.org", "k1")
    assert says(mail.signature(a_world(tmp_path, mail=PLAIN)), WARNING, "dkim_key")


def test_a_lost_key_of_the_signature_is_named(tmp_path: Path) -> None:
    lost = PLAIN | {"dkim_key": "nowhere", "dkim_selector": "k1"}

    with pytest.raises(ConfigError, match="dkim_key"):
        mail.signature(a_world(tmp_path, mail=lost))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_lets_us_in_is_fine_and_gets_nothing(
    tmp_path: Path, security: Any
) -> None:
    files = certificate(tmp_path)
    with mail_server(security=security, certificate=files, asks_who=True) as server:
        told = {"security": security, "user": USER, "ca_file": str(files[0])}
        found = mailed(tmp_path, server, **told)

        assert says(found, OK, "nothing was sent")
        assert server.connections == 1
        assert server.letters == []


@pytest.mark.parametrize(
    "at, line, state, word",
    [
        ("greeting", "554 5.3.2 no", WRONG, "connecting"),
        ("greeting", DROP, WRONG, "connecting"),
        ("mail", "550 5.7.1 not you", WRONG, "MAIL FROM"),
        ("rcpt", "550 5.1.1 nobody", OK, "lets us in"),
    ],
)
def test_a_server_is_judged_by_its_answers(
    tmp_path: Path, at: Any, line: str, state: State, word: str
) -> None:
    with mail_server() as server:
        server.answers(at, line)

        assert says(mailed(tmp_path, server), state, word)


def test_a_wrong_password_is_wrong(tmp_path: Path) -> None:
    files = certificate(tmp_path)
    with mail_server(security="tls", certificate=files, asks_who=True) as server:
        told = {"security": "tls", "user": "another", "ca_file": str(files[0])}

        assert says(mailed(tmp_path, server, **told), WRONG, "signing in")


def test_a_certificate_of_nobodys_is_wrong(tmp_path: Path) -> None:
    files = certificate(tmp_path)
    with mail_server(security="tls", certificate=files) as server:
        assert says(mailed(tmp_path, server, security="tls"), WRONG, "mail.ca_file")


@pytest.mark.parametrize(
    "told, state, word",
    [
        ({}, OK, "off"),
        ({"mail": PLAIN}, WARNING, "site.url"),
        ({"mail": PLAIN, "site": SITE}, WARNING, "behind_proxy"),
        ({"mail": PLAIN, "site": SITE | {"behind_proxy": True}}, OK, SITE["url"]),
        ({"mail": PLAIN, "site": {"url": "http://127.0.0.1"}}, WARNING, "only this"),
    ],
)
def test_readers_must_be_able_to_subscribe(
    tmp_path: Path, told: dict[str, Any], state: State, word: str
) -> None:
    assert says(mail.pages(a_world(tmp_path, **told)), state, word)


TO = {"to": ["operator@example.org"]}
HOOK = {"webhook": "https://example.org/hook"}


@pytest.mark.parametrize(
    "told, env, state, word",
    [
        ({}, {}, OK, "off"),
        ({"alerts": TO}, {}, WRONG, "no mail leaves"),
        ({"alerts": TO, "mail": PLAIN}, {}, OK, "addresses: 1"),
        ({"alerts": HOOK}, {}, WARNING, "KAYFIYAT_WEBHOOK_SECRET"),
        ({"alerts": HOOK}, {"KAYFIYAT_WEBHOOK_SECRET": "s"}, OK, "webhook"),
    ],
)
def test_alerts_need_a_way(
    tmp_path: Path,
    told: dict[str, Any],
    env: dict[str, str],
    state: State,
    word: str,
) -> None:
    assert says(mail.alerts(a_world(tmp_path, env=env, **told)), state, word)


def test_a_secret_that_docker_mounted_is_not_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "password"
    file.write_text("geheim")
    file.chmod(0o444)
    assert mail.is_open(file)

    monkeypatch.setattr(mail, "MOUNTED", tmp_path)

    assert not mail.is_open(file)
