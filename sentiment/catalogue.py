"""The catalogue of reforms, and which of them a comment names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from domain.errors import InputError
from domain.reforms import Reform
from sentiment.codes import encode
from sentiment.matching import Matcher

CATALOGUE = Path(__file__).parent / "catalogue.toml"
WRITINGS = ("uz-Latn", "uz-Cyrl", "ru", "en")


def load_catalogue(path: Path = CATALOGUE) -> dict[str, Reform]:
    """Every reform by its id. Raises InputError that names the place and the mend."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not TOML: {error}; mend that line") from None
    return {id_: _reform(path, id_, entry) for id_, entry in read.items()}


def reforms_in(text: str) -> tuple[str, ...]:
    """The ids of the reforms that the text names, in the order of the catalogue."""
    return matcher().reforms(encode([text]), [text])[0]


@cache
def matcher() -> Matcher:
    """The matcher of our own catalogue, made once."""
    return Matcher(load_catalogue())


def _reform(path: Path, id_: str, entry: Mapping[str, Any]) -> Reform:
    for key in ("titles", "terms"):
        missing = set(WRITINGS) - set(entry.get(key, {}))
        if missing:
            raise InputError(
                f"{path}: {id_}.{key} lacks {min(missing)}; add that writing"
            )
    return Reform(
        id=id_,
        titles=dict(entry["titles"]),
        terms={key: tuple(terms) for key, terms in entry["terms"].items()},
        dates=tuple(entry.get("dates", ())),
        acts=tuple(entry.get("acts", ())),
    )
