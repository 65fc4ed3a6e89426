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

CATALOGUE = Path(__file__).parents[1] / "reforms"
AREAS = Path("strategies", "areas.toml")
WRITINGS = ("uz-Latn", "uz-Cyrl", "ru", "en")


def load_catalogue(folder: Path = CATALOGUE) -> dict[str, Reform]:
    """Every reform by its id. Raises InputError that names the place and the mend."""
    areas = load_areas(folder)
    return {
        path.stem: _reform(path, _read(path), areas)
        for path in sorted(folder.glob("*.toml"))
    }


def load_areas(folder: Path = CATALOGUE) -> dict[str, Mapping[str, str]]:
    """The priority areas of the strategies, ``strategy-number``: titles."""
    path = folder / AREAS
    return dict(_read(path)["areas"]) if path.exists() else {}


def load_strategies(folder: Path = CATALOGUE) -> dict[str, Mapping[str, str]]:
    """The national strategies, by the year in which each began or will end: titles."""
    path = folder / AREAS
    named = _read(path)["strategies"] if path.exists() else {}
    return {year: {key: each[key] for key in WRITINGS} for year, each in named.items()}


def reforms_in(text: str) -> tuple[str, ...]:
    """The ids of the reforms that the text names, in the order of the catalogue."""
    return matcher().reforms(encode([text]), [text])[0]


@cache
def ours() -> dict[str, Reform]:
    """Our own catalogue as it was when this process first looked."""
    return load_catalogue()


@cache
def matcher() -> Matcher:
    """The matcher of our own catalogue, made once."""
    return Matcher(ours())


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not TOML: {error}; mend that line") from None


def _reform(
    path: Path, entry: Mapping[str, Any], areas: Mapping[str, object]
) -> Reform:
    for key in ("titles", "terms"):
        missing = set(WRITINGS) - set(entry.get(key, {}))
        if missing:
            raise InputError(f"{path}: {key} lacks {min(missing)}; add that writing")
    unknown = set(entry.get("areas", ())) - set(areas)
    if unknown:
        raise InputError(
            f"{path}: no area {min(unknown)!r} in {AREAS}; name one that is there"
        )
    examples = entry.get("examples", {})
    return Reform(
        id=path.stem,
        titles=dict(entry["titles"]),
        terms={key: tuple(terms) for key, terms in entry["terms"].items()},
        dates=tuple(entry.get("dates", ())),
        acts=tuple(entry.get("acts", ())),
        areas=tuple(entry.get("areas", ())),
        sources=tuple(entry.get("sources", ())),
        checked=bool(entry.get("checked", False)),
        examples=tuple(examples.get("found", ())),
        counterexamples=tuple(examples.get("not_found", ())),
    )
