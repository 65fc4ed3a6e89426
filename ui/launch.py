"""How the app is started: one command line, whatever the folder."""

from __future__ import annotations

import sys
from pathlib import Path

from domain.settings import Settings
from ui import theme

SCRIPT = Path(__file__).with_name("app.py")

# Errors reach the page as our own sentences; anything else stays in the log.
# Nothing is sent anywhere: no statistics, no link to a search engine.
FIXED = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": "false",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
}


def command(settings: Settings, *, python: str = sys.executable) -> list[str]:
    """The command line that serves the app at the address of the settings.

    The database and ``KAYFIYAT_PRIVACY__K`` go to it in the environment.
    """
    served = {
        "server.address": settings.app.address,
        "server.port": str(settings.app.port),
    }
    options = served | FIXED | theme.options()
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [python, "-m", "streamlit", "run", str(SCRIPT), *flags]
