"""Tables: any delimiter, encoding and names; a broken row costs only itself."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.comments import FoundComment, FoundPost
from domain.errors import InputError
from listener.files import FileContents, read_file

DAY = datetime(2026, 5, 9, 19, tzinfo=UTC)  # midnight in Tashkent


def read(
    folder: Path, data: str | bytes, name: str = "t.csv", **options: Any
) -> FileContents:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_file(path, **options)


def texts(contents: FileContents) -> list[str]:
    return [found.text for chat in contents.chats for found in chat.found]


def aside(contents: FileContents) -> list[str]:
    return [place for chat in contents.chats for place, _ in chat.set_aside]


@pytest.mark.parametrize("by", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_the_dialect_and_the_encoding_are_found(
    tmp_path: Path, by: str, end: str, encoding: str
) -> None:
    rows = [
        ["matn", "sana", "muallif"],
        ['"Тариф, ""к""; | киммат"', "2026-05-10", "Али"],
    ]
    table = end.join(by.join(row) for row in rows) + end
    contents = read(tmp_path, table.encode(encoding))

    (found,) = contents.chats[0].found

    assert isinstance(found, FoundComment)
    assert found.text == 'Тариф, "к"; | киммат'
    assert (found.at, found.identity) == (DAY, "name:Али")


def test_a_quoted_field_may_hold_lines_and_quotes(tmp_path: Path) -> None:
    table = 'at,text\n2026-05-10,"bir\nikki ""uch""\n"\n2026-05-10,to\'rt\n'

    assert texts(read(tmp_path, table)) == ['bir\nikki "uch"\n', "to'rt"]


@pytest.mark.parametrize(
    "broken",
    [
        '2026-05-10,"open',
        "2026-05-10",
        "2026-05-10,a,b,c",
        '2026-05-10,"a"b"c,"',
        "no date,ha",
        ",ha",
        '2026-05-10,"' + "x" * 200_000,
    ],
)
def test_a_broken_row_is_set_aside_and_the_rest_goes_on(
    tmp_path: Path, broken: str
) -> None:
    table = f"at,text\n2026-05-10,bir\n{broken}\n2026-05-10,ikki\n\n2026-05-10,uch\n"
    contents = read(tmp_path, table)

    assert texts(contents) == ["bir", "ikki", "uch"]
    assert aside(contents) == ["t.csv:3"]


def test_stray_quotes_and_empty_fields_at_the_end_are_borne(tmp_path: Path) -> None:
    table = 'at,text\n2026-05-10,5" ekran\n2026-05-10,a "b" c,,\n2026-05-10,"a"b\n'
    contents = read(tmp_path, table)

    assert texts(contents) == ['5" ekran', 'a "b" c', "ab"]
    assert aside(contents) == []


def test_a_thousand_open_quotes_end(tmp_path: Path) -> None:
    table = "at,text\n" + '2026-05-10,"open\n' * 1001 + "2026-05-10,ha\n" * 3000
    contents = read(tmp_path, table)

    assert texts(contents).count("ha") == 3000
    assert len(aside(contents)) == 1001


def test_nuls_surrogates_and_unknown_letters_survive(tmp_path: Path) -> None:
    table = b"at,text\n2026-05-10,a\0b\n2026-05-10,\xf0\x9f\x98\x80\xff\n"
    assert texts(read(tmp_path, table, kind="csv")) == ["a\0b", "😀\ufffd"]

    rows = '{"at": "2026-05-10", "text": "\\ud83d \\u0000"}\n'
    assert texts(read(tmp_path, rows)) == ["\ud83d \0"]


def test_excels_own_first_line_is_no_row(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "sep=;\ntext;at\na,b;2026-05-10\n", kind="csv")) == [
        "a,b"
    ]


def test_columns_are_named_by_the_person(tmp_path: Path) -> None:
    table = "nick;when;said;n;under;ans\nali;2026-05-10;ha;7;3;5\n"
    names = "author=nick,at=when,text=said,id=n,post=under,reply_to=ans"
    columns = dict(pair.split("=") for pair in names.split(","))
    (chat,) = read(tmp_path, table, columns=columns).chats

    assert [*chat.found] == [
        FoundComment(
            id="file:t:7",
            at=DAY,
            text="ha",
            post="file:t:3",
            reply_to="file:t:5",
            identity="name:ali",
        )
    ]


def test_full_ids_are_left_as_they_are(tmp_path: Path) -> None:
    table = "text,at,post,id\nha,2026-05-10,telegram:kunuz:5,9\n"
    (found,) = next(iter(read(tmp_path, table).chats)).found

    assert isinstance(found, FoundComment)
    assert (found.id, found.post) == ("file:t:9", "telegram:kunuz:5")


@pytest.mark.parametrize(
    "columns, said",
    [
        ({"text": "none"}, "no column 'none' for text .the columns: a, b"),
        ({"words": "a"}, "--map words=a: no such name; use one of text, at"),
        ({"text": "a"}, "no column for at; name it with --map at=COLUMN"),
        ({}, "no column for text; name it with --map text=COLUMN"),
    ],
)
def test_a_wrong_mapping_names_the_mend(
    tmp_path: Path, columns: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, "a,b\n1,2\n", columns=columns)


@pytest.mark.parametrize(
    "given, at",
    [
        ("2026-05-10", DAY),
        ("2026-05-10 00:00", DAY),
        ("2026-05-10T00:00:00+05:00", DAY),
        ("2026-05-09T19:00:00Z", DAY),
        ("2026-05-09T19:00:00.000Z", DAY),
        ("10.05.2026", DAY),
        ("10.05.2026 00:00:00", DAY),
        ("10/05/2026 0:00", DAY),
        (str(int(DAY.timestamp())), DAY),
        (str(int(DAY.timestamp()) * 1000), DAY),
        ("32.05.2026", None),
        ("0", None),
        ("9" * 300, None),
        ("nan", None),
        ("0001-01-01", None),
        ("9999-12-31T23:59:59-23:59", None),
        ("yesterday", None),
    ],
)
def test_times_of_many_writings_are_read(
    tmp_path: Path, given: str, at: datetime | None
) -> None:
    contents = read(tmp_path, f"text;at\nha;{given}\n")

    assert [found.at for chat in contents.chats for found in chat.found] == (
        [at] if at else []
    )
    assert len(aside(contents)) == (at is None)


def test_bare_times_are_in_the_zone_that_the_person_states(tmp_path: Path) -> None:
    contents = read(tmp_path, "text,at\nha,2026-05-10\n", zone=ZoneInfo("UTC"))

    assert [f.at for f in contents.chats[0].found] == [
        datetime(2026, 5, 10, tzinfo=UTC)
    ]


def test_rows_are_comments_unless_they_look_like_posts(tmp_path: Path) -> None:
    def kinds(table: str, **options: Any) -> set[type]:
        return {
            type(f) for c in read(tmp_path, table, **options).chats for f in c.found
        }

    assert kinds("text,at\na,2026-05-10\n") == {FoundComment}
    assert kinds("text,at,channel\na,2026-05-10,x\n") == {FoundPost}
    assert kinds("text,at,channel,author\na,2026-05-10,x,y\n") == {FoundComment}
    assert kinds("text,at\na,2026-05-10\n", what="post") == {FoundPost}
    assert kinds("text,at,what\na,2026-05-10,post\nb,2026-05-10,\n") == {
        FoundPost, FoundComment
    }  # fmt: skip


def test_each_channel_is_a_source(tmp_path: Path) -> None:
    table = (
        "text,at,channel\na,2026-05-10,Kun.uz\nb,2026-05-10,  \nc,2026-05-10,Kun.uz\n"
    )
    contents = read(tmp_path, table)

    assert {c.source.id: len([*c.found]) for c in contents.chats} == {
        "file:Kun.uz": 2, "file:t": 1
    }  # fmt: skip


def test_official_rows_and_views_are_read(tmp_path: Path) -> None:
    table = "text,at,official\na,2026-05-10,ha\nb,2026-05-10,0\nc,2026-05-10,True\n"
    found = [*read(tmp_path, table).chats[0].found]
    assert [isinstance(f, FoundComment) and f.official for f in found] == [
        True, False, True
    ]  # fmt: skip

    (post,) = (
        read(tmp_path, "text,at,views\na,2026-05-10,70\n", what="post").chats[0].found
    )
    assert isinstance(post, FoundPost)
    assert post.views == 70


def test_jsonl_rows_are_read_line_by_line(tmp_path: Path) -> None:
    lines = [
        '{"text": "bir", "at": "2026-05-10"}',
        "",
        "{broken",
        "[1]",
        '{"a":' * 100_000,
        '{"text": null, "at": 1778353200, "author": 5}',
        '{"text": ["x"], "at": "2026-05-10"}',
        '{"text": "uch", "at": {"$date": 1}}',
        '{"text": "tort", "at": "2026-05-10", "extra": {}}',
    ]
    packed = gzip.compress(("\ufeff" + "\r\n".join(lines)).encode())
    contents = read(tmp_path, packed, "sharhlar.jsonl.gz")

    assert contents.kind == "jsonl"
    assert texts(contents) == ["bir", "", "['x']", "tort"]
    assert aside(contents) == [f"sharhlar.jsonl.gz:{n}" for n in (3, 4, 5, 8)]
    assert contents.chats[0].source.id == "file:sharhlar"


def test_a_line_without_end_is_set_aside(tmp_path: Path) -> None:
    row = json.dumps({"text": "ha", "at": "2026-05-10"})
    long = json.dumps({"text": "x" * (20 << 20), "at": "2026-05-10"})
    contents = read(tmp_path, f"{row}\n{long}\n{row}\n", "a.jsonl", kind="jsonl")

    assert texts(contents) == ["ha", "ha"]
    assert aside(contents) == ["a.jsonl:2"]


def test_ids_of_rows_last_and_tell_nothing_of_the_author(tmp_path: Path) -> None:
    def ids(*rows: str) -> list[str]:
        table = "text,at,author\n" + "".join(f"{row}\n" for row in rows)
        return [f.id for c in read(tmp_path, table).chats for f in c.found]

    one, two = "ha,2026-05-10,ali", "ha,2026-05-10,vali"
    assert ids(one, two) == ids(one, two)
    assert len({*ids(one, two)}) == 2  # two people say the same on one day
    assert len({*ids(one, one)}) == 1  # the same row twice
    assert len({*ids("ha,2026-05-10,", "ha,2026-05-10,")}) == 2
    assert ids(one) == ids(two)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\0\1\2\3", b"\x89PNG\r\n\x1a\n\0\0"])
def test_what_is_no_table_is_one_clear_sentence(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match=r"t\.csv: "):
        read(tmp_path, data)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_an_empty_table_is_one_clear_sentence(tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError, match=r"t\.csv: "):
        read(tmp_path, b"", kind=kind)


def test_kinds_that_are_not_built_say_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no preset finds posts"):
        read(tmp_path, b"<html>", kind="page")


def test_a_saved_feed_is_read(tmp_path: Path) -> None:
    feed = (
        b"<rss version='2.0'><channel><item><title>Narx</title></item></channel></rss>"
    )

    (chat,) = read(tmp_path, feed, kind="feed").chats

    assert [found.text for found in chat.found] == ["Narx"]


def test_what_is_no_feed_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no feed"):
        read(tmp_path, b"<html>", kind="feed")


def test_an_unknown_kind_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match="--as docx: no such kind; use one of telegram"
    ):
        read(tmp_path, b"", kind="docx")


def test_the_template_for_petitions_is_read_whole() -> None:
    template = Path(__file__).parents[2] / "docs" / "templates" / "petitions.csv"

    (chat,) = read_file(template).chats
    post, first, _, answer = list(chat.found)

    assert chat.set_aside == []
    assert isinstance(post, FoundPost)
    assert isinstance(first, FoundComment)
    assert isinstance(answer, FoundComment)
    assert first.post == answer.post == post.id
    assert (first.official, answer.official) == (False, True)
