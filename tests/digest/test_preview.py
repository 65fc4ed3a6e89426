"""The letter as files, for a look before anything is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from digest.preview import files, write_preview
from digest.render import edition
from domain.errors import InputError
from shown.speech import TONGUES
from tests.digest.kinds import FEW, FULL, NOTHING

AT = datetime(2026, 3, 16, 3, tzinfo=UTC)


def test_a_browser_finds_the_picture_beside_the_page() -> None:
    made = edition(FULL, "ru")

    found = files(made, "ru", at=AT)

    assert list(found) == [
        "letter-ru.eml",
        "letter-ru.html",
        "letter-ru.txt",
        "letter-ru.png",
    ]
    assert b'src="letter-ru.png"' in found["letter-ru.html"]
    assert b"cid:" not in found["letter-ru.html"]
    assert found["letter-ru.txt"].decode().startswith(f"{made.subject}\n")
    assert [found["letter-ru.png"]] == list(made.pictures.values())


def test_the_mail_is_the_one_that_readers_get() -> None:
    made = edition(FULL, "uz")

    mail = message_from_bytes(
        files(made, "uz", at=AT)["letter-uz.eml"], policy=policy.default
    )

    assert mail["Subject"] == made.subject
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]


def test_every_language_is_written(tmp_path: Path) -> None:
    written = write_preview(FEW, tmp_path / "new" / "folder", at=AT)

    names = {path.name for path in written}
    assert names == {
        f"letter-{tag}.{kind}"
        for tag in TONGUES
        for kind in ("eml", "html", "txt", "png")
    }
    assert all(path.stat().st_size for path in written)


def test_a_letter_without_a_chart_has_no_picture(tmp_path: Path) -> None:
    assert {path.suffix for path in write_preview(NOTHING, tmp_path, at=AT)} == {
        ".eml",
        ".html",
        ".txt",
    }


def test_a_preview_that_cannot_be_written_names_its_folder(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")

    with pytest.raises(InputError, match="cannot be written"):
        write_preview(FEW, taken, at=AT)
