"""A small file or page does not take our time or memory (bombs)."""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from domain.errors import InputError, SourceError
from listener.files import excel_size, read_file
from listener.files.vk import _unnamed
from listener.markup import tree_of
from tests.security.limits import ended

READ = """
import sys
from pathlib import Path
from domain.errors import KayfiyatError
from listener.files import read_file
try:
    print(sum(1 for chat in read_file(Path(sys.argv[1])).chats for _ in chat.found))
except KayfiyatError as error:
    print(str(error).rpartition("/")[2])
"""
"""Says how many were found, or why it was refused."""

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_LISTED = f'<Override PartName="/{STRINGS}" ContentType="{_KIND}"/></Types>'
_SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'

Change = Callable[[bytes], bytes]


def workbook(path: Path, change: Change, *, strings: bytes = b"") -> Path:
    """A table of one comment, its sheet changed by a hand that knows the format."""
    book, plain = Workbook(), BytesIO()
    assert book.active is not None
    book.active.append(["id", "text", "date"])
    book.active.append(["1", "Narx", "2026-01-01T10:00:00+05:00"])
    book.save(plain)
    with (
        zipfile.ZipFile(plain) as given,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in given.namelist():
            data = given.read(part)
            if part == "[Content_Types].xml" and strings:
                data = data.replace(b"</Types>", _LISTED.encode())
            made.writestr(part, change(data) if part == SHEET else data)
        if strings:
            made.writestr(STRINGS, _SST + strings + b"</sst>")
    return path


def sized(sheet: bytes, size: bytes) -> bytes:
    """With ``size`` in place of what the sheet says of its own."""
    return re.sub(rb"<dimension[^>]*/>", size, sheet)


def at_row(number: bytes) -> Change:
    def change(sheet: bytes) -> bytes:
        return sized(sheet, b"").replace(b'<row r="2"', b'<row r="%b"' % number)

    return change


def in_the_last_column(sheet: bytes) -> bytes:
    wide = b"".join(
        b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(3, 9000)
    )
    return sized(sheet, b"").replace(b"</sheetData>", wide + b"</sheetData>")


def of_every_cell(sheet: bytes) -> bytes:
    last = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    return sized(sheet, b'<dimension ref="A1:XFD1048576"/>').replace(
        b"</sheetData>", last
    )


@pytest.mark.parametrize(
    "change, said",
    [
        (at_row(b"99999999999"), "0"),
        (of_every_cell, "1"),
        (in_the_last_column, "bomb.xlsx: a row of 16,384 columns"),
    ],
    ids=["a row far below", "a size that is a lie", "a cell far to the right"],
)
def test_a_workbook_is_as_large_as_what_is_in_it(
    change: Change, said: str, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "bomb.xlsx", change)

    assert ended(READ, str(path)).startswith(said)


def test_a_workbook_of_millions_of_empty_words_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx", bytes, strings=b"<si/>" * 3_200_000)
    packed = path.stat().st_size

    assert packed < 100_000
    assert "more cells than one table" in ended(READ, str(path))


def test_a_large_table_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "table.xlsx", bytes, strings=b"<si/>" * 1_000)
    excel_size.check(path)

    monkeypatch.setattr(excel_size, "MAX_MARKS", 1_000)
    with pytest.raises(InputError, match="more cells"):
        excel_size.check(path)


def test_a_workbook_reads_no_other_file_and_repeats_no_entity(tmp_path: Path) -> None:
    """XML's own bombs: entities of entities, and a file of ours as one."""
    laughs = b'<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%b">' % (n, b"&%c;" % (n - 1) * 10) for n in range(98, 110)
    )
    outside = b'<!ENTITY m SYSTEM "file:///etc/passwd">'
    for entities in (laughs, outside):
        head = b'<?xml version="1.0"?><!DOCTYPE x [' + entities + b"]>"

        def change(sheet: bytes, head: bytes = head) -> bytes:
            return head + sheet.replace(b"Narx", b"&m;")

        path = workbook(tmp_path / "bomb.xlsx", change)
        assert "not an Excel workbook" in ended(READ, str(path))


@pytest.mark.parametrize(
    "name, data",
    [
        ("deep.json", b'{"messages":' + b"[" * 300_000),
        ("number.json", b'{"messages":[{"id":' + b"9" * 300_000 + b"}]}"),
        ("keys.json", b'{"messages":[{' + b'"a":1,' * 400_000 + b'"b":1}]}'),
        ("lines.jsonl", b'{"text":"x","date":1,"a":' + b"[" * 300_000 + b"\n"),
        ("open.csv", b'id,text,date\n1,"' + b"a," * 1_000_000),
        ("tag.html", b'<div class="history"><div ' + b"a%d " * 400_000 + b">"),
        ("packed.json.gz", gzip.compress(b"[" * (20 << 20))),
        ("twice.json.gz", gzip.compress(gzip.compress(b"{}"))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_refused_or_read_but_ends(
    name: str, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    assert ended(READ, str(path))


def test_a_tag_of_very_many_attributes_is_refused() -> None:
    many = " ".join(f"a{n}" for n in range(50_000))
    for tag in (f"<div {many}>", f'<div =" x=">" {many}>', f'<p b="<" {many}'):
        with pytest.raises(SourceError, match="too many attributes"):
            tree_of(tag)


def test_long_words_and_long_values_are_no_attributes() -> None:
    words = "so'z " * 200_000

    tree = tree_of(f'<p title="{words}">{words}</p>')

    assert tree.css_first("p") is not None


def test_a_mention_that_is_never_closed_is_left_at_once() -> None:
    code = (
        "from listener.files.vk import _unnamed; print(len(_unnamed('[id1|a'*1000000)))"
    )

    assert ended(code) == "6000000"
    assert _unnamed("[id1:bp-2_3|Али], [club5|X] [id7|Б") == "@user, @user [id7|Б"


def test_a_zip_in_a_zip_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "nested.xlsx"
    with zipfile.ZipFile(path, "w") as outer:
        outer.writestr("xl/inner.xlsx", b"PK\x03\x04")

    with pytest.raises(InputError, match="not an Excel workbook"):
        read_file(path)
