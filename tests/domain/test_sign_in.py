"""Who may use the app, and what counts as proof of an address."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from domain.sign_in import AuthSettings, Role, is_loopback, written_alike

WHOLE: dict[str, Any] = {
    "client_id": "kayfiyat",
    "server_metadata_url": "https://id.example.uz/.well-known/openid-configuration",
    "redirect_uri": "https://mood.example.uz/oauth2callback",
    "readers": ("Reader@Example.uz", "both@example.uz"),
    "analysts": ("analyst@example.uz", "both@example.uz"),
}
AUTH = AuthSettings(**WHOLE)


@pytest.mark.parametrize(
    "email, role",
    [
        ("analyst@example.uz", Role.ANALYST),
        ("ANALYST@EXAMPLE.UZ", Role.ANALYST),
        ("reader@example.UZ", Role.READER),
        ("both@example.uz", Role.ANALYST),
        ("stranger@example.uz", None),
        ("analyst@example.uz.evil.com", None),
        ("analystexample.uz", None),
        ("ana\u017fyst@example.uz", None),
        ("", None),
        (None, None),
        (["analyst@example.uz"], None),
    ],
)
def test_a_role_goes_with_an_address_whatever_its_letters_case(
    email: object, role: Role | None
) -> None:
    assert AUTH.role({"email": email}) == role


@pytest.mark.parametrize(
    "said, known",
    [(True, True), ("true", True), (False, False), ("false", False), (None, False)],
)
def test_an_address_that_the_provider_has_not_verified_is_nobodys(
    said: object, known: bool
) -> None:
    claims = {"email": "analyst@example.uz", "email_verified": said}

    assert (AUTH.role(claims) is Role.ANALYST) == known


def test_a_letter_that_only_looks_like_another_makes_no_address() -> None:
    kelvin = "\u212aate@example.uz"

    assert kelvin.lower() == "kate@example.uz"
    assert written_alike(kelvin) is None


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"redirect_uri": "http://mood.example.uz/oauth2callback"}, "no https address"),
        ({"redirect_uri": "https://mood.example.uz/"}, "must end in /oauth2callback"),
        ({"server_metadata_url": ""}, "server_metadata_url is missing"),
        ({"readers": (), "analysts": ()}, "nobody may sign in"),
        ({"readers": ("*",)}, "no e-mail address"),
        ({"analysts": ("аналитик@example.uz",)}, "no e-mail address"),
        ({"client_id": ""}, "client_id is missing"),
    ],
)
def test_a_sign_in_that_is_filled_in_by_half_is_refused(
    wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        AuthSettings(**(WHOLE | wrong))


def test_without_a_client_nobody_signs_in() -> None:
    assert not AuthSettings().on
    assert AUTH.on


@pytest.mark.parametrize(
    "host, here",
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("", False),
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.example.uz", False),
    ],
)
def test_loopback_is_known(host: str, here: bool) -> None:
    assert is_loopback(host) == here
