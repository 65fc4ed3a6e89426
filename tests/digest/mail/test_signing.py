"""Messages are signed so that a receiver can check who sent them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from digest.mail.messages import Note, Sender, Ways, drafted
from digest.mail.signing import signer
from domain.errors import ConfigError
from domain.mail_settings import MailSettings

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORMATS = (PrivateFormat.TraditionalOpenSSL, PrivateFormat.PKCS8)
WAYS = Ways("https://site.uz/p", "https://site.uz/u")


def written(
    path: Path,
    key: PrivateKeyTypes = KEY,
    form: PrivateFormat = PrivateFormat.PKCS8,
    secret: KeySerializationEncryption | None = None,
) -> Path:
    path.write_bytes(key.private_bytes(Encoding.PEM, form, secret or NoEncryption()))
    return path


def settings(key: Path, selector: str = "k2026") -> MailSettings:
    return MailSettings(
        sender="letters@Example.org", dkim_key=str(key), dkim_selector=selector
    )


def dns(name: bytes, timeout: float = 0) -> bytes | None:
    """What the domain's owner has put into the DNS."""
    if name != b"k2026._domainkey.example.org.":
        return None
    shown = KEY.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(shown)


@pytest.fixture
def signed(tmp_path: Path) -> bytes:
    draft = drafted(
        Note("Кайфият " * 20, "Салом\n" * 50, "<p>Салом</p>"),
        Sender("letters@example.org", "Кайфият", "office@example.org"),
    )
    at = datetime(2026, 11, 23, tzinfo=UTC)
    message = draft.written("letter|1", "a@b.uz", at=at, ways=WAYS)
    hand = signer(settings(written(tmp_path / "key.pem")))
    assert hand is not None
    return hand.signed(message)


def test_a_receiver_finds_the_signature_good(signed: bytes) -> None:
    assert dkim.verify(signed, dnsfunc=dns)
    assert signed.startswith(b"DKIM-Signature: v=1; a=rsa-sha256;")
    assert b" d=example.org;" in signed
    assert max(map(len, signed.split(b"\r\n"))) < 998


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_key_is_read_in_each_of_its_writings(
    tmp_path: Path, form: PrivateFormat, ends: bytes
) -> None:
    file = written(tmp_path / "key.pem", form=form)
    file.write_bytes(b"made by hand\n" + file.read_bytes().replace(b"\n", ends))
    hand = signer(settings(file))

    assert hand is not None
    assert dkim.verify(hand.signed(b"From: a@b.uz\r\n\r\nhi\r\n"), dnsfunc=dns)


@pytest.mark.parametrize(
    "name",
    [
        *(b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Reply-To"),
        *(b"List-Unsubscribe", b"List-Unsubscribe-Post", b"List-Id"),
        *(b"MIME-Version", b"Content-Type"),
    ],
)
def test_what_is_changed_on_the_way_breaks_it(signed: bytes, name: bytes) -> None:
    changed = signed.replace(b"\r\n" + name + b": ", b"\r\n" + name + b": x", 1)

    assert changed != signed
    assert not dkim.verify(changed, dnsfunc=dns)


@pytest.mark.parametrize("name", [b"From", b"To", b"Subject", b"Date"])
def test_a_second_one_breaks_it(signed: bytes, name: bytes) -> None:
    assert not dkim.verify(name + b": other@example.com\r\n" + signed, dnsfunc=dns)


def test_another_body_breaks_it(signed: bytes) -> None:
    assert not dkim.verify(signed + b"more\r\n", dnsfunc=dns)


def test_without_a_key_nothing_is_signed() -> None:
    assert signer(MailSettings()) is None


def test_the_key_is_not_shown(tmp_path: Path) -> None:
    assert "PRIVATE" not in repr(signer(settings(written(tmp_path / "key.pem"))))


def test_a_key_that_is_not_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "none.pem"

    with pytest.raises(ConfigError) as raised:
        signer(settings(file))

    assert str(raised.value) == (
        f"the key {file} (mail.dkim_key) cannot be read: No such file or directory; "
        "mend the path"
    )


def test_a_file_that_is_no_key_is_told(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text("hello", encoding="utf-8")

    with pytest.raises(ConfigError, match="is no private key in PEM; make one by"):
        signer(settings(file))


def test_a_key_that_few_can_check_is_told(tmp_path: Path) -> None:
    file = written(tmp_path / "key.pem", ed25519.Ed25519PrivateKey.generate())

    with pytest.raises(ConfigError, match="is no RSA key"):
        signer(settings(file))


def test_a_key_that_is_too_short_is_told(tmp_path: Path) -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505

    with pytest.raises(ConfigError, match="has only 1024 bits"):
        signer(settings(written(tmp_path / "key.pem", short)))


def test_a_key_with_a_password_is_told(tmp_path: Path) -> None:
    file = written(tmp_path / "key.pem", secret=BestAvailableEncryption(b"secret"))

    with pytest.raises(ConfigError, match="has a password"):
        signer(settings(file))


@pytest.mark.parametrize("selector", ["k 2026", "k;d=other.uz", "калит", "a..b"])
def test_a_selector_that_is_none_is_told(tmp_path: Path, selector: str) -> None:
    with pytest.raises(ConfigError, match=r"mail\.dkim_selector"):
        signer(settings(written(tmp_path / "key.pem"), selector))
