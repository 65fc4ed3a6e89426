"""Imports flow one way, and each outside library lives in one place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {
    "domain": set(),
    "store": {"domain"},
    "listener": {"domain", "store"},
    "sentiment": {"domain", "store"},
    "mood": {"domain", "store"},
    "shown": {"domain", "store", "mood"},
    "digest": {"domain", "store", "mood", "shown"},
    "ui": {"domain", "store", "mood", "shown"},
    "kayfiyat": {
        *("domain", "store", "listener", "sentiment", "mood", "shown", "digest", "ui"),
    },
}
"""Of our own packages."""

LIVES_IN = {
    "motor": ("store/motor.py",),
    "pymongo": ("store/", "kayfiyat/mongod"),
    "bson": ("store/",),
    "aiohttp": (
        "listener/",
        "digest/site/",
        "digest/alerting/webhook.py",
        "kayfiyat/demo/",
    ),
    "telethon": ("listener/telegram/",),
    "prometheus_client": ("listener/",),
    "starlette": ("ui/",),
    "streamlit": ("ui/",),
    "aiosmtplib": ("digest/mail/",),
    "dkim": ("digest/mail/",),
    "cryptography": ("digest/mail/", "digest/readers/", "kayfiyat/keeping/"),
    "itsdangerous": ("digest/readers/",),
    "babel": ("shown/", "ui/", "digest/site/"),
    "jinja2": ("digest/",),
    "vl_convert": ("shown/",),
    "vaderSentiment": ("sentiment/",),
    "typer": ("kayfiyat/",),
}
"""Paths, or beginnings of paths, of the modules that may import it."""

TOUCHES_THE_STORE = {
    "sentiment": {"sentiment/job.py"},
    "mood": {
        "mood/collected.py",
        "mood/drawing.py",
        "mood/job.py",
        "mood/moving.py",
        "mood/official.py",
        "mood/quotes.py",
        "mood/reading.py",
        "mood/threads.py",
    },
}
"""All other modules of these packages are pure."""

FOR_TYPES = {"store.cells", "store.clients"}
"""What is handed around: naming it touches nothing."""


def modules() -> list[str]:
    found = (
        path.relative_to(ROOT) for p in MAY_IMPORT for path in (ROOT / p).rglob("*.py")
    )
    return sorted(path.as_posix() for path in found)


def imported(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def top(name: str) -> str:
    return name.partition(".")[0]


@pytest.mark.parametrize("module", modules())
def test_a_package_imports_only_what_stands_before_it(module: str) -> None:
    package = module.partition("/")[0]
    ours = {top(name) for name in imported(module)} & set(MAY_IMPORT)

    assert ours - {package} <= MAY_IMPORT[package]


@pytest.mark.parametrize("module", modules())
def test_each_library_lives_in_one_place(module: str) -> None:
    names = set(imported(module)) - FOR_TYPES
    homes = {top(name): LIVES_IN[top(name)] for name in names if top(name) in LIVES_IN}

    assert [name for name, home in homes.items() if not module.startswith(home)] == []


@pytest.mark.parametrize("package", TOUCHES_THE_STORE)
def test_the_logic_touches_no_store(package: str) -> None:
    touching = {
        module
        for module in modules()
        if module.startswith(f"{package}/")
        and any(top(name) == "store" for name in set(imported(module)) - FOR_TYPES)
    }

    assert touching <= TOUCHES_THE_STORE[package]


@pytest.mark.parametrize("module", [m for m in modules() if m.startswith("domain/")])
def test_the_domain_knows_no_library_but_pydantic(module: str) -> None:
    names = {top(name) for name in imported(module)} - sys.stdlib_module_names

    assert names <= {"domain", "pydantic", "pydantic_settings"}
