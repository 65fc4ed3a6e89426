"""What it takes to speak to our mail server: settings, password, certificates."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from digest.mail.headers import address_alone
from domain.errors import ConfigError
from domain.mail_settings import MailSettings
from domain.secret_files import secret_in


@dataclass(frozen=True, slots=True)
class Access:
    """The settings, and what they point to."""

    settings: MailSettings
    password: str = field(repr=False)
    trust: ssl.SSLContext

    @property
    def sender(self) -> str:
        return address_alone("mail.sender", self.settings.sender.strip())


def access(settings: MailSettings, environment: Mapping[str, str]) -> Access:
    """Read what the settings point to. Raises ConfigError if it is not there."""
    return Access(settings, _password(settings, environment), _trust(settings.ca_file))


def _password(settings: MailSettings, environment: Mapping[str, str]) -> str:
    if not settings.user:
        return ""
    if settings.password_file:
        found = secret_in(settings.password_file, named="mail.password_file")
        where = f"the file {settings.password_file} (mail.password_file)"
    else:
        found = environment.get(settings.password_env, "").strip()
        where = f"{settings.password_env} in the environment"
    if not found:
        raise ConfigError(
            f"the mail server asks {settings.user} for a password, and there is none "
            f"in {where}; put it there"
        )
    return found


def _trust(ca_file: str) -> ssl.SSLContext:
    """Certificates and names are verified, by the machine's authorities or our file."""
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:  # ssl.SSLError is one
        raise ConfigError(
            f"the certificate {ca_file} (mail.ca_file) cannot be read: "
            f"{error.strerror or 'no PEM'}; mend the path or the file"
        ) from None
