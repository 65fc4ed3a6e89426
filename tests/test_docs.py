"""The pages say what is so: settings, commands, links, and what is to be typed."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import typer

from domain.settings import Settings, load
from tests.command_line import cli
from tests.docs import api, commands, settings
from tests.docs.markdown import ROOT, Typed, anchors, links, pages, read, typed

EXAMPLE = ROOT / "kayfiyat.example.toml"

KNOWN = dict(settings.known())

METHOD = ROOT / "docs" / "method.md"

OURS = {
    *("domain", "store", "listener", "sentiment", "mood", "shown", "digest", "ui"),
    *("kayfiyat", "benchmarks"),
}

FILES = {"toml", "py", "md", "json"}

EXPLAINED_ELSEWHERE = "sources.page."
"""The example names the place where the parts of a page are explained."""

LONG = 20
"""Ruff asks every module and class for a docstring, and longer functions we do."""

OPTIONAL = {"--help", "--version"}

UNFINISHED = {"MissingParameter", "BadOptionUsage"}
"""What Typer says to a command that lacks something."""


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def every(program: str) -> list[Typed]:
    """What all pages tell to type; the usage in the table of commands is no command."""
    shown = [page for page in pages() if page != commands.PAGE]
    return [each for page in shown for each in typed(page, program)]


def test_every_setting_is_documented_and_no_other() -> None:
    assert sorted(settings.told()) == sorted(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_the_page_gives_the_default_of_a_setting(name: str) -> None:
    told, field = settings.told()[name], KNOWN[name]

    if field.is_required():
        assert told.default == settings.NEEDED
    elif settings.default(field) is None:
        assert told.default == settings.LEFT_OUT
    else:
        assert settings.value_of(told.default) == settings.default(field)


@pytest.mark.parametrize("name", KNOWN)
def test_the_example_of_a_setting_is_allowed_and_another_than_its_default(
    name: str,
) -> None:
    told, field = settings.told()[name], KNOWN[name]

    settings.check(field, settings.value_of(told.example))

    assert told.what
    assert told.example != told.default


def test_the_example_file_holds_every_setting_with_its_default() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    example, read = load(EXAMPLE), tomllib.loads(text)

    for name, field in KNOWN.items():
        section, _, key = name.partition(".")
        if section == "sources":
            explained = name.startswith(EXPLAINED_ELSEWHERE)
            assert explained or re.search(rf"^# {key}  ", text, re.MULTILINE), name
        elif section == "outages":
            assert key in read["outages"][0], name
        else:
            assert key in read[section], f"{name} is not in {EXAMPLE.name}"
            assert getattr(getattr(example, section), key) == field.default, name


def test_no_section_of_the_settings_is_left_out() -> None:
    sections = {name.partition(".")[0] for name in KNOWN}

    assert sections == set(Settings.model_fields)


def test_the_page_of_commands_is_what_they_say_of_themselves() -> None:
    assert read(commands.PAGE) == commands.page(), (
        "write it anew: .venv/bin/python -m tests.docs.commands"
    )


@pytest.mark.parametrize("said", commands.commands(), ids=lambda said: said.name)
def test_a_command_and_its_options_say_what_they_do(said: commands.Said) -> None:
    silent = [
        option.opts[0]
        for option in said.options
        if option.param_type_name == "option" and not option.help
    ]

    assert said.command.help
    assert silent == []


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    dead = [target for target in links(page) if not leads(page, target)]

    assert dead == []


@pytest.mark.parametrize("call", every("kayfiyat"), ids=str)
def test_a_command_that_a_page_gives_is_understood(call: Typed) -> None:
    assert misunderstood(call) is None


@pytest.mark.parametrize(
    "words, whole",
    [
        ("mood --bye week", False),
        ("mood --by weak", False),
        ("labels drow", False),
        ("status now", False),
        ("import", True),
        ("", True),
    ],
)
def test_a_command_that_would_be_refused_is_told(words: str, *, whole: bool) -> None:
    call = Typed(commands.PAGE, ("kayfiyat", *words.split()), whole)

    assert misunderstood(call) is not None


@pytest.mark.parametrize("target", ["nowhere.md", "method.md#nothing", "../docs/no"])
def test_a_link_that_leads_nowhere_is_told(target: str) -> None:
    assert not leads(METHOD, target)


@pytest.mark.parametrize("call", every("make"), ids=str)
def test_a_target_that_a_page_gives_is_in_the_makefile(call: Typed) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    target = next((word for word in call.words[1:] if "=" not in word), "run")

    assert re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("call", every("python"), ids=str)
def test_a_module_that_a_page_runs_is_there(call: Typed) -> None:
    if call.words[1:2] == ("-m",):
        assert find_spec(call.words[2]) is not None


@cache
def root() -> Any:
    return typer.main.get_command(cli)


def leads(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    return file.exists() and (not anchor or anchor in anchors(file))


@pytest.mark.parametrize("page", pages(), ids=named)
def test_what_a_page_names_of_the_code_is_there(page: Path) -> None:
    missing = [name for name in named_of_code(page) if not is_there(name)]

    assert missing == []


def test_the_method_gives_the_constants_of_the_code() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| `([^`]+)` \|$", read(METHOD), re.MULTILINE)

    wrong = [name for name, value in rows if str(thing(name)) != value]

    assert len(rows) > 30
    assert wrong == []


def test_the_docstrings_become_pages(tmp_path: Path) -> None:
    api.build(tmp_path, ("domain.periods", "domain.errors"))

    assert "The latest whole week" in (tmp_path / "domain" / "periods.html").read_text()


@pytest.mark.parametrize(
    "package", ["domain", "store", "mood", "sentiment", "listener"]
)
def test_a_long_public_function_states_its_contract(package: str) -> None:
    silent = [
        f"{module.relative_to(ROOT)}: {each.name}"
        for module in (ROOT / package).rglob("*.py")
        for each in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        if not each.name.startswith("_") and not ast.get_docstring(each)
        if (each.end_lineno or 0) - each.lineno > LONG
    ]

    assert silent == []


def named_of_code(page: Path) -> list[str]:
    """Names such as `mood.cells.cells_of`; what stands elsewhere too is a setting."""
    found = re.findall(r"`([a-z]\w*(?:\.\w+)+)`", read(page))
    return [each for each in found if each.partition(".")[0] in OURS]


def is_there(name: str) -> bool:
    return name in KNOWN or name.rpartition(".")[2] in FILES or bool(thing(name))


def thing(name: str) -> object:
    """The module, or what stands in one, of that name; None if there is none."""
    module, _, rest = name.rpartition(".")
    if is_module(name):
        return import_module(name)
    found = thing(module) if module else None
    return getattr(found, rest, None)


def is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # of what is no package
        return False


def misunderstood(call: Typed) -> str | None:
    """What the program says to a command of a page; None if it would run it.

    Prose names a command without all that it needs, in a block it stands whole.
    """
    command = root()
    words = list(call.words[1:])
    while hasattr(command, "commands") and words and words[0] not in OPTIONAL:
        if words[0] not in command.commands:
            return f"no command {words[0]}"
        command = command.commands[words.pop(0)]
    if hasattr(command, "commands") or set(words) & OPTIONAL:
        return None if not call.whole or words else "no command"
    return _refused(command, words, whole=call.whole)


def _refused(command: Any, words: list[str], *, whole: bool) -> str | None:
    try:
        command.make_context(command.name, words)
    except Exception as error:  # Typer's own errors have no public base
        if type(error).__name__ in UNFINISHED and not whole:
            return None
        return f"{type(error).__name__}: {getattr(error, 'message', error)}"
    return None
