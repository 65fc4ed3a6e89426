"""The settings: where they were found, and what in the environment names none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel

from domain.settings import DEFAULT_CONFIG, Settings
from kayfiyat.beating import HEARTBEAT
from kayfiyat.doctor.findings import Finding, of_error, ok, warning
from kayfiyat.doctor.world import World, secret_names
from kayfiyat.keeping.passphrase import VARIABLE
from ui.explaining import EXPLAINER
from ui.launch import UPLOADS

PREFIX = "KAYFIYAT_"

OUR_OWN = frozenset({UPLOADS, EXPLAINER, HEARTBEAT, VARIABLE, f"{VARIABLE}_FILE"})
"""What our processes tell one another, and who starts them tells them."""


def settings(world: World) -> Finding:
    if world.trouble:
        return of_error(world.trouble)
    return of_file(world.config)


def of_file(found: Path | None) -> Finding:
    if found is None:
        return warning(
            f"no {DEFAULT_CONFIG} here or in the data folder: every setting is as "
            "it comes",
            "run `kayfiyat init`, then choose the sources in the file",
        )
    return ok(f"{found.absolute()}, every line understood")


def overrides(world: World) -> Finding:
    named = secret_names(world.settings) if world.settings else ()
    return of_overrides(world.environment, known={*known_names(), *OUR_OWN, *named})


def of_overrides(names: Iterable[str], *, known: Collection[str]) -> Finding:
    """Names in the environment that begin like ours and are none of the ``known``."""
    ours = sorted(name for name in names if name.upper().startswith(PREFIX))
    if not ours:
        return ok("none in the environment")
    strange = [name for name in ours if name.upper() not in known]
    if not strange:
        return ok(f"{len(ours)} in the environment, each names a setting")
    said = f"{', '.join(strange)} in the environment: no setting is named so"
    return warning(said, f"unset it, or name it {_likely(strange[0], known)}")


def _likely(name: str, known: Collection[str]) -> str:
    close = get_close_matches(name.upper(), sorted(known), n=1, cutoff=0.8)
    return close[0] if close else "KAYFIYAT_SECTION__KEY"


def known_names() -> frozenset[str]:
    """Every name by which the environment overrides a setting."""
    return frozenset(_names(PREFIX, Settings))


def _names(prefix: str, model: type[BaseModel]) -> Iterable[str]:
    for name, field in model.model_fields.items():
        whole = f"{prefix}{name.upper()}"
        yield whole
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _names(f"{whole}__", kind)
