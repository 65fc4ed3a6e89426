"""What a reader fills in, read from the body of a request. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from digest.readers.addresses import normalised
from domain.subscribers import Wishes
from shown.speech import TONGUES

LARGEST = 16 * 1024
"""Bytes of a form with every reform ticked, four times over."""

MOST_FIELDS = 500

TRAP = "website"
"""A field that no person sees: who fills it in is a program."""

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A filled form: the address as it was written, and as it is read."""

    written: str
    address: str | None
    wishes: Wishes
    trapped: bool


def fields(body: bytes) -> Fields:
    """The fields of a form; none if it has more than any of ours."""
    try:
        return parse_qs(body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}


def asked(form: Fields, *, reforms: Collection[str], spoken: str) -> Asked:
    """``reforms`` are those that can be chosen, ``spoken`` the page's language."""
    written = _first(form, "address")
    return Asked(
        written,
        normalised(written),
        wishes(form, reforms=reforms, spoken=spoken),
        trapped=bool(_first(form, TRAP)),
    )


def wishes(form: Fields, *, reforms: Collection[str], spoken: str) -> Wishes:
    """What cannot be chosen is left out."""
    language = _first(form, "language")
    chosen = set(form.get("reform", ())) & set(reforms)
    return Wishes(
        language=language if language in TONGUES else spoken,
        reforms=tuple(sorted(chosen)),
        alerts=_first(form, "alerts") == "yes",
    )


def _first(form: Fields, name: str) -> str:
    return next(iter(form.get(name, ())), "")
