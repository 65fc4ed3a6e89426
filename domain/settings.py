"""Every setting, from ``kayfiyat.toml`` and the environment, checked on read.

``KAYFIYAT_SECTION__KEY`` overrides a key; ``MONGODB_URI`` and ``MONGODB_DB``
override the database; secrets may lie in files. A wrong line is named with its key
and the mend.
"""

from __future__ import annotations

import os
import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from pydantic import (
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from domain.errors import ConfigError
from domain.listening_settings import (
    ListenerSettings,
    TelegramSettings,
    YouTubeSettings,
)
from domain.mail_settings import (
    AlertSettings,
    LetterSettings,
    MailSettings,
    SiteSettings,
)
from domain.mongodb_settings import MongoSettings
from domain.secret_files import filled
from domain.sign_in import AuthSettings
from domain.source_settings import Outage, Section, SourceSettings

DEFAULT_CONFIG = Path("kayfiyat.toml")
DEFAULT_DATA_DIR = Path("data")


class PrivacySettings(Section):
    """P6. ``k`` may be raised, never lowered below 5."""

    k: int = Field(5, ge=5)
    text_days: int = Field(180, ge=1)


class AppSettings(Section):
    """Where the app answers.

    ``only_here`` states that no other machine reaches the address, as with a
    container's whose port is published on loopback. ``behind_proxy`` states the
    opposite of any address: a proxy of ours lets others in, so they must sign in.
    """

    address: str = "127.0.0.1"
    port: int = Field(8501, ge=1, le=65535)
    only_here: bool = False
    behind_proxy: bool = False


class Settings(BaseSettings):
    """All settings. ``load`` reads them; nothing else does."""

    model_config = SettingsConfigDict(
        env_prefix="KAYFIYAT_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
    )

    sources: tuple[SourceSettings, ...] = ()
    outages: tuple[Outage, ...] = ()
    telegram: TelegramSettings = TelegramSettings()
    youtube: YouTubeSettings = YouTubeSettings()
    listener: ListenerSettings = ListenerSettings()
    privacy: PrivacySettings = PrivacySettings()
    app: AppSettings = AppSettings()
    auth: AuthSettings = AuthSettings()
    mail: MailSettings = MailSettings()
    letter: LetterSettings = LetterSettings()
    site: SiteSettings = SiteSettings()
    alerts: AlertSettings = AlertSettings()
    mongodb: MongoSettings = MongoSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings

    @model_validator(mode="after")
    def _readers_can_be_answered(self) -> Self:
        if self.site.on and not self.mail.on:
            raise ValueError(
                "site.url needs a mail server, or nobody who subscribes hears of it; "
                "fill in [mail], or empty site.url"
            )
        return self

    @field_validator("sources")
    @classmethod
    def _named_once(
        cls, value: tuple[SourceSettings, ...]
    ) -> tuple[SourceSettings, ...]:
        seen: set[str] = set()
        for source in value:
            key = f"{source.kind}:{source.name}"
            if key in seen:
                raise ValueError(f"the source {key} is named twice; remove one")
            seen.add(key)
        return value


def load(config: Path | None = None) -> Settings:
    """Read the settings from ``config`` (default ``kayfiyat.toml``, if there).

    Raises ConfigError, in one sentence, with the file, the key and the mend.
    """
    path = config or DEFAULT_CONFIG
    if config and not config.exists():
        raise ConfigError(
            f"{config}: no such file; write one with `kayfiyat init` or mend --config"
        )
    try:
        told = Settings(**_with_database(_read(path) if path.exists() else {}))
    except ValidationError as error:
        raise ConfigError(_sentence(path, error)) from None
    return _with_secrets(told)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML: {error}; mend that line") from None


def _with_database(read: dict[str, Any]) -> dict[str, Any]:
    named = {"uri": os.environ.get("MONGODB_URI"), "db": os.environ.get("MONGODB_DB")}
    given = {key: value for key, value in named.items() if value}
    return read | {"mongodb": {**read.get("mongodb", {}), **given}} if given else read


def _with_secrets(told: Settings) -> Settings:
    """The secrets that lie in files; those of letters and sign-in are read later."""
    return told.model_copy(
        update={
            "telegram": filled(told.telegram, "api_hash", named="telegram"),
            "youtube": filled(told.youtube, "key", named="youtube"),
            "mongodb": told.mongodb.entered(),
        }
    )


def _sentence(path: Path, error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(
        str(part + 1) if isinstance(part, int) else part for part in first["loc"]
    )
    if first["type"] == "extra_forbidden":
        return f"{path}: {place} is no setting; kayfiyat.example.toml lists them all"
    message = first["msg"].removeprefix("Value error, ")
    where = f"{path}: {place}: " if place else f"{path}: "
    return f"{where}{message}{_given(place, first['input'])}"


def _given(place: str, value: object) -> str:
    """What stood there, but never a secret, nor what stands for a whole section."""
    section, _, last = place.rpartition(".")
    told = isinstance(value, str | int | float | bool) and section
    return f" (given: {value!r})" if told and not _SECRET.search(last) else ""


_SECRET = re.compile(r"key|hash|uri|secret|password|webhook")


def text_expires(at: datetime, privacy: PrivacySettings) -> datetime:
    """When the words of a comment written at ``at`` must be gone."""
    return at + timedelta(days=privacy.text_days)
