"""The data folder, and who can read what is secret in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kayfiyat.doctor.folders import data, private
from tests.kayfiyat.doctor.worlds import OK, WARNING, WRONG, a_world, says


def test_a_folder_that_can_be_written_or_made_will_do(tmp_path: Path) -> None:
    assert says(data(a_world(tmp_path)), OK, "can be written")
    assert says(data(a_world(tmp_path / "new" / "one")), OK, "can be made")


def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    data(a_world(tmp_path / "new"))

    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    assert says(data(a_world(tmp_path / "data")), WRONG, "no folder", "--data-dir")


def test_a_folder_that_nobody_can_write_is_wrong() -> None:
    assert says(data(a_world(Path("/proc/1"))), WRONG, "/proc/1", "chown")


def test_what_is_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "telegram.session").touch(mode=0o600)

    assert says(private(a_world(tmp_path)), OK)


def test_keys_that_others_can_read_are_wrong(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)
    (tmp_path / "letters").mkdir(mode=0o700)
    session = tmp_path / "mine.session"
    session.touch()
    session.chmod(0o640)

    found = private(a_world(tmp_path, telegram={"session": "mine"}))

    assert says(found, WRONG, str(tmp_path / "keys"), "mine.session", "chmod")
    assert "letters" not in found.said


def test_a_settings_file_with_keys_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "kayfiyat.toml"
    world = replace(a_world(tmp_path, youtube={"key": "geheim"}), config=file)
    file.write_text("[youtube]\n")
    file.chmod(0o644)
    from_elsewhere = private(world)
    file.write_text('[youtube]\nkey = "geheim"\n')
    open_to_all = private(world)
    file.chmod(0o600)

    assert says(from_elsewhere, OK)
    assert says(open_to_all, WARNING, str(file))
    assert says(private(world), OK)
