"""Our command, as it is to be typed by who started it."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path


def command() -> str:
    """``kayfiyat`` if the shell finds it; else how it was called, from this folder."""
    return as_typed(
        sys.argv[0], found=shutil.which("kayfiyat"), here=Path.cwd(), by=sys.executable
    )


def as_typed(called: str, *, found: str | None, here: Path, by: str) -> str:
    """``found`` is what the shell knows by the name, ``by`` the Python that runs."""
    path = Path(called).absolute()
    if path.name != "kayfiyat":  # `python -m kayfiyat`
        return f"{_from(here, Path(by))} -m kayfiyat"
    if found and Path(found).samefile(path):
        return "kayfiyat"
    return _from(here, path)


def _from(here: Path, path: Path) -> str:
    near = path.relative_to(here) if path.is_relative_to(here) else path
    return shlex.quote(str(near))
