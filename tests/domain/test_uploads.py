"""The names of files that analysts bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import InputError
from domain.uploads import Upload, safe_name

TOKEN = "a" * 32


@pytest.mark.parametrize(
    "given, kept",
    [
        ("result.json", "result.json"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\fikrlar.csv", "fikrlar.csv"),
        (".hidden", "hidden"),
        ("..", "file"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("х" * 300 + ".csv", "х" * 76 + ".csv"),
    ],
)
def test_a_file_keeps_its_name_but_no_way_out(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert safe_name(kept) == kept


@pytest.mark.parametrize(
    "token, name",
    [("../x", "a.csv"), (TOKEN, "../a.csv"), ("", "a.csv"), (TOKEN, "..")],
)
def test_an_upload_leads_nowhere_else(token: str, name: str) -> None:
    with pytest.raises(InputError):
        Upload(token, name).path_in(Path("uploads"))


def test_an_upload_lies_in_a_folder_of_its_own() -> None:
    assert Upload(TOKEN, "a.csv").path_in(Path("u")) == Path("u") / TOKEN / "a.csv"
