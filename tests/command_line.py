"""The whole command line, for tests that call it in their own process."""

from __future__ import annotations

from kayfiyat.cli import commands

cli = commands()
