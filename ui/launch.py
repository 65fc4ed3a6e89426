"""How the app is started: one command line, whatever the folder; never wide open."""

from __future__ import annotations

import sys
from pathlib import Path

from domain.errors import ConfigError
from domain.settings import Settings
from domain.sign_in import is_loopback
from domain.uploads import MAX_MB
from shown import theme

SCRIPT = Path(__file__).with_name("app.py")
SERVED = SCRIPT.with_name("serving.py")

UPLOADS = "KAYFIYAT_UPLOADS"
"""In the environment: the folder for what analysts bring."""

# Errors reach the page as our own sentences; anything else stays in the log.
# Nothing is sent anywhere: no statistics, no link to a search engine.
FIXED = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": "false",
    "server.maxUploadSize": str(MAX_MB),
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
}


def check(settings: Settings, *, address: str | None = None) -> None:
    """Raise ConfigError if strangers could reach the app and need not sign in.

    ``address`` is where it answers, if not where the settings say; "" is everywhere.
    """
    where = settings.app.address if address is None else address
    if settings.auth.on:
        return
    if settings.app.behind_proxy:
        raise ConfigError(
            "a proxy would let everyone into the app, without a sign-in; fill in "
            "[auth] (docs/sign-in.md), or take app.behind_proxy away"
        )
    if settings.app.only_here or is_loopback(where):
        return
    named = repr(where) if where else "this machine"
    raise ConfigError(
        f"the app would answer everyone who reaches {named}, "
        "without a sign-in; fill in [auth] (docs/sign-in.md), or leave "
        "app.address at 127.0.0.1 and start the app by `kayfiyat app`"
    )


def command(
    settings: Settings, *, python: str = sys.executable, secrets: Path | None = None
) -> list[str]:
    """The command line that serves the app at the address of the settings.

    ``secrets`` is Streamlit's file with the sign-in. Raises ConfigError as ``check``.
    """
    check(settings)
    served = {
        "server.address": settings.app.address,
        "server.port": str(settings.app.port),
        **({"secrets.files": str(secrets)} if secrets else {}),
    }
    options = served | FIXED | theme.options()
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [python, "-m", "streamlit", "run", str(SERVED), *flags]


def environment(settings: Settings, *, uploads: Path) -> dict[str, str]:
    """What the app must know of the settings, wherever their file lies.

    The database goes to it in the environment as well. There is no secret in it.
    """
    return {
        "KAYFIYAT_PRIVACY": settings.privacy.model_dump_json(),
        "KAYFIYAT_APP": settings.app.model_dump_json(),
        "KAYFIYAT_AUTH": settings.auth.model_dump_json(),
        "KAYFIYAT_LETTER": settings.letter.model_dump_json(),
        UPLOADS: str(uploads.resolve()),
    }
