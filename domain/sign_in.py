"""Who may use the app, and how they prove who they are. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from ipaddress import ip_address
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

CALLBACK = "/oauth2callback"


class Role(StrEnum):
    """What a person may do."""

    READER = "reader"
    ANALYST = "analyst"  # and labels, sources, events, uploads


class AuthSettings(BaseModel):
    """Sign-in by OpenID Connect, off until ``client_id`` is given.

    The client's secret stands in the environment under ``client_secret_env``, or in
    the file ``client_secret_file``. ``readers`` and ``analysts`` are e-mail addresses.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    client_id: str = ""
    server_metadata_url: str = ""
    redirect_uri: str = ""
    client_secret_env: str = "KAYFIYAT_CLIENT_SECRET"  # noqa: S105 - its name
    client_secret_file: str = ""
    readers: tuple[str, ...] = ()
    analysts: tuple[str, ...] = ()

    @property
    def on(self) -> bool:
        return bool(self.client_id)

    @field_validator("readers", "analysts")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            if written_alike(each) is None or each.count("@") != 1:
                raise ValueError(
                    f"{each!r} is no e-mail address; write it whole, in Latin letters"
                )
        return value

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.on:
            if self.server_metadata_url or self.redirect_uri:
                raise ValueError("the client_id is missing; the provider gives it")
            return self
        for name in ("server_metadata_url", "redirect_uri"):
            if not is_safe(getattr(self, name)):
                raise ValueError(f"{name} is missing or no https address; mend it")
        if not self.redirect_uri.endswith(CALLBACK):
            raise ValueError(f"the redirect_uri must end in {CALLBACK}; mend it")
        if not (self.readers or self.analysts):
            raise ValueError("nobody may sign in; name readers or analysts")
        return self

    def role(self, claims: Mapping[str, Any]) -> Role | None:
        """The role of the person whom the provider describes; None for a stranger.

        An address that the provider says it has not verified is anybody's.
        """
        email = written_alike(claims.get("email"))
        if email is None or not _verified(claims):
            return None
        if email in {written_alike(each) for each in self.analysts}:
            return Role.ANALYST
        if email in {written_alike(each) for each in self.readers}:
            return Role.READER
        return None


def written_alike(email: object) -> str | None:
    """An address in small letters, to be compared; None if it is none.

    Letters beyond ASCII are refused: some of them turn into ASCII ones in small
    letters (the Kelvin sign into k), and so one address into another's.
    """
    if not isinstance(email, str) or not email.isascii() or "@" not in email:
        return None
    return email.strip().lower()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches ``host``."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_safe(url: str) -> bool:
    """Whether what is sent to ``url`` cannot be read on the way."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    )


def _verified(claims: Mapping[str, Any]) -> bool:
    """What a provider leaves unsaid (Microsoft's does) is not held against anyone."""
    said = claims.get("email_verified", True)
    return said is True or (isinstance(said, str) and said.lower() == "true")
