"""docs/commands.md, made of what the commands say of themselves.

``python -m tests.docs.commands`` writes it anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import typer

from tests.command_line import cli
from tests.docs.markdown import ROOT

PAGE = ROOT / "docs" / "commands.md"

INTRODUCTION = """\
# The commands

*Made of the program's own help by `python -m tests.docs.commands`, and compared by a
test.*

`make run` puts the command at `.venv/bin/kayfiyat`; elsewhere it is called `kayfiyat`.
It works on the `kayfiyat.toml` of the folder that it is run in, else on the one in its
data folder: for the demo world say `--data-dir data/demo`. It ends with status 0, or
with 2 and one sentence that names the place and the mend. `kayfiyat COMMAND --help`
says the same as this page.

Days are written `2026-01-31` and are days in Tashkent. A source is named by its id
(`telegram_web:gazetauz`, as `kayfiyat status --json` tells it), a reform by the name of
its file in [reforms/](../reforms/).
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A command, by its whole name, and the part of the help in which it stands."""

    name: str
    panel: str
    command: Any

    @property
    def options(self) -> list[Any]:
        return [each for each in self.command.params if not each.hidden]


@cache
def commands() -> tuple[Said, ...]:
    """Every command that is shown, in the order of the help."""
    group: Any = typer.main.get_command(cli)
    return tuple(_within(group, "kayfiyat", ""))


def page() -> str:
    """What docs/commands.md should hold."""
    every = commands()
    shared = _shared(every)
    parts = [INTRODUCTION, "## What most commands take", _table(shared.values())]
    panel = ""
    for said in every:
        if said.panel != panel:
            parts.append(f"## {said.panel}")
            panel = said.panel
        parts.append(_section(said, shared))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _within(group: Any, path: str, panel: str) -> Iterator[Said]:
    for name, command in group.commands.items():
        inside = panel or command.rich_help_panel or ""
        if command.hidden:
            continue
        if hasattr(command, "commands"):
            yield from _within(command, f"{path} {name}", inside)
        else:
            yield Said(f"{path} {name}", inside, command)


def _shared(every: Sequence[Said]) -> dict[str, Any]:
    """The options that half of the commands have or more, by what is said of them."""
    options = {_row(each): each for said in every for each in said.options}
    times = Counter(_row(each) for said in every for each in said.options)
    return {row: options[row] for row in times if times[row] >= len(every) / 2}


def _section(said: Said, shared: Container[str]) -> str:
    own = [each for each in said.options if _row(each) not in shared]
    usage = " ".join([said.name, *map(_in_usage, said.options)])
    parts = [f"### `{said.name}`", _told(said.command.help), f"```\n{usage}\n```"]
    return "\n\n".join([*parts, _table(own)] if own else parts)


def _in_usage(option: Any) -> str:
    if option.param_type_name == "argument":
        return _value(option)
    value = f" {_value(option)}" if _value(option) else ""
    return f"[{option.opts[0]}{value}]" + ("…" if option.multiple else "")


def _table(options: Iterable[Any]) -> str:
    rows = [_row(each) for each in options]
    return "\n".join(["| option | default | what |", "| --- | --- | --- |", *rows])


def _row(option: Any) -> str:
    value = _value(option).replace("|", "\\|")
    name = _name(option) if _name(option) == value else f"{_name(option)} {value}"
    what = [_told(option.help or "")] if getattr(option, "help", None) else []
    if getattr(option, "multiple", False):
        what.append("May be given several times.")
    return f"| `{name.strip()}` | {_default(option)} | {' '.join(what)} |"


def _name(option: Any) -> str:
    return _value(option) if option.param_type_name == "argument" else option.opts[0]


def _value(option: Any) -> str:
    """What is written after the option; nothing for one that is on or off."""
    if getattr(option, "is_flag", False):
        return ""
    if option.metavar:
        return str(option.metavar)
    kind = option.display_type(None).strip("<>")
    choices = re.fullmatch(r"(?:list\[)?([\w|]+\|[\w|]+)\]?", kind)
    if choices:
        return choices[1]
    return "NUMBER" if kind.startswith("int") else option.name.upper()


def _default(option: Any) -> str:
    if option.param_type_name == "argument" and option.required:
        return "must be given"
    told = getattr(option, "show_default", None)
    if isinstance(told, str):
        return told
    plain = option.default not in (None, False, "", ())
    return f"`{option.default}`" if plain else ""


def _told(help_: str | None) -> str:
    """Paragraphs without the breaks that the code has, nor Rich's marks."""
    told = re.sub(r"\[/?(?:bold|dim|italic)?\]", "", help_ or "")
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", told)]
    return "\n\n".join(part.replace("|", "\\|") for part in parts if part)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
