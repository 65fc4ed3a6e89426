"""Whatever is written is for its owner alone, and never through another's link."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.preview import write_preview
from domain.errors import InputError
from kayfiyat.keeping.files import write_new
from tests.digest.kinds import FEW
from tests.security.limits import ROOT

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)

EVERY_PART = """
import os, sys
from datetime import date
from io import BytesIO
from pathlib import Path
os.umask(0)
from kayfiyat import cli
data = Path(sys.argv.pop())
cli.commands = lambda _name: lambda: None
cli.main()

from digest.readers.keys import FOLDER as LETTERS
from domain.key_files import key_in
from domain.listening_settings import TelegramSettings
from domain.sign_in import AuthSettings
from domain.uploads import FOLDER, Upload
from kayfiyat import sign_in
from kayfiyat.demo_place import DemoPlace
from kayfiyat.keeping.files import write_new
from kayfiyat.mongod import private_mongod
from kayfiyat.parts import Household, Part
from listener.pseudonyms import KEYS
from listener.slots import held_slot
from listener.telegram.session import held_session
from ui.views.sources.bringing import laid

DemoPlace(data).write_settings(today=date(2026, 3, 1), port=1)
for folder in (KEYS, LETTERS):
    key_in(data / folder, "2026-03", of="test")
with private_mongod(data), held_slot(data):
    with held_session(TelegramSettings(api_id=1, api_hash="x"), data):
        laid(BytesIO(b"x"), Upload("c" * 32, "x.csv").path_in(data / FOLDER))
household = Household(data / "logs")
household.add(Part("echo", (sys.executable, "-c", "open('made', 'w').write('x')")))
household.stop()
write_new(data / "backup", [b"x"])
"""


def test_all_that_is_written_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Also where the shell would let others read and write it all: umask 000."""
    data = tmp_path / "data"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", EVERY_PART, str(data)],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
    )

    assert done.returncode == 0, done.stderr
    written = [data, *data.rglob("*")]
    assert len(written) > 30
    assert [str(each) for each in written if each.lstat().st_mode & 0o077] == []


def test_a_letter_to_look_at_is_not_written_through_a_link(tmp_path: Path) -> None:
    mine, folder = tmp_path / "mine", tmp_path / "preview"
    mine.write_text("precious")
    folder.mkdir()
    for name in ("letter-en.html", "letter-uz.eml", "letter-ru.txt"):
        (folder / name).symlink_to(mine)

    write_preview(FEW, folder, at=AT)

    assert mine.read_text() == "precious"
    assert not any(each.is_symlink() for each in folder.iterdir())


@pytest.mark.parametrize("there", ["file", "device", "loop"])
def test_where_no_folder_can_be_nothing_is_previewed(
    there: str, tmp_path: Path
) -> None:
    folder = Path("/dev/null") if there == "device" else tmp_path / there
    if there == "file":
        folder.write_text("precious")
    elif there == "loop":
        folder.symlink_to(folder)

    with pytest.raises(InputError, match="cannot be written"):
        write_preview(FEW, folder, at=AT)

    assert there != "file" or folder.read_text() == "precious"


@pytest.mark.parametrize("there", ["file", "link", "folder", "device"])
def test_a_backup_replaces_nothing(there: str, tmp_path: Path) -> None:
    mine, path = tmp_path / "mine", tmp_path / "backup"
    mine.write_text("precious")
    if there == "link":
        path.symlink_to(mine)
    elif there == "folder":
        path.mkdir()
    else:
        path = mine if there == "file" else Path("/dev/null")

    with pytest.raises(InputError, match="is there already"):
        write_new(path, [b"x"])

    assert mine.read_text() == "precious"
    assert {each.name for each in tmp_path.iterdir()} <= {"mine", "backup"}


def test_a_backup_is_not_written_through_a_link_that_leads_nowhere(
    tmp_path: Path,
) -> None:
    path, elsewhere = tmp_path / "backup", tmp_path / "elsewhere"
    path.symlink_to(elsewhere)

    write_new(path, [b"x"])

    assert not elsewhere.exists()
    assert not path.is_symlink()
