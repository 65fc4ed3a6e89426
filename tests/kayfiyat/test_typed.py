"""What we tell people to type is what they can type."""

from __future__ import annotations

from pathlib import Path

from kayfiyat.typed import as_typed


def test_a_command_that_the_shell_finds_is_called_by_its_name(tmp_path: Path) -> None:
    ours = _program(tmp_path / "bin")

    assert as_typed(str(ours), found=str(ours), here=tmp_path, by="") == "kayfiyat"


def test_one_that_it_does_not_find_is_called_as_it_was(tmp_path: Path) -> None:
    ours = _program(tmp_path / ".venv" / "bin")
    near = as_typed(str(ours), found=None, here=tmp_path, by="")
    far = as_typed(str(ours), found=None, here=tmp_path / "elsewhere", by="")

    assert (near, far) == (".venv/bin/kayfiyat", str(ours))


def test_another_of_that_name_is_not_meant(tmp_path: Path) -> None:
    ours, another = _program(tmp_path / "my bin"), _program(tmp_path / "bin")
    said = as_typed(str(ours), found=str(another), here=tmp_path, by="")

    assert said == "'my bin/kayfiyat'"


def test_run_as_a_module_it_is_told_so(tmp_path: Path) -> None:
    called, python = tmp_path / "kayfiyat" / "__main__.py", tmp_path / "python"
    said = as_typed(str(called), found=None, here=tmp_path, by=str(python))

    assert said == "python -m kayfiyat"


def _program(folder: Path) -> Path:
    folder.mkdir(parents=True)
    made = folder / "kayfiyat"
    made.touch()
    return made
