"""What the code never does, whoever writes it: read from the code itself."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = (
    *("domain", "listener", "store", "sentiment", "mood"),
    *("shown", "digest", "ui", "kayfiyat"),
)

RUNS_WHAT_IT_READS = {"pickle", "dill", "cloudpickle", "marshal", "shelve", "joblib"}
"""To read with these is to run what is read. Dask does so on the operator's own
cluster, and nowhere else (docs/security.md)."""

RUNS_IN_MONGODB = {"$where", "$function", "$accumulator"}
"""JavaScript in the database."""


TELLING = (ast.Call, ast.Import, ast.ImportFrom, ast.Constant, ast.Compare)


def modules() -> list[Path]:
    return [path for each in PACKAGES for path in sorted((ROOT / each).rglob("*.py"))]


@cache
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Of all modules, with their places; read once."""
    return tuple(
        (str(path.relative_to(ROOT)), node)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, TELLING)
    )


def called(node: ast.AST) -> str:
    """``np.load`` of a call; "" of anything else."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {each.name.partition(".")[0] for each in node.names}
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return set()


def test_nothing_that_is_read_is_run() -> None:
    found = [place for place, node in nodes() if imported(node) & RUNS_WHAT_IT_READS]
    run = [place for place, node in nodes() if called(node) in {"eval", "exec"}]

    assert (found, run) == ([], [])


def test_arrays_are_read_without_pickle() -> None:
    for place, node in nodes():
        if called(node) in {"np.load", "numpy.load", "np.savez_compressed"}:
            assert isinstance(node, ast.Call)
            said = {each.arg: each.value for each in node.keywords}
            allowed = said.get("allow_pickle")
            assert isinstance(allowed, ast.Constant), place
            assert allowed.value is False, place


def test_no_yaml_is_read_at_all() -> None:
    assert [place for place, node in nodes() if "yaml" in imported(node)] == []


@pytest.mark.parametrize("name", sorted(RUNS_IN_MONGODB))
def test_no_query_runs_javascript(name: str) -> None:
    assert [
        place
        for place, node in nodes()
        if isinstance(node, ast.Constant) and node.value == name
    ] == []


def test_no_program_is_started_through_a_shell() -> None:
    for place, node in nodes():
        if isinstance(node, ast.Call):
            said = {each.arg: each.value for each in node.keywords}
            assert "shell" not in said, place
        assert called(node) not in {"os.system", "os.popen"}, place


def test_secrets_are_compared_in_constant_time() -> None:
    """A MAC is told from another by its library, never by ``==``."""
    for place, node in nodes():
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            equal = any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops)
            made = {called(side) for side in sides} & {"hmac.digest", "_signed"}
            assert not (equal and made), place


def test_xml_is_read_by_a_parser_without_entities() -> None:
    """The standard library's builds what it is told; it writes, and reads nothing."""
    for place, node in nodes():
        if isinstance(node, ast.ImportFrom) and node.module == "xml.etree.ElementTree":
            names = {each.name for each in node.names}
            assert not names & {"parse", "fromstring", "iterparse", "XMLParser"}, place
