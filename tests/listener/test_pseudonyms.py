"""One author, one pseudonym, for a month; and the keys are kept safely."""

from __future__ import annotations

import stat
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.errors import ConfigError
from listener.pseudonyms import NAME_ONLY, Pseudonyms

MAY = datetime(2026, 5, 10, tzinfo=UTC)
JUNE = datetime(2026, 6, 10, tzinfo=UTC)


def author(keys: Path, identity: str | None = "@ali", at: datetime = MAY) -> str | None:
    return Pseudonyms(keys).author(identity, source="file:a", at=at)


def test_an_author_keeps_the_pseudonym_within_a_month_only(tmp_path: Path) -> None:
    assert author(tmp_path) == author(tmp_path)
    assert author(tmp_path) != author(tmp_path, at=JUNE)
    assert author(tmp_path) != author(tmp_path, "@vali")


def test_the_month_begins_in_tashkent(tmp_path: Path) -> None:
    evening = datetime(2026, 5, 31, 19, 30, tzinfo=UTC)  # already June there

    assert author(tmp_path, at=evening) == author(tmp_path, at=JUNE)


def test_no_identity_has_no_pseudonym_and_makes_no_key(tmp_path: Path) -> None:
    assert author(tmp_path / "keys", None) is None
    assert author(tmp_path / "keys", "") is None
    assert not (tmp_path / "keys").exists()


def test_an_account_is_one_author_in_all_sources_a_display_name_is_not(
    tmp_path: Path,
) -> None:
    pseudonyms = Pseudonyms(tmp_path)

    def in_sources(identity: str) -> set[str | None]:
        sources = ("file:a", "file:b")
        return {pseudonyms.author(identity, source=s, at=MAY) for s in sources}

    assert len(in_sources("@ali")) == 1
    assert len(in_sources(f"{NAME_ONLY}Ali")) == 2


def test_a_pseudonym_holds_nothing_of_the_name_and_needs_the_key(
    tmp_path: Path,
) -> None:
    pseudonym = author(tmp_path / "one")

    assert pseudonym is not None
    assert len(pseudonym) == 32
    assert int(pseudonym, 16)
    assert pseudonym != author(tmp_path / "two")


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    author(tmp_path / "deep" / "keys")
    folder = tmp_path / "deep" / "keys"
    (key,) = folder.iterdir()

    assert key.name == "2026-05.key"
    assert len(key.read_bytes()) == 32
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_key_that_came_open_from_a_backup_is_closed(tmp_path: Path) -> None:
    author(tmp_path)
    key = tmp_path / "2026-05.key"
    key.chmod(0o644)

    author(tmp_path)

    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    program = (
        "import sys; from datetime import *; from pathlib import Path\n"
        "from listener.pseudonyms import Pseudonyms\n"
        "sys.stdin.read()\n"
        "at = datetime(2026, 5, 10, tzinfo=UTC)\n"
        "print(Pseudonyms(Path(sys.argv[1])).author('@ali', source='s', at=at))\n"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "keys")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for process in started:
        assert process.stdin
        process.stdin.close()
        process.stdin = None

    said = {process.communicate()[0] for process in started}

    assert len(said) == 1
    assert len(said.pop().strip()) == 32
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["2026-05.key"]


def test_a_broken_key_is_named_and_not_used(tmp_path: Path) -> None:
    (tmp_path / "2026-05.key").write_bytes(b"short")

    with pytest.raises(ConfigError, match=r"2026-05\.key.*32 bytes.*backup"):
        author(tmp_path)


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError, match="--data-dir"):
        author(tmp_path / "file" / "keys")


def test_old_keys_are_destroyed_and_their_authors_unlinked(tmp_path: Path) -> None:
    pseudonyms = Pseudonyms(tmp_path)
    old = pseudonyms.author("@ali", source="s", at=MAY)
    new = pseudonyms.author("@ali", source="s", at=JUNE)
    (tmp_path / "note.key").write_text("not ours")

    assert pseudonyms.destroy_before(date(2026, 6, 20)) == 1

    assert {path.name for path in tmp_path.iterdir()} == {"2026-06.key", "note.key"}
    assert pseudonyms.author("@ali", source="s", at=JUNE) == new
    assert pseudonyms.author("@ali", source="s", at=MAY) != old


def test_destroying_where_nothing_is_does_nothing(tmp_path: Path) -> None:
    assert Pseudonyms(tmp_path / "none").destroy_before(date(2026, 6, 1)) == 0


def test_any_identity_can_be_hashed(tmp_path: Path) -> None:
    strange = ["\ud83d", "\0", "name:\n", "я" * 10_000]

    assert len({author(tmp_path, each) for each in strange}) == len(strange)
