"""Every regular expression of the program, with how it is used."""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGES = [
    "domain",
    "store",
    "listener",
    "sentiment",
    "mood",
    "shown",
    "digest",
    "ui",
    "kayfiyat",
    "reforms",
]

SCRIPTS = {"ui.app", "ui.serving", "kayfiyat.__main__"}
"""To import them is to run them. They hold no pattern."""

MADE_LATER = {"sentiment.greetings": "_pattern", "sentiment.terms": "_capitals"}
"""Modules that make a pattern of our own lists when they are first asked."""

_USES = {"match", "search", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
_ANY = {"finditer", "fullmatch"}


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern at its place, with the methods by which texts are put to it."""

    place: str
    pattern: re.Pattern[Any]
    uses: frozenset[str]


def modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        whole = import_module(package)
        yield whole
        for each in pkgutil.walk_packages(whole.__path__, f"{package}."):
            if each.name not in SCRIPTS:
                yield import_module(each.name)


def patterns() -> Iterator[Used]:
    """All that are written in the code, in the order of modules."""
    for module in modules():
        tree = _tree(module)
        made_later = MADE_LATER.get(module.__name__)
        for call, name in _calls(tree, made_later):
            yield _used(module, call, _uses_of(name, tree) if name else None)
    yield from _made_later()


def _made_later() -> Iterator[Used]:
    greetings = import_module("sentiment.greetings")._pattern()
    yield Used("sentiment.greetings._pattern", greetings, frozenset({"match"}))
    capitals = import_module("sentiment.terms")._capitals("QQS")
    yield Used("sentiment.terms._capitals", capitals, frozenset({"search"}))


@cache
def _source(path: str) -> ast.Module:
    return ast.parse(Path(path).read_text(encoding="utf-8"))


def _tree(module: ModuleType) -> ast.Module:
    return _source(str(module.__file__))


def _calls(tree: ast.Module, skipped: str | None) -> Iterator[tuple[ast.Call, str]]:
    """Calls of ``re``, and the name that the compiled pattern gets, if one."""
    named = {
        id(each.value): each.targets[0].id
        for each in ast.walk(tree)
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
    }
    inside = {
        id(node)
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef) and each.name == skipped
        for node in ast.walk(each)
    }
    for node in ast.walk(tree):
        if id(node) not in inside and isinstance(node, ast.Call) and _of_re(node.func):
            yield node, named.get(id(node), "")


def _of_re(func: ast.expr) -> bool:
    return (
        isinstance(func, ast.Attribute)
        and isinstance(func.value, ast.Name)
        and func.value.id == "re"
        and func.attr in _USES | {"compile"}
    )


def _uses_of(name: str, tree: ast.Module) -> frozenset[str]:
    """The methods that ``name`` is asked for; any, if it is handed on."""
    found = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    }
    return frozenset(found & _USES or _ANY)


def _used(module: ModuleType, call: ast.Call, uses: frozenset[str] | None) -> Used:
    assert isinstance(call.func, ast.Attribute)
    how = call.func.attr
    flags = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(how, 2)
    given = [each.value for each in call.keywords if each.arg == "flags"]
    given += call.args[flags : flags + 1]
    pattern = _value(call.args[0], module)
    made = re.compile(pattern, _value(given[0], module) if given else 0)
    place = f"{module.__name__}:{call.lineno}"
    return Used(place, made, uses or frozenset(_ANY if how == "compile" else {how}))


def _value(node: ast.expr, module: ModuleType) -> Any:
    code = compile(ast.Expression(node), module.__name__, "eval")
    return eval(code, dict(vars(module)))  # noqa: S307 - our own code
