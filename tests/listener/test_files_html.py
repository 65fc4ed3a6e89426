"""Telegram Desktop's HTML: authors, answers, times, forwarded words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.comments import FoundComment, FoundPost
from domain.errors import InputError
from listener.files import Chat, read_file

NOON = datetime(2026, 7, 5, 7, 0, 1, tzinfo=UTC)


def message(
    n: int | str = 1,
    body: str = '<div class="text">\nha\n </div>',
    *,
    author: str | None = "Ali",
    title: str = "05.07.2026 12:00:01",
) -> str:
    joined = " joined" if author is None else ""
    name = "" if author is None else f'<div class="from_name">\n{author} \n</div>'
    return f"""
    <div class="message default clearfix{joined}" id="message{n}">
     <div class="pull_left userpic_wrap"><div class="userpic">A</div></div>
     <div class="body">
      <div class="pull_right date details" title="{title}">12:00</div>
      {name}{body}
     </div>
    </div>"""


def service(n: int, text: str = "5 July 2026") -> str:
    return f"""<div class="message service" id="message{n}">
     <div class="body details">{text}</div></div>"""


def read(folder: Path, *messages: str, title: str = "Guruh", **options: object) -> Chat:
    path = folder / "messages.html"
    path.write_text(
        f"""<!DOCTYPE html><html><head><title>Exported Data</title></head><body>
        <div class="page_wrap"><div class="page_header"><div class="content">
        <div class="text bold">\n{title} \n</div></div></div>
        <div class="page_body chat_page"><div class="history">
        {"".join(messages)}</div></div></div></body></html>""",
        encoding="utf-8",
    )
    (chat,) = read_file(path, **options).chats  # type: ignore[arg-type]
    return chat


def test_a_comment_has_its_words_time_and_author(tmp_path: Path) -> None:
    body = """<div class="text">
bir<br>ikki <strong>uch</strong> &amp; <a href="">@x</a>
     </div>"""
    chat = read(tmp_path, service(-1), message(12, body), service(13))

    assert [*chat.found] == [
        FoundComment(
            id="file:Guruh:12", at=NOON, text="bir\nikki uch & @x", identity="name:Ali"
        )
    ]
    assert chat.public is None
    assert chat.set_aside == []


@pytest.mark.parametrize(
    "title, at",
    [
        ("05.07.2026 12:00:01", NOON),
        ("05.07.2026 12:00:01 UTC+05:00", NOON),
        ("05.07.2026 08:00:01 UTC+01:00", NOON),
        ("05.07.2026 03:30:01 UTC-03:30", NOON),
    ],
)
def test_times_are_read_with_and_without_a_zone(
    tmp_path: Path, title: str, at: datetime
) -> None:
    assert [found.at for found in read(tmp_path, message(title=title)).found] == [at]


def test_a_joined_message_is_by_the_author_before(tmp_path: Path) -> None:
    chat = read(
        tmp_path,
        message(1, author=None),  # by whom, the page before says
        message(2, author="Ali via @gif"),
        message(3, author=None),
        service(4),
        message(5, author="Vali"),
        message(6, author=None),
        message(7, author="Deleted Account"),
        message(8, author=None),
    )

    assert [c.identity for c in chat.found if isinstance(c, FoundComment)] == [
        None, "name:Ali", "name:Ali", "name:Vali", "name:Vali", None, None
    ]  # fmt: skip


def test_forwarded_words_are_read_and_their_author_is_not(tmp_path: Path) -> None:
    body = """<div class="forwarded body">
      <div class="from_name">Gov <span class="date details" title="01.01.2020 10:00:00">
      01.01.2020</span></div>
      <div class="reply_to details"><a href="#go_to_message1">that</a></div>
      <div class="text">rasman</div></div>
      <div class="signature details">Press</div>"""
    (found,) = read(tmp_path, message(5, body)).found

    assert isinstance(found, FoundComment)
    assert (found.text, found.at, found.identity) == ("rasman", NOON, "name:Ali")
    assert found.reply_to is None


@pytest.mark.parametrize("href", ["#go_to_message12", "messages2.html#go_to_message12"])
def test_answers_point_at_what_they_answer(tmp_path: Path, href: str) -> None:
    body = f"""<div class="reply_to details">In reply to
      <a href="{href}" onclick="return GoToMessage(12)">this message</a></div>
      <div class="text">ha</div>"""
    (found,) = read(tmp_path, message(13, body)).found

    assert found.reply_to == "file:Guruh:12"
    assert found.text == "ha"


def test_media_and_polls_are_no_words(tmp_path: Path) -> None:
    body = """<div class="media_wrap clearfix"><div class="media_poll">
      <div class="question bold">Savol</div><div class="details">Anonymous</div>
      <div class="body"><div class="text">inner</div></div></div></div>"""
    (found,) = read(tmp_path, message(1, body)).found

    assert found.text == ""


def test_reactions_are_counted_and_who_gave_them_is_dropped(tmp_path: Path) -> None:
    body = """<div class="text">ha</div><span class="reactions">
      <span class="reaction">
       <span class="emoji">👍</span><span class="count">12</span></span>
      <span class="reaction"><span class="emoji">🔥</span><span class="userpics">
       <div class="userpic"><div class="initials" title="Vali">V</div></div>
       <div class="userpic"><div class="initials" title="Gani">G</div></div></span>
      </span></span>"""
    (found,) = read(tmp_path, message(1, body)).found

    assert found.reactions == {"👍": 12, "🔥": 2}
    assert "Vali" not in repr(found)


def test_a_page_all_by_its_own_name_is_a_channel(tmp_path: Path) -> None:
    ours, guest = message(1, author="Guruh"), message(2)

    channel = read(tmp_path, ours, message(2, author=None))
    assert [type(found) for found in channel.found] == [FoundPost, FoundPost]

    mixed = [*read(tmp_path, ours, guest).found]
    assert [getattr(found, "official", None) for found in mixed] == [True, False]

    told = read(tmp_path, ours, guest, what="post")
    assert [type(found) for found in told.found] == [FoundPost, FoundPost]


def test_the_person_states_that_it_is_public(tmp_path: Path) -> None:
    chat = read(tmp_path, message(), public=True)

    assert chat.public is True
    assert chat.source.institution == "Guruh"


def test_messages_that_cannot_be_read_are_set_aside(tmp_path: Path) -> None:
    chat = read(
        tmp_path,
        message(1, title="yesterday"),
        message("x<y"),
        message(3, title="31.02.2026 10:00:00"),
        '<div class="message default" id="message4"></div>',
        message(5),
    )

    assert [found.id for found in chat.found] == ["file:Guruh:5"]
    assert [place for place, _ in chat.set_aside] == [
        "messages.html: message 1",
        "messages.html: message x<y",
        "messages.html: message 3",
        "messages.html: message 4",
    ]


@pytest.mark.parametrize("html", ["", "<p>hello</p>", "<div>" * 50_000, "<" * 9_000])
def test_what_is_no_export_is_one_clear_sentence(tmp_path: Path, html: str) -> None:
    path = tmp_path / "messages.html"
    path.write_text(html)

    with pytest.raises(InputError, match=r"messages\.html: .*export"):
        read_file(path, kind="telegram_export")
