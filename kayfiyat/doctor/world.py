"""What the checks look at: the settings, the folder, the environment, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from domain.errors import ConfigError
from domain.settings import DEFAULT_CONFIG, Settings
from kayfiyat.opening import Place, place


@dataclass(frozen=True, slots=True)
class World:
    """``settings`` is None where ``trouble`` says why they cannot be read.

    ``config`` is the settings file in use, if there is one. ``online``: the checks
    may ask other machines than MongoDB's.
    """

    settings: Settings | None
    config: Path | None
    data_dir: Path
    environment: Mapping[str, str]
    now: Callable[[], datetime]
    online: bool = False
    debug: bool = False
    trouble: ConfigError | None = None

    @property
    def told(self) -> Settings:
        """The settings, for checks that are not made without them."""
        if self.settings is None:
            raise ConfigError("the settings cannot be read; mend them first")
        return self.settings

    @property
    def place(self) -> Place:
        return Place(self.told, self.config, self.data_dir)


def gathered(
    config: Path | None,
    data_dir: Path,
    environment: Mapping[str, str],
    *,
    now: Callable[[], datetime],
) -> World:
    """The world as a command would find it; settings that are wrong raise nothing."""
    settings, trouble = None, None
    try:
        settings = place(config, data_dir).settings
    except ConfigError as error:
        trouble = error
    found = settings_file(config, data_dir)
    return World(settings, found, data_dir, environment, now, trouble=trouble)


def settings_file(config: Path | None, data_dir: Path) -> Path | None:
    """The file that commands would read; None if there is none."""
    candidates = [config] if config else [DEFAULT_CONFIG, data_dir / DEFAULT_CONFIG]
    return next((path for path in candidates if path.exists()), None)


def secrets(world: World) -> frozenset[str]:
    """What must never be shown, as far as the settings and the environment tell."""
    return frozenset(filter(None, _secrets(world)))


def _secrets(world: World) -> Iterator[str]:
    yield from _of_uri(world.environment.get("MONGODB_URI", ""))
    settings = world.settings
    if settings is None:
        return
    yield from (settings.telegram.api_hash, settings.youtube.key)
    yield from _of_uri(settings.mongodb.uri)
    for name in secret_names(settings):
        yield world.environment.get(name, "")


def secret_names(settings: Settings) -> tuple[str, str, str]:
    """The names in the environment under which secrets stand."""
    return (
        settings.mail.password_env,
        settings.auth.client_secret_env,
        settings.alerts.webhook_secret_env,
    )


def _of_uri(uri: str) -> Iterator[str]:
    """The password in an address of MongoDB, as written and as meant."""
    before, at, _ = uri.rpartition("@")
    if at:
        password = before.partition("://")[2].partition(":")[2]
        yield from (password, unquote(password))
