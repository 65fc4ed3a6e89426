"""What a user brings: Excel workbooks and saved answers of VK."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from domain.comments import FoundComment
from domain.errors import InputError
from domain.periods import TASHKENT
from listener.files import read_file

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)


def workbook(folder: Path, *rows: tuple[Any, ...], before: int = 0) -> Path:
    book = Workbook()
    for _ in range(before):
        book.create_sheet()
    sheet = book.worksheets[-1]
    for row in rows:
        sheet.append(row)
    path = folder / "petitions.xlsx"
    book.save(path)
    return path


def comments(path: Path, **options: Any) -> list[FoundComment]:
    contents = read_file(path, **options)
    found = [one for chat in contents.chats for one in chat.found]
    assert all(isinstance(one, FoundComment) for one in found)
    return [one for one in found if isinstance(one, FoundComment)]


def test_a_workbook_is_a_table(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("Текст", "Дата", "Автор", "id"),
        ("Нарх ошди", NOON.astimezone(TASHKENT).replace(tzinfo=None), "Али", 7.0),
        (None, None, None, None),
        ("Яхши", "2026-05-10 18:00", None, 8),
    )

    first, second = comments(path)

    assert (first.text, first.at, first.id) == ("Нарх ошди", NOON, "file:petitions:7")
    assert first.identity == "name:Али"
    assert (second.text, second.identity) == ("Яхши", None)


def test_sheets_that_are_empty_are_passed_over(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("text", "date"), ("Narx", NOON.isoformat()), before=2)

    assert [one.text for one in comments(path)] == ["Narx"]


def test_formulas_are_not_computed(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("text", "date"), ("=1+1", NOON.isoformat()))

    assert [one.text for one in comments(path)] == [""]


def test_a_row_without_a_date_is_set_aside(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, ("text", "date"), ("Narx", "soon"), ("Gaz", NOON.isoformat())
    )
    (chat,) = read_file(path).chats

    assert len(list(chat.found)) == 1
    assert chat.set_aside == [("petitions.xlsx:2", "no date that can be read")]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 xl/ broken", b"PK\x03\x04[Content_Types].xml"]
)
def test_a_broken_workbook_is_one_clear_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(data)

    with pytest.raises(InputError, match=r"broken\.xlsx: not an Excel workbook"):
        comments(path)


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))

    with pytest.raises(InputError, match="unpacks to 64 MB"):
        comments(path)


def said(number: int, **fields: Any) -> dict[str, Any]:
    given = {
        "id": number,
        "from_id": 5,
        "date": int(NOON.timestamp()),
        "text": "Qimmat",
    }
    return given | {"post_id": 3, "owner_id": -9} | fields


def answer(folder: Path, *items: Any, wrapped: bool = True) -> Path:
    whole: dict[str, Any] = {"count": len(items), "items": list(items)}
    path = folder / "wall.json"
    path.write_text(json.dumps({"response": whole} if wrapped else whole))
    return path


@pytest.mark.parametrize("wrapped", [True, False])
def test_an_answer_of_vk_is_recognised(tmp_path: Path, wrapped: bool) -> None:
    path = answer(tmp_path, said(1, likes={"count": 4}), wrapped=wrapped)

    (found,) = comments(path)

    assert read_file(path).kind == "vk"
    assert (found.id, found.post) == ("file:wall:1", "file:wall:post-3")
    assert (found.at, found.reactions) == (NOON, {"❤": 4})
    assert found.identity == "vk:5"


def test_answers_within_threads_are_comments_too(tmp_path: Path) -> None:
    inner = said(2, reply_to_comment=1)
    path = answer(tmp_path, said(1, thread={"count": 1, "items": [inner]}))

    assert [one.reply_to for one in comments(path)] == [None, "file:wall:1"]


def test_deleted_ones_are_left_and_the_page_itself_is_official(tmp_path: Path) -> None:
    path = answer(tmp_path, said(1, from_id=-9), {"id": 2, "deleted": True})

    (found,) = comments(path)

    assert found.official


def test_whom_a_mention_names_is_not_told(tmp_path: Path) -> None:
    path = answer(tmp_path, said(1, text="[id123|Алишер], narx &amp; gaz"))

    assert comments(path)[0].text == "@user, narx & gaz"


@pytest.mark.parametrize("item", [3, said(1, date=None), said(1, id="x")])
def test_what_is_no_comment_is_set_aside(tmp_path: Path, item: Any) -> None:
    path = answer(tmp_path, said(7), item)
    (chat,) = read_file(path, kind="vk").chats

    assert len(list(chat.found)) == 1
    assert len(chat.set_aside) == 1


def test_what_is_no_answer_of_vk_is_one_clear_sentence(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"error": {"error_code": 15}}')

    with pytest.raises(InputError, match="it has no items"):
        read_file(path, kind="vk")
