"""What docs/settings.md says of each setting, and what the settings are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from domain.settings import Settings
from tests.docs.markdown import ROOT, read

PAGE = ROOT / "docs" / "settings.md"

LEFT_OUT, NEEDED = "–", "must be given"

_PLACE = re.compile(r"^##+ `\[+([\w.]+)\]+`$")
_ROW = re.compile(r"^\| `(\w+)` \|(.*)\|(.*)\|(.*)\|(.*)\|$")


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the page, as it stands there."""

    what: str
    unit: str
    default: str
    example: str


def told() -> dict[str, Told]:
    """What the page says, by the whole name of a setting."""
    found: dict[str, Told] = {}
    place = ""
    for line in read(PAGE).splitlines():
        if heading := _PLACE.match(line):
            place = heading[1]
        elif row := _ROW.match(line):
            name = f"{place}.{row[1]}"
            assert name not in found, f"{name} stands twice in {PAGE.name}"
            found[name] = Told(*(cell.strip() for cell in row.groups()[1:]))
    return found


def known(
    model: type[BaseModel] = Settings, place: str = ""
) -> Iterator[tuple[str, FieldInfo]]:
    """Every setting by its whole name; sections and lists of tables are walked."""
    for key, field in model.model_fields.items():
        inside = _table(field.annotation)
        if inside is None or place:
            yield f"{place}{key}", field
        if inside is not None:
            yield from known(inside, f"{place}{key}.")


def default(field: FieldInfo) -> object:
    """As TOML would give it; None if it is left out."""
    kind: Any = field.annotation
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    return tomlish(adapter.dump_python(field.get_default(call_default_factory=True)))


def tomlish(value: object) -> object:
    """Lists for tuples, and plain text for what is text in the file."""
    if isinstance(value, tuple):
        return [tomlish(each) for each in value]
    return str(value) if isinstance(value, str) else value


def value_of(cell: str) -> object:
    """The value that a cell of the page holds in TOML."""
    return tomllib.loads(f"value = {cell.strip('`')}")["value"]


def check(field: FieldInfo, value: object) -> None:
    """Raise ValidationError if the setting may not have this value."""
    kind: Any = field.annotation
    if field.metadata:
        kind = Annotated[(kind, *field.metadata)]
    TypeAdapter(kind).validate_python(value)


def _table(kind: object) -> type[BaseModel] | None:
    """The table that a setting is, or is a list of."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    if get_origin(kind) in {Union, UnionType, tuple}:
        return next((t for each in get_args(kind) if (t := _table(each))), None)
    return None
