"""Telegram Desktop's JSON: who is a post, who a comment, and what is broken."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.comments import FoundComment, FoundPost
from domain.errors import InputError
from listener.files import Chat, FileContents, read_file

AT = {"date": "2026-05-10T12:00:00", "date_unixtime": "1778396400"}
NOON = datetime(2026, 5, 10, 7, tzinfo=UTC)


def message(n: int | None, text: object = "ha", **fields: Any) -> dict[str, Any]:
    """A comment by user1, unless said otherwise; a None takes a field away."""
    made: dict[str, Any] = {"id": n, "type": "message", "text": text, **AT}
    made |= {"from": "Ali", "from_id": "user1", **fields}
    return {key: value for key, value in made.items() if value is not ...}


def read(folder: Path, raw: object) -> FileContents:
    path = folder / "result.json"
    path.write_text(raw if isinstance(raw, str) else json.dumps(raw), encoding="utf-8")
    return read_file(path, kind="telegram_export")


def group(
    folder: Path, *messages: object, kind: str = "public_supergroup", **fields: Any
) -> Chat:
    raw = {"name": "G", "type": kind, "id": 77, "messages": messages} | fields
    (chat,) = read(folder, raw).chats
    return chat


def comments(chat: Chat) -> list[FoundComment]:
    return [found for found in chat.found if isinstance(found, FoundComment)]


def posts(chat: Chat) -> list[FoundPost]:
    return [found for found in chat.found if isinstance(found, FoundPost)]


def test_a_comment_has_its_natural_id_time_and_account(tmp_path: Path) -> None:
    (found,) = group(tmp_path, message(5)).found

    assert found == FoundComment(
        id="telegram:77:5", at=NOON, text="ha", identity="telegram:user1"
    )


@pytest.mark.parametrize(
    "text, words",
    [
        ("ha", "ha"),
        (["a ", {"type": "bold", "text": "b"}, "\nc"], "a b\nc"),
        (None, ""),
        ({"type": "plain", "text": "x"}, "x"),
        ([["nested"], 5, None, {"text": ["deep"]}, "y"], "y"),
        ("\ud83d\0\ufeff\r\n", "\ud83d\0\ufeff\r\n"),
    ],
)
def test_text_is_joined_as_it_stands(tmp_path: Path, text: object, words: str) -> None:
    entities = [{"type": "plain", "text": "twice"}]
    (found,) = group(tmp_path, message(5, text, text_entities=entities)).found

    assert found.text == words


def test_everything_in_a_channel_is_a_post(tmp_path: Path) -> None:
    first = message(1, from_id="channel77", author="Signature")
    chat = group(tmp_path, first, message(2), kind="public_channel")

    assert [type(found) for found in chat.found] == [FoundPost, FoundPost]
    assert chat.source.id == "file:telegram-77"
    assert chat.source.institution == "G"


def test_comments_are_traced_to_the_post_that_they_stand_under(tmp_path: Path) -> None:
    post = {"from": None, "from_id": "channel9"}
    chat = group(
        tmp_path,
        message(1, **post),
        message(2, reply_to_message_id=1),
        message(3, reply_to_message_id=2),
        message(4, reply_to_message_id=3),
        message(5),
        message(6, reply_to_message_id=5),
        message(7, reply_to_message_id=404),
        message(8, reply_to_message_id=1, reply_to_peer_id="channel55"),
        message(9, reply_to_message_id=1, reply_to_peer_id="user55"),
    )
    under = {each.id.rpartition(":")[2]: each.post for each in comments(chat)}

    assert [post.id for post in posts(chat)] == ["telegram:77:1"]
    assert {n for n, post in under.items() if post} == {"2", "3", "4"}
    assert {*under.values()} == {None, "telegram:77:1"}
    assert [each.reply_to for each in comments(chat)][-3:] == [
        "telegram:77:404",
        "telegram:55:1",
        None,  # never the id of a person
    ]


def test_rings_and_long_chains_of_answers_end(tmp_path: Path) -> None:
    ring = [message(n, reply_to_message_id=n % 3 + 1) for n in (1, 2, 3)]
    itself = message(4, reply_to_message_id=4)
    lost = [message(n, reply_to_message_id=n - 1) for n in range(100, 20_000)]
    first = message(20_000, from_id="channel9")
    led = [message(n, reply_to_message_id=n - 1) for n in range(20_001, 40_000)]
    chat = group(tmp_path, *ring, itself, *lost, first, *reversed(led))

    under = [each.post for each in comments(chat)]

    assert under.count("telegram:77:20000") == len(led)
    assert under.count(None) == len(under) - len(led)


def test_who_speaks_for_the_page_is_official(tmp_path: Path) -> None:
    chat = group(
        tmp_path,
        message(1, **{"from": "C", "from_id": "channel9", "forwarded_from": "C"}),
        message(2, from_id="chat77"),
        message(3, from_id="channel77"),
        message(4, from_id="channel9", reply_to_message_id=1),
        message(5, from_id="channel8", reply_to_message_id=1),  # a member's own
        message(6, from_id="channel8"),
        message(7),
    )

    assert [post.id for post in posts(chat)] == ["telegram:77:1"]
    official = {each.id[-1]: each.official for each in comments(chat)}
    assert official == {
        "2": True, "3": True, "4": True, "5": False, "6": False, "7": False
    }  # fmt: skip


@pytest.mark.parametrize(
    "author, identity",
    [
        ({"from_id": "user5", "from": None}, "telegram:user5"),
        ({"from_id": 5}, "telegram:user5"),
        ({"from_id": None, "from": "Ali"}, "name:Ali"),
        ({"from_id": None, "from": None}, None),
        ({"from_id": ["user5"], "from": {}}, None),
        ({"from_id": {"a": 1}, "from": " "}, None),
        ({"from_id": True, "from": 7}, None),
    ],
)
def test_authors_are_told_by_account_then_by_name(
    tmp_path: Path, author: dict[str, Any], identity: str | None
) -> None:
    (found,) = comments(group(tmp_path, message(5, **author)))

    assert found.identity == identity


def test_reactions_are_counts_and_who_gave_them_is_dropped(tmp_path: Path) -> None:
    given = [
        {"type": "emoji", "count": 3, "emoji": "👍", "recent": [{"from": "Vali"}]},
        {"type": "emoji", "count": "2", "emoji": "👍"},
        {"type": "custom_emoji", "count": 1, "document_id": "stickers/a.webp"},
        {"type": "paid", "count": 4},
        {"type": "emoji", "count": -1, "emoji": "x"},
        {"type": "emoji", "count": True, "emoji": "x"},
        {"type": "emoji", "count": 10**30, "emoji": "x"},
        "👎",
    ]
    (found,) = group(tmp_path, message(5, reactions=given)).found

    assert found.reactions == {"👍": 5, "custom:stickers/a.webp": 1, "paid": 4}
    assert "Vali" not in repr(found)


@pytest.mark.parametrize(
    "dates, at",
    [
        ({}, NOON),
        ({"date": "garbage"}, NOON),
        ({"date_unixtime": 1778396400}, NOON),
        ({"date_unixtime": ...}, NOON),  # local: Tashkent
        ({"date_unixtime": "?"}, NOON),
        ({"date": "2026-05-10T12:00:00Z", "date_unixtime": ...}, NOON.replace(hour=12)),
    ],
)
def test_unix_time_goes_before_the_local_date(
    tmp_path: Path, dates: dict[str, Any], at: datetime
) -> None:
    (found,) = group(tmp_path, message(5, **dates)).found

    assert found.at == at


def test_an_edit_in_1970_is_none(tmp_path: Path) -> None:
    edits = [
        {},
        {"edited": "1970-01-01T05:00:00"},
        {"edited_unixtime": "1778396460", "edited": "2026-05-10T12:01:00"},
    ]
    chat = group(tmp_path, *(message(n, **edit) for n, edit in enumerate(edits)))

    assert [each.edited for each in chat.found] == [
        False, False, NOON.replace(minute=1)
    ]  # fmt: skip


def test_what_cannot_be_read_is_set_aside_with_its_place(tmp_path: Path) -> None:
    chat = group(
        tmp_path,
        message(1),
        message(2, date=..., date_unixtime=...),
        {"id": 3, "type": "unsupported"},
        "text",
        None,
        message(6, date="0001-01-01T00:00:00", date_unixtime="-5"),
        message(7, date="9999-12-31T23:59:59", date_unixtime=1e400),
        {"id": 8, "type": "service", "action": "pin_message"},
        message(9),
    )

    assert [each.id for each in chat.found] == ["telegram:77:1", "telegram:77:9"]
    assert [place for place, _ in chat.set_aside] == [
        "result.json, chat 77: message 2",
        "result.json, chat 77: message 3",
        "result.json, chat 77: message number 4",
        "result.json, chat 77: message number 5",
        "result.json, chat 77: message 6",
        "result.json, chat 77: message 7",
    ]
    assert "did not support" in chat.set_aside[1][1]


def test_reading_again_finds_the_same(tmp_path: Path) -> None:
    chat = group(tmp_path, message(None), message(None), message(3), "broken")

    assert [*chat.found] == [*chat.found]
    assert len(chat.set_aside) == 1


def test_messages_without_ids_get_lasting_ones_that_tell_nothing(
    tmp_path: Path,
) -> None:
    def ids(*texts: str, **fields: Any) -> list[str]:
        made = (message(None, text, **fields) for text in texts)
        return [found.id for found in group(tmp_path, *made).found]

    assert ids("bir", "ikki") == ids("bir", "ikki") == ids("ikki", "bir")[::-1]
    assert len({*ids("bir", "bir")}) == 1  # one account, one second, the same words
    assert len({*ids("bir", "bir", from_id=None, **{"from": None})}) == 2
    assert ids("call +998901234567") == ids("call +998907654321")
    assert ids("bir", from_id="user1") == ids("bir", from_id="user2")


def test_of_an_account_all_chats_are_read_the_left_ones_too(tmp_path: Path) -> None:
    def chat(n: int, **fields: Any) -> dict[str, Any]:
        return {"name": "N", "id": n, "messages": [message(1)]} | fields

    contents = read(
        tmp_path,
        {
            "about": "x",
            "personal_information": {"user_id": 1, "phone_number": "+998901234567"},
            "chats": {"list": [
                chat(1, type="personal_chat"),
                chat(2, type="public_channel"),
                chat(3),
                chat(4, type=["public_channel"]),
                "broken",
                chat(5, type="public_supergroup", messages="none"),
            ]},
            "left_chats": {"list": [chat(-1006, type="public_supergroup")]},
        },
    )  # fmt: skip

    assert [chat.public for chat in contents.chats] == [
        False, True, False, False, True, True
    ]  # fmt: skip
    assert [len([*chat.found]) for chat in contents.chats] == [1, 1, 1, 1, 0, 1]
    assert contents.chats[-1].source.name == "telegram-6"
    assert {chat.source.institution for chat in contents.chats if not chat.public} == {
        ""
    }


@pytest.mark.parametrize(
    "raw, said",
    [
        ('{"messages": [{"id": 1,\n "text": "a', "line 2, column 10: not JSON"),
        ("", "line 1, column 1: not JSON"),
        ('{"messages": ' + "[" * 200_000, "nested too deep"),
        ('{"messages": [' + "9" * 5_000 + "]}", "not an export"),
        ("[]", "neither messages nor chats"),
        ('{"chats": []}', "neither messages nor chats"),
        ("7", "neither messages nor chats"),
    ],
)
def test_a_broken_export_is_one_clear_sentence(
    tmp_path: Path, raw: str, said: str
) -> None:
    with pytest.raises(InputError) as raised:
        read(tmp_path, raw)

    assert said in str(raised.value)
    assert "result.json" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_broken_letters_cost_themselves_only(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    raw = json.dumps(
        {"type": "public_channel", "id": 1, "messages": [message(1, "XX")]}
    )
    path.write_bytes(b"\xef\xbb\xbf" + raw.encode().replace(b"XX", b"a\xff\xc3b"))
    (chat,) = read_file(path).chats

    assert [found.text for found in chat.found] == ["a\ufffd\ufffdb"]
