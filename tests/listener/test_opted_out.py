"""Who asked to be forgotten is not kept again, and cannot be read from the disk."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.comments import FoundComment
from domain.errors import ConfigError
from domain.sources import Kind, Source
from listener.keeping import kept_comments
from listener.opted_out import OptedOut
from listener.pseudonyms import Pseudonyms

NOON = datetime(2026, 5, 10, 7, tzinfo=UTC)
KUN, GAZETA = Source(Kind.TELEGRAM_WEB, "kun"), Source(Kind.TELEGRAM_WEB, "gazeta")


def found(identity: str | None, number: int = 1, **fields: object) -> FoundComment:
    given = {"at": NOON, "text": "ha"} | fields
    return FoundComment(id=f"c:{number}", identity=identity, **given)  # type: ignore[arg-type]


def kept(folder: Path, *comments: FoundComment, source: Source = KUN) -> list[str]:
    return [each.id for each in kept_comments(comments, source, Pseudonyms(folder))]


def test_an_account_that_asked_is_kept_of_no_source_and_no_month(
    tmp_path: Path,
) -> None:
    OptedOut(tmp_path / "opted-out").add("@ali", source="")
    later = found("@ali", 2, at=NOON + timedelta(days=90))

    assert kept(tmp_path, found("@ali"), later, found("@vali", 3)) == ["c:3"]
    assert kept(tmp_path, found("@ali"), source=GAZETA) == []


def test_a_shown_name_is_of_its_source_alone(tmp_path: Path) -> None:
    OptedOut(tmp_path / "opted-out").add("name:Ali", source=KUN.id)

    assert kept(tmp_path, found("name:Ali")) == []
    assert kept(tmp_path, found("name:Ali"), source=GAZETA) == ["c:1"]


def test_the_page_itself_and_who_has_no_name_are_kept(tmp_path: Path) -> None:
    OptedOut(tmp_path / "opted-out").add("@ali", source="")

    assert kept(tmp_path, found("@ali", official=True), found(None, 2)) == [
        "c:1",
        "c:2",
    ]


def test_where_nobody_asked_nothing_is_made(tmp_path: Path) -> None:
    assert kept(tmp_path, found("@ali")) == ["c:1"]
    assert [path.name for path in tmp_path.iterdir()] == ["2026-05.key"]


def test_it_outlives_the_keys_of_the_months(tmp_path: Path) -> None:
    pseudonyms = Pseudonyms(tmp_path)
    pseudonyms.opted_out.add("@ali", source="")
    kept(tmp_path, found("@vali"))

    pseudonyms.destroy_before(date(2026, 8, 1))

    assert kept(tmp_path, found("@ali")) == []


def test_nothing_on_the_disk_tells_who_asked(tmp_path: Path) -> None:
    pseudonyms = Pseudonyms(tmp_path)
    pseudonyms.opted_out.add("@ali", source="")
    pseudonyms.opted_out.add("@ali", source="")
    (hashed,) = pseudonyms.opted_out.hashes()
    file = tmp_path / "opted-out" / hashed

    assert file.read_bytes() == b""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert hashed != pseudonyms.author("@ali", source="", at=NOON)
    other = Pseudonyms(tmp_path / "other").opted_out
    other.add("@ali", source="")
    assert other.hashes() != {hashed}


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "opted-out").write_text("")

    with pytest.raises(ConfigError, match="--data-dir"):
        Pseudonyms(tmp_path).opted_out.add("@ali", source="")


def test_the_pseudonyms_of_the_months_held_are_those_that_were_given(
    tmp_path: Path,
) -> None:
    pseudonyms = Pseudonyms(tmp_path)
    given = {
        month: pseudonyms.author(
            "@ali", source="s", at=datetime(2026, n, 9, tzinfo=UTC)
        )
        for n, month in ((5, "2026-05"), (6, "2026-06"))
    }

    assert pseudonyms.held("@ali", source="") == given
    assert pseudonyms.months() == ["2026-05", "2026-06"]
    pseudonyms.destroy_before(date(2026, 6, 1))
    assert pseudonyms.held("@ali", source="") == {"2026-06": given["2026-06"]}
    assert pseudonyms.months() == ["2026-06"]
