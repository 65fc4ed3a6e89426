"""Secrets in files, as Docker and systemd hand them over.

Each secret has a setting ending in ``_file`` beside it, so that it need stand neither
in the settings nor in the environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from domain.errors import ConfigError

Section = TypeVar("Section", bound=BaseModel)


def secret_in(file: str, *, named: str) -> str:
    """What ``file`` holds, without the line's end; "" if it is empty.

    ``named`` is the setting that names it. Raises ConfigError if it cannot be read.
    """
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        why = error.strerror or type(error).__name__
    except UnicodeDecodeError:
        why = "it holds no text"
    raise ConfigError(
        f"the secret in {file} ({named}) cannot be read: {why}; mend the path, or let "
        "us read the file"
    )


def filled(section: Section, key: str, *, named: str) -> Section:
    """``section`` with the secret ``key`` from its file, where there is one in it.

    Raises ConfigError if the secret is given twice, or cannot be read.
    """
    file = getattr(section, f"{key}_file")
    found = secret_in(file, named=f"{named}.{key}_file") if file else ""
    if found and getattr(section, key):
        raise ConfigError(
            f"{named}.{key} and {named}.{key}_file are both given; take one of them out"
        )
    return section.model_copy(update={key: found}) if found else section
