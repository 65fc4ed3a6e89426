"""A letter's facts as text, so that what was composed once is never counted anew."""

from __future__ import annotations

from functools import cache

from pydantic import ConfigDict, TypeAdapter, ValidationError

from digest.letter import Letter
from domain.errors import InputError

_Adapter = TypeAdapter[tuple[Letter]]


def dumped(letter: Letter) -> str:
    """JSON, from which ``loaded`` makes the same letter."""
    return _adapter().dump_json((letter,)).decode()


def loaded(facts: str) -> Letter:
    """The letter that was ``dumped``; also by an older version that knew fewer facts.

    Raises InputError if they are those of no letter.
    """
    try:
        (letter,) = _adapter().validate_json(facts)
    except ValidationError as error:
        raise InputError(
            f"The facts of this letter cannot be read: {_first(error)}; "
            "it was kept by another version, or changed since"
        ) from error
    return letter


@cache
def _adapter() -> _Adapter:
    """Takes a tuple, as pydantic takes no settings for a bare dataclass.

    JSON knows no NaN, which the coverage of a week without sources is: a string.
    """
    return TypeAdapter(tuple[Letter], config=ConfigDict(ser_json_inf_nan="strings"))


def _first(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in found["loc"][1:])
    return f"{place}: {found['msg']}" if place else found["msg"]
