"""The settings of letters: how they leave, when, and where readers change them.

All of it is off until ``mail.host`` is given; letters are still composed and kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from domain.secret_files import secret_in
from domain.sign_in import is_loopback, is_safe, written_alike


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MailSettings(_Section):
    """The mail server that takes our letters.

    ``security``: ``starttls`` (port 587), ``tls`` (465), or ``none``, which only a
    server on this machine may be. The password stands in the environment under
    ``password_env``, or in the file ``password_file``. ``ca_file`` is the certificate
    of a server that no public authority knows. DKIM signs if ``dkim_key``, a file
    (PEM), and ``dkim_selector`` are given. ``timeout`` is in seconds.
    """

    host: str = ""
    port: int = Field(587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_env: str = "KAYFIYAT_MAIL_PASSWORD"  # noqa: S105 - its name
    password_file: str = ""
    ca_file: str = ""
    sender: str = ""
    sender_name: str = "Kayfiyat"
    reply_to: str = ""
    dkim_selector: str = ""
    dkim_key: str = ""
    connections: int = Field(4, ge=1, le=64)
    timeout: float = Field(60.0, gt=0)

    @property
    def on(self) -> bool:
        return bool(self.host)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.on and written_alike(self.sender) is None:
            raise ValueError('the sender is missing; add sender = "letters@…"')
        if self.on and self.security == "none" and not is_loopback(self.host):
            raise ValueError(
                f"letters to {self.host} could be read on the way; "
                'set security to "starttls" or "tls"'
            )
        if bool(self.dkim_key) != bool(self.dkim_selector):
            raise ValueError("dkim_key and dkim_selector belong together; give both")
        return self


class LetterSettings(_Section):
    """When the letter is due, and who may read it later.

    It is due each Monday at ``at`` by the clock of ``zone``. ``public``: the archive
    and the feed of the subscription pages show it to everyone. ``app_url`` is where
    readers open the app, for the letter's link.
    """

    at: time = time(8)
    zone: str = "Asia/Tashkent"
    public: bool = False
    app_url: str = ""

    @field_validator("zone")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(
                f"no time zone is named {value!r}; write it as Asia/Tashkent"
            ) from None
        return value


class SiteSettings(_Section):
    """The pages on which readers subscribe, change their wishes and leave.

    ``url`` is their public address, https: links in letters begin with it.
    ``behind_proxy``: a proxy of ours stands before it and says who asks
    (``X-Forwarded-For``); without one that line could be anybody's.
    """

    url: str = ""
    address: str = "127.0.0.1"
    port: int = Field(8600, ge=1, le=65535)
    behind_proxy: bool = False

    @property
    def on(self) -> bool:
        return bool(self.url)

    @field_validator("url")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        if value and not is_safe(value):
            raise ValueError(
                f"{value!r} is no https address; readers' links would be open to all"
            )
        return value.rstrip("/")


class AlertSettings(_Section):
    """Whom to tell at once, at most once a day and topic.

    ``to`` are the operator's addresses, told in ``language``; ``webhook`` gets the
    same as JSON, signed with the secret in the environment under
    ``webhook_secret_env``, or in the file ``webhook_secret_file``. A source that was
    not seen for ``blind_hours`` is a topic.
    """

    to: tuple[str, ...] = ()
    language: str = "en"
    webhook: str = ""
    webhook_secret_env: str = "KAYFIYAT_WEBHOOK_SECRET"  # noqa: S105 - its name
    webhook_secret_file: str = ""
    blind_hours: float = Field(6.0, gt=0)

    @property
    def on(self) -> bool:
        return bool(self.to or self.webhook)

    def webhook_secret(self, environment: Mapping[str, str]) -> str:
        """From where the settings say; "" if there is none: messages go unsigned."""
        if self.webhook_secret_file:
            named = "alerts.webhook_secret_file"
            return secret_in(self.webhook_secret_file, named=named)
        return environment.get(self.webhook_secret_env, "").strip()

    @field_validator("webhook")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        if value and not is_safe(value):
            # Not repeated: who knows the address of a webhook may write to it.
            raise ValueError("what is given is no https address; give one")
        return value

    @field_validator("to")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            if written_alike(each) is None:
                raise ValueError(f"{each!r} is no e-mail address; mend it")
        return value
